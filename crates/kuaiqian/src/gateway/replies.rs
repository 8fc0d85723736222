//! What a query gives: the head, and the items beside it, which are believed one by one.

use kq_form::op::{
    query::{QueriedOrder, QueryReply},
    refund_query::{QueriedRefund, RefundQueryReply},
};

/// The answer to an order query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Orders {
    /// The verified head. Its signature does not cover the orders, and none covers how many there are.
    pub head: QueryReply,
    /// The orders whose own signatures verify.
    pub orders: Vec<QueriedOrder>,
    /// How many more came whose `signInfo` is missing or wrong: ignored, and not to be believed.
    pub untrusted: usize,
}

/// The answer to a refund query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refunds {
    /// The verified head.
    pub head: RefundQueryReply,
    /// The refunds. What their `signInfo` covers is not known, so **TLS alone** vouches for them (section 8.4).
    pub unsigned: Vec<QueriedRefund>,
}
