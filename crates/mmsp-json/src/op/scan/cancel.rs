//! 0x0907: undo a scan payment (撤销订单). Section 4.3.14.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::scan::Order,
    op::scan::query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, or, printable},
};

/// Undoes an order 撤销. The platform advises to wait 15 seconds after the payment call.
///
/// Never sent twice: [`Query`](super::Query) settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Cancel {
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

impl Operation for Cancel {
    const ID: &'static str = "mmsp.scan.cancel";
    const TITLE: &'static str = "undo a scan payment";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Cancel;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["MERORDERID", "ORDERNO"];
    type Reply = Order;

    fn settled_by(&self) -> Option<paycore::Query> {
        query::by_either(self.mer_order_id.as_deref(), self.order_no.as_deref())
    }
}

impl Signed for Cancel {
    const COMMAND: u32 = 0x0907;
}
