//! Payout 代付: money leaves for a bank account, in messages that travel encrypted. Section 4.6.

mod balance;
mod pay;
pub(crate) mod query;

pub use balance::{Account, Balance, BalanceBuilder, BalanceReply, balance_builder};
pub use pay::{Pay, PayBuilder, PayReply, pay_builder};
pub use query::{Query, QueryBuilder, QueryReply, query_builder};
