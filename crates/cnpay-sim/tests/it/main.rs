//! The simulator from outside: requests written by hand, replies read by their text.

mod cards;
mod entrance;
mod faults;
mod format;
mod gateway;
mod holds;
mod installments;
mod mmsp;
mod notices;
mod purchase;
mod query;
mod quick;
mod refunds;
mod setup;
mod signing;
mod sockets;
mod voids;
mod world;
mod zhangxun;
