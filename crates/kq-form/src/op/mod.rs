//! One operation a file: request, reply, path, and what a retry means.

pub mod pay;
pub mod query;
pub mod refund;
pub mod refund_query;
pub mod remit;
pub mod timestamp;

pub use pay::Pay;
pub use query::Query;
pub use refund::Refund;
pub use refund_query::RefundQuery;
pub use remit::Remit;
pub use timestamp::Timestamp;
