//! 0x030D: send the SMS code for binding a card (鉴权绑卡短信), not yet open. Section 4.2.5.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Availability, Kind, Operation, Signed},
    rules::{ascii, digits, printable},
};

/// Sends the code for [`Bind`](super::Bind) to the phone registered with the bank. Not yet open 暂未开通.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BindSms {
    /// Merchant order number; unique within the merchant; the following `Bind` uses the same.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
    /// Merchant's id of the card holder.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub user_id: String,
    /// Card number; digits.
    #[serde(rename = "CARDNO")]
    #[garde(length(chars, min = 1, max = 20), custom(digits))]
    pub card_no: Sensitive,
    /// Mobile number; 11 digits.
    #[serde(rename = "PHONENO")]
    #[garde(length(chars, min = 11, max = 11), custom(digits))]
    pub phone_no: Sensitive,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
}

/// Whether the code is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BindSmsReply {
    /// Result; `1` binding in progress, the SMS is on its way; anything else failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Merchant's id of the card holder.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, max = 32))]
    pub user_id: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: Option<String>,
    /// Card number.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
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

crate::outcome::outcome!(BindSmsReply, err_code, err_msg);

impl Operation for BindSms {
    const ID: &'static str = "mmsp.quickpay.bind_sms";
    const TITLE: &'static str = "send the SMS code for binding a card";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Task;
    const AVAILABILITY: Availability = Availability::NotYet;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = BindSmsReply;
}

impl Signed for BindSms {
    const COMMAND: u32 = 0x030d;
}
