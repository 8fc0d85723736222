//! 0x0909: ask for the state of a refund (退款查询). Section 4.3.17.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::scan::Refunded,
    operation::{Kind, Operation, Signed},
    rules::{ascii, or, printable},
};

/// Asks for the state of a refund by either number. Reads only: it may be repeated. No answer ever says that the money is back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct RefundQuery {
    /// Platform refund number; at least one of it and `REFUND_MERORDERID`.
    #[serde(rename = "REFUND_ORDERNO")]
    #[garde(length(chars, min = 1, max = 20), custom(printable), custom(or(&self.refund_mer_order_id, "REFUND_MERORDERID")))]
    pub refund_order_no: Option<String>,
    /// Merchant refund number; see `REFUND_ORDERNO`.
    #[serde(rename = "REFUND_MERORDERID")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub refund_mer_order_id: Option<String>,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub rand_str: String,
}

impl Operation for RefundQuery {
    const ID: &'static str = "mmsp.scan.refund_query";
    const TITLE: &'static str = "ask for the state of a refund";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::RefundQuery;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["REFUND_ORDERNO", "REFUND_MERORDERID"];
    type Reply = Refunded;

    /// The same query again, as long as the refund is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        let by_platform = |order_no: &String| paycore::Query { id: Self::ID, fields: vec![("REFUND_ORDERNO", order_no.clone())] };
        self.refund_mer_order_id.as_deref().map(by_order).or_else(|| self.refund_order_no.as_ref().map(by_platform))
    }
}

impl Signed for RefundQuery {
    const COMMAND: u32 = 0x0909;
}

/// The query that settles a refund.
pub(crate) fn by_order(refund_mer_order_id: &str) -> paycore::Query {
    paycore::Query { id: RefundQuery::ID, fields: vec![("REFUND_MERORDERID", refund_mer_order_id.to_owned())] }
}
