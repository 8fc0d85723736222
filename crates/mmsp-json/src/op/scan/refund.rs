//! 0x0908: refund a scan payment (退款). Section 4.3.16.

use bon::Builder;
use garde::Validate;
use paycore::Fen;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::scan::Refunded,
    op::scan::refund_query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, or, payable, printable},
    wire,
};

/// Gives money back to the payer. The same refund number again is the same refund; any doubt is settled by
/// [`RefundQuery`](super::RefundQuery), never by a second refund under another number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Refund {
    /// Platform order number of the payment; at least one of it and `MERORDERID`.
    #[serde(rename = "ORDERNO")]
    #[garde(length(chars, min = 1, max = 20), custom(printable), custom(or(&self.mer_order_id, "MERORDERID")))]
    pub order_no: Option<String>,
    /// Merchant order number of the payment; see `ORDERNO`.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub mer_order_id: Option<String>,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub rand_str: String,
    /// Merchant refund number; unique within the merchant; the same number again is the same refund.
    #[serde(rename = "REFUND_MERORDERID")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub refund_mer_order_id: String,
    /// Refund amount, in fen, at least 1, at most 20 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 20)))]
    #[garde(custom(payable(20)))]
    pub amt: Fen,
}

impl Operation for Refund {
    const ID: &'static str = "mmsp.scan.refund";
    const TITLE: &'static str = "refund a scan payment";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Refund;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["AMT", "REFUND_MERORDERID"];
    type Reply = Refunded;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(refund_query::by_order(&self.refund_mer_order_id))
    }
}

impl Signed for Refund {
    const COMMAND: u32 = 0x0908;
}
