//! 0x0906: ask for the state of a scan payment (查询订单). Section 4.3.13.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::scan::Order,
    operation::{Kind, Operation, Signed},
    rules::{ascii, or, printable},
};

/// Asks for the state of an order by either number. Reads only: it may be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Query {
    /// Platform order number; at least one of it and `MERORDERID`.
    #[serde(rename = "ORDERNO")]
    #[garde(length(chars, min = 1, max = 20), custom(printable), custom(or(&self.mer_order_id, "MERORDERID")))]
    pub order_no: Option<String>,
    /// Merchant order number; see `ORDERNO`.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub mer_order_id: Option<String>,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub rand_str: String,
}

impl Operation for Query {
    const ID: &'static str = "mmsp.scan.query";
    const TITLE: &'static str = "ask for the state of a scan payment";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Query;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["MERORDERID", "ORDERNO"];
    type Reply = Order;

    /// The same query again, as long as the order is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        by_either(self.mer_order_id.as_deref(), self.order_no.as_deref())
    }
}

impl Signed for Query {
    const COMMAND: u32 = 0x0906;
}

/// The query that settles an order.
pub(crate) fn by_order(mer_order_id: &str) -> paycore::Query {
    paycore::Query { id: Query::ID, fields: vec![("MERORDERID", mer_order_id.to_owned())] }
}

/// The query that settles an order of which one number is known, preferably the merchant's.
pub(crate) fn by_either(mer_order_id: Option<&str>, order_no: Option<&str>) -> Option<paycore::Query> {
    let by_platform = |order_no: &str| paycore::Query { id: Query::ID, fields: vec![("ORDERNO", order_no.to_owned())] };
    mer_order_id.map(by_order).or_else(|| order_no.map(by_platform))
}
