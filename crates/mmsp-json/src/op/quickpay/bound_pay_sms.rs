//! 0x030C: send the SMS code of a payment with a bound card (绑卡支付短信). Section 4.2.11.

use bon::Builder;
use garde::Validate;
use paycore::{Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Availability, Kind, Operation, Signed},
    rules::{ascii, digits, payable, printable},
    wire,
};

/// Sends the code for [`BoundPay`](super::BoundPay); nothing is charged. Whether the platform takes it, the operator knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BoundPaySms {
    /// Binding number.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub bind_id: Sensitive,
    /// Merchant order number; unique within the merchant.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
    /// Merchant's id of the card holder.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub user_id: String,
    /// Mobile number; 11 digits.
    #[serde(rename = "PHONENO")]
    #[garde(length(chars, min = 11, max = 11), custom(digits))]
    pub phone_no: Sensitive,
    /// Amount in fen, at least 1, at most 12 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable(12)))]
    pub amt: Fen,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: String,
}

/// Whether the code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BoundPaySmsReply {
    /// Result; `1` sent; anything else failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Merchant's id of the card holder.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, max = 32))]
    pub user_id: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: Option<String>,
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

crate::outcome::outcome!(BoundPaySmsReply, err_code, err_msg);

impl Operation for BoundPaySms {
    const ID: &'static str = "mmsp.quickpay.bound_pay_sms";
    const TITLE: &'static str = "send the SMS code of a payment with a bound card";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Task;
    const AVAILABILITY: Availability = Availability::AskOperator;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = BoundPaySmsReply;
}

impl Signed for BoundPaySms {
    const COMMAND: u32 = 0x030c;
}
