//! 0x030F: place an order for UnionPay quick pay (银联快捷支付下单). Section 4.2.12.

use bon::Builder;
use garde::Validate;
use paycore::{Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::one,
    op::quickpay::query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, digits, http_url, one_of, payable, printable},
    wire,
};

/// Places an order that the payer pays with UnionPay, on a page that the reply brings.
///
/// Never sent twice: [`Query`](super::Query) or a notice settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct UnionpayOrder {
    /// Merchant order number; unique within the merchant.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
    /// Amount in fen, at least 1, at most 12 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable(12)))]
    pub amt: Fen,
    /// Page to return to after payment; for display only, carries no trade data; some upstream channels do not return at all.
    #[serde(rename = "JUMP_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub jump_url: String,
    /// Notice address.
    #[serde(rename = "NOTIFY_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub notify_url: String,
    /// Form of the answer; `1` a `URL` in `PAY_URL`, which it is when not given; `2` a page in `HTML`.
    #[serde(rename = "TRADE_MODE", default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub trade_mode: String,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
    /// Card number; some upstream channels require it; ask when the production account is opened.
    #[serde(rename = "CARDNO")]
    #[garde(length(chars, min = 1, max = 32), custom(digits))]
    pub card_no: Option<Sensitive>,
}

/// The placed order, and where the payer pays it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct UnionpayOrderReply {
    /// Order status; `0` placed, waiting for payment; `1` paid (not expected here); `2` placing failed; `3` refunded.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: Option<String>,
    /// Time of payment; `YYYYMMDDHHmmss`; empty or missing while unpaid.
    #[serde(rename = "PAY_DATE")]
    #[garde(length(chars, max = 14))]
    pub pay_date: Option<String>,
    /// Time of notice; `YYYYMMDDHHmmss`.
    #[serde(rename = "NOTIFY_DATE")]
    #[garde(length(chars, max = 14))]
    pub notify_date: Option<String>,
    /// Payment link; with `TRADE_MODE` 1; may be missing with 2.
    #[serde(rename = "PAY_URL")]
    pub pay_url: Option<String>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: Option<String>,
    /// Page to print to the browser; with `TRADE_MODE` 2; foreign HTML, show it on a page of its own.
    #[serde(rename = "HTML")]
    pub html: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(UnionpayOrderReply, err_code, err_msg);

impl Operation for UnionpayOrder {
    const ID: &'static str = "mmsp.quickpay.unionpay_order";
    const TITLE: &'static str = "place an order for UnionPay quick pay";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Placing;
    const PRESETS: &'static [&'static str] = &["RANDSTR", "NOTIFY_URL", "JUMP_URL"];
    const ECHOED: &'static [&'static str] = &["MERORDERID", "AMT"];
    type Reply = UnionpayOrderReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for UnionpayOrder {
    const COMMAND: u32 = 0x030f;
}

impl UnionpayOrder {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
