//! 0x030B: pay with a bound card (快捷绑卡支付确认). Section 4.2.10.

use bon::Builder;
use garde::Validate;
use paycore::{Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::quickpay::query,
    operation::{Availability, Kind, Operation, Signed},
    rules::{ascii, digits, http_url, payable, printable},
    wire,
};

/// Charges a bound card; the payer types no card data. The code comes from [`BoundPaySms`](super::BoundPaySms).
///
/// Never sent twice: [`Query`](super::Query) or a notice settles it. Whether the platform takes it, the operator knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BoundPay {
    /// Binding number.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub bind_id: Sensitive,
    /// Merchant order number; the one used in `BoundPaySms`.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
    /// Merchant's id of the card holder.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub user_id: String,
    /// Amount in fen, at least 1, at most 12 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable(12)))]
    pub amt: Fen,
    /// SMS code from 0x030C; 1 to 6 digits.
    #[serde(rename = "MSG_CODE")]
    #[garde(length(chars, min = 1, max = 6), custom(digits))]
    pub msg_code: Sensitive,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
    /// Notice address.
    #[serde(rename = "NOTIFY_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub notify_url: String,
}

/// The order, to be settled by a query.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BoundPayReply {
    /// Result; `0` unknown, send a query; `1` confirmed; `2` failed; `3` refunded.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Merchant's id of the card holder.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, max = 32))]
    pub user_id: Option<String>,
    /// Binding number.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, max = 32))]
    pub bind_id: Option<Sensitive>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: Option<String>,
    /// Time of payment; `YYYYMMDDHHmmss`.
    #[serde(rename = "PAY_DATE")]
    #[garde(length(chars, max = 14))]
    pub pay_date: Option<String>,
    /// Time of notice; `YYYYMMDDHHmmss`.
    #[serde(rename = "NOTIFY_DATE")]
    #[garde(length(chars, max = 14))]
    pub notify_date: Option<String>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: Option<String>,
    /// Bank name.
    #[serde(rename = "BANK_NAME")]
    pub bank_name: Option<String>,
    /// Card number.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(BoundPayReply, err_code, err_msg);

impl Operation for BoundPay {
    const ID: &'static str = "mmsp.quickpay.bound_pay";
    const TITLE: &'static str = "pay with a bound card";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::BoundPay;
    const AVAILABILITY: Availability = Availability::AskOperator;
    const PRESETS: &'static [&'static str] = &["RANDSTR", "NOTIFY_URL"];
    const ECHOED: &'static [&'static str] = &["MERORDERID", "AMT"];
    type Reply = BoundPayReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for BoundPay {
    const COMMAND: u32 = 0x030b;
}

impl BoundPay {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
