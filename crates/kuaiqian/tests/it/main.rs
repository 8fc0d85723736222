//! The client against the specification's tables, word for word, and against the simulator.

mod connection;
mod debits;
mod faults;
mod notices;
mod polling;
mod queries;
mod replies;
mod requests;
mod settling;
mod signed;
mod support;
