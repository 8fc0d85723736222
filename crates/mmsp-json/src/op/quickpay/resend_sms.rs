//! 0x030A: send the SMS code of a payment again (短信重发). Section 4.2.9.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Kind, Operation, Signed},
    rules::{ascii, printable},
};

/// Sends another code to a payer who got none: at most once in 60 seconds per order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct ResendSms {
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub list_id: String,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
}

/// Whether another code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct ResendSmsReply {
    /// Result; `1` sent; anything else failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(ResendSmsReply, err_code, err_msg);

impl Operation for ResendSms {
    const ID: &'static str = "mmsp.quickpay.resend_sms";
    const TITLE: &'static str = "send the SMS code of a payment again";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Task;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["LIST_ID"];
    type Reply = ResendSmsReply;
}

impl Signed for ResendSms {
    const COMMAND: u32 = 0x030a;
}
