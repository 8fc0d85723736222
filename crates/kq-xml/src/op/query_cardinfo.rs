//! `POST /cnp/query_cardinfo`: what card is this (银行卡信息查询). Section 3.7.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    fixed::pur,
    operation::{Kind, Operation},
    rules::{ascii, digits},
};

/// Looks a card number up: organisation, type, bank, and whether 99bill supports it. Reads only. A reply without [`CardInfo`] means that
/// 99bill does not know the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueryCardinfo {
    /// Type of transaction that the card is meant for: `PUR`, `INP`, `CFM`, `RFD`, `VTX`.
    #[serde(default = "pur")]
    #[builder(default = pur())]
    #[garde(length(chars, min = 3, max = 3), custom(ascii))]
    pub txn_type: String,
    /// Card number 卡号, in full.
    #[garde(length(chars, min = 12, max = 19), custom(digits))]
    pub card_no: Sensitive,
}

/// What 99bill knows about the card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct CardInfo {
    /// Card number.
    #[garde(length(chars, max = 60))]
    pub card_no: Option<Sensitive>,
    /// Card organisation, section 6.3.
    #[garde(length(chars, min = 2, max = 2))]
    pub card_org: Option<String>,
    /// Card type: `0001` credit, `0002` debit.
    #[garde(length(chars, min = 4, max = 4))]
    pub card_type: Option<String>,
    /// Bank's name.
    #[garde(length(chars, max = 64))]
    pub issuer: Option<String>,
    /// Whether 99bill supports the card: `1` yes, `2` no.
    #[garde(length(chars, min = 1, max = 1))]
    pub valid_flag: Option<String>,
    /// Which fields are checked, three `0` or `1` digits; the middle one is the name. The source contradicts itself about the outer two.
    #[garde(length(chars, min = 3, max = 3))]
    pub validate_type: Option<String>,
    /// Bank.
    #[garde(length(chars, max = 6))]
    pub bank_id: Option<String>,
}

impl Operation for QueryCardinfo {
    const ID: &'static str = "kuaiqian.agreement.query_cardinfo";
    const TITLE: &'static str = "tell what card a number is";
    const PATH: &'static str = "/cnp/query_cardinfo";
    const KIND: Kind = Kind::List;
    const REQUEST: &'static str = "QryCardContent";
    const ANSWER: &'static str = "CardInfoContent";
    const ECHO: Option<&'static str> = Some("QryCardContent");
    const PRESETS: &'static [&'static str] = &[];
    const ECHOED: &'static [&'static str] = &["txnType", "cardNo"];
    type Reply = CardInfo;
}
