//! The MMSP open platform through the command.

mod calls;
mod notices;
mod operations;
mod outcomes;
mod payouts;
mod secrets;
mod shop;
mod signatures;
mod witnesses;
