//! 0x0304: hand in the SMS code of a payment (交易短信确认). Section 4.2.2.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Kind, Operation, Signed},
    rules::{ascii, digits, printable},
};

/// Hands in the payer's code. A success says that the code was taken: whether money moved, [`Query`](super::Query) or a notice says.
///
/// A refused code leaves the order payable. Nothing in it names the merchant's order, so its caller keeps the number for the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Confirm {
    /// Platform order number; from the reply of [`Pay`](super::Pay).
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub list_id: String,
    /// SMS code; 1 to 6 digits, e.g. six.
    #[serde(rename = "MSG_CODE")]
    #[garde(length(chars, min = 1, max = 6), custom(digits))]
    pub msg_code: Sensitive,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
}

/// Whether the code was taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct ConfirmReply {
    /// Result of the confirmation; `1` success; anything else failure.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number; when `STATUS` is 1.
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

crate::outcome::outcome!(ConfirmReply, err_code, err_msg);

impl Operation for Confirm {
    const ID: &'static str = "mmsp.quickpay.confirm";
    const TITLE: &'static str = "hand in the SMS code of a payment";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Confirm;
    const PRESETS: &'static [&'static str] = &["RANDSTR"];
    const ECHOED: &'static [&'static str] = &["LIST_ID"];
    type Reply = ConfirmReply;
}

impl Signed for Confirm {
    const COMMAND: u32 = 0x0304;
}
