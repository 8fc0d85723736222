//! The client against the specification's tables, word for word, and against the simulator.

mod cards;
mod connection;
mod debits;
mod explain;
mod faults;
mod notices;
mod polling;
mod queries;
mod replies;
mod requests;
mod settling;
mod signed;
mod support;
mod transactions;
