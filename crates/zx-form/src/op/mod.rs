//! One operation a file: request, reply, path, and what a retry means.

pub mod balance;
pub mod pay;
pub mod payout;
pub mod payout_query;
pub mod query;

pub use balance::Balance;
pub use pay::Pay;
pub use payout::Payout;
pub use payout_query::PayoutQuery;
pub use query::Query;
