//! 0x0306: bind a card (鉴权绑卡), not yet open. Section 4.2.4.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Availability, Kind, Operation, Signed},
    rules::{ascii, digits, month_year, one_of, only_when, printable, when},
};

/// Checks a person and a card against each other and binds the card; the code comes from [`BindSms`](super::BindSms).
///
/// Not yet open 暂未开通. Merchants on binding mode A do not call it (section 7.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Bind {
    /// Merchant order number; unique within the merchant.
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
    /// Card type; `1` debit, `2` credit.
    #[serde(rename = "CARDTYPE")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub card_type: String,
    /// Credit card expiry; `MMYY`, month 01 to 12; exactly when `CARDTYPE` is 2.
    #[serde(rename = "EXPDATE")]
    #[garde(length(chars, min = 4, max = 4), custom(month_year), custom(when(&self.card_type, "CARDTYPE", "2")), custom(only_when(&self.card_type, "CARDTYPE", "2")))]
    pub exp_date: Option<Sensitive>,
    /// Credit card security code; 3 digits; exactly when `CARDTYPE` is 2.
    #[serde(rename = "CVN2")]
    #[garde(length(chars, min = 3, max = 3), custom(digits), custom(when(&self.card_type, "CARDTYPE", "2")), custom(only_when(&self.card_type, "CARDTYPE", "2")))]
    pub cvn2: Option<Sensitive>,
    /// Card holder's name.
    #[serde(rename = "NAME")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub name: Sensitive,
    /// Identity card number.
    #[serde(rename = "ID_NO")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub id_no: Sensitive,
    /// Mobile number; 11 digits.
    #[serde(rename = "PHONENO")]
    #[garde(length(chars, min = 11, max = 11), custom(digits))]
    pub phone_no: Sensitive,
    /// SMS code from 0x030D; 1 to 6 digits.
    #[serde(rename = "MSG_CODE")]
    #[garde(length(chars, min = 1, max = 6), custom(digits))]
    pub msg_code: Sensitive,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
}

/// The binding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BindReply {
    /// Result; `1` bound; anything else failed or not bound.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Binding number; on success.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, max = 32))]
    pub bind_id: Option<Sensitive>,
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
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(BindReply, err_code, err_msg);

impl Operation for Bind {
    const ID: &'static str = "mmsp.quickpay.bind";
    const TITLE: &'static str = "bind a card";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Task;
    const AVAILABILITY: Availability = Availability::NotYet;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = BindReply;
}

impl Signed for Bind {
    const COMMAND: u32 = 0x0306;
}
