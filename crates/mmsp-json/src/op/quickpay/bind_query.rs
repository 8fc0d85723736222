//! 0x0308: ask for a binding (绑卡查询), not yet open. Section 4.2.7.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Availability, Kind, Operation, Signed},
    rules::printable,
};

/// Asks for a bound card. Reads only. Not yet open 暂未开通.
///
/// The command id is shared with the QQ reverse scan; the entry name tells the two apart (decision D32).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BindQuery {
    /// Binding number.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub bind_id: Sensitive,
}

/// The bound card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BindQueryReply {
    /// Binding status; `1` bound; anything else failed or not bound.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Card number.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
    /// Card type; `1` debit, `2` credit.
    #[serde(rename = "CARDTYPE")]
    pub card_type: Option<String>,
    /// Credit card expiry; credit card.
    #[serde(rename = "EXPDATE")]
    #[garde(length(chars, max = 4))]
    pub exp_date: Option<Sensitive>,
    /// Credit card security code; credit card; drop it at once, never store it.
    #[serde(rename = "CVN2")]
    #[garde(length(chars, max = 3))]
    pub cvn2: Option<Sensitive>,
    /// Card holder's name.
    #[serde(rename = "NAME")]
    #[garde(length(chars, max = 32))]
    pub name: Option<Sensitive>,
    /// Identity card number.
    #[serde(rename = "ID_NO")]
    #[garde(length(chars, max = 32))]
    pub id_no: Option<Sensitive>,
    /// Mobile number.
    #[serde(rename = "PHONENO")]
    #[garde(length(chars, max = 11))]
    pub phone_no: Option<Sensitive>,
    /// Binding number.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, max = 32))]
    pub bind_id: Option<Sensitive>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(BindQueryReply, err_code, err_msg);

impl Operation for BindQuery {
    const ID: &'static str = "mmsp.quickpay.bind_query";
    const TITLE: &'static str = "ask for a binding";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::List;
    const AVAILABILITY: Availability = Availability::NotYet;
    const PRESETS: &'static [&'static str] = &[];
    type Reply = BindQueryReply;
}

impl Signed for BindQuery {
    const COMMAND: u32 = 0x0308;
}
