//! 0x0307: unbind a card (绑卡解绑), not yet open. Section 4.2.6.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Availability, Kind, Operation, Signed},
    rules::printable,
};

/// Ends a binding. Not yet open 暂未开通.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Unbind {
    /// Binding number.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub bind_id: Sensitive,
}

/// Whether the card is unbound.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct UnbindReply {
    /// Result; `1` unbound; anything else failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(UnbindReply, err_code, err_msg);

impl Operation for Unbind {
    const ID: &'static str = "mmsp.quickpay.unbind";
    const TITLE: &'static str = "unbind a card";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Task;
    const AVAILABILITY: Availability = Availability::NotYet;
    const PRESETS: &'static [&'static str] = &[];
    type Reply = UnbindReply;
}

impl Signed for Unbind {
    const COMMAND: u32 = 0x0307;
}
