//! 0x0912: send the payer to a bank: a form (网关支付请求). Section 4.4.1.

use bon::Builder;
use garde::Validate;
use paycore::{Expected, Fen};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::gateway::query,
    operation::{Kind, Operation, Signed},
    rules::{http_url, payable, printable},
    wire,
};

/// The order in the form that the payer's browser posts (section 1.3). The page is built with the envelope in the field
/// [`FORM_FIELD`](crate::FORM_FIELD).
///
/// The merchant hears nothing of this call: a notice or [`Query`](super::Query) tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Pay {
    /// Merchant order number; unique within the merchant.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
    /// Amount in fen, at least 1, at most 12 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable(12)))]
    pub amt: Fen,
    /// Notice address.
    #[serde(rename = "NOTIFY_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub notify_url: String,
    /// Page to return to.
    #[serde(rename = "JUMP_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub jump_url: String,
    /// Bank channel code; section 9.5; the test environment takes `YLBILL-NET-B2C`.
    #[serde(rename = "PAY_CHANNEL")]
    #[garde(length(chars, min = 1, max = 50), custom(printable))]
    pub pay_channel: String,
    /// Goods name.
    #[serde(rename = "GOODSNAME")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub goods_name: Option<String>,
    /// Remark; comes back in notices and queries.
    #[serde(rename = "REMARK")]
    #[garde(length(chars, max = 255), custom(printable))]
    pub remark: Option<String>,
}

/// Nothing: the answer is a page in the payer's browser.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct NoReply {}

impl crate::Outcome for NoReply {
    fn status(&self) -> Option<&str> {
        None
    }
    fn code(&self) -> Option<&str> {
        None
    }
    fn message(&self) -> Option<&str> {
        None
    }
}

impl Operation for Pay {
    const ID: &'static str = "mmsp.gateway.pay";
    const TITLE: &'static str = "send the payer to a bank: a form";
    const PRODUCT: Product = Product::Gateway;
    const KIND: Kind = Kind::Form;
    const PRESETS: &'static [&'static str] = &["NOTIFY_URL", "JUMP_URL"];
    type Reply = NoReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for Pay {
    const COMMAND: u32 = 0x0912;
}

impl Pay {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
