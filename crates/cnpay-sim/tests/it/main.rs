//! The simulator from outside: requests written by hand, replies read by their text.

mod entrance;
mod faults;
mod format;
mod notices;
mod purchase;
mod query;
mod setup;
mod signing;
mod sockets;
mod world;
