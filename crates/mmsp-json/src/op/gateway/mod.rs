//! Gateway 网关支付: the payer's browser is sent to a bank. Section 4.4.

mod batch_query;
mod pay;
pub(crate) mod query;

pub use batch_query::{BatchQuery, BatchQueryBuilder, BatchQueryReply, PaidOrder, batch_query_builder};
pub use pay::{NoReply, Pay, PayBuilder, pay_builder};
pub use query::{Query, QueryBuilder, QueryReply, query_builder};
