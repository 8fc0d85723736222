//! Payout 代付: money leaves for a bank account, in messages that travel encrypted. Sections 4.6 and 5.

mod balance;
mod book;
mod code;
mod course;
mod door;
mod pay;
mod query;

pub(crate) use self::door::Keys;
pub(super) use self::pay::Payout;
