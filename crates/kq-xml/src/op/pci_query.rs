//! `POST /cnp/pci_query`: the bound cards of a customer (PCI 数据查询). Section 3.6.

use bon::Builder;
use garde::Validate;
use paycore::{Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    operation::{Kind, Operation},
    rules::{ascii, digits, printable},
};

/// Lists the bound cards of a customer, one card type at a time: to find every card, ask once for each. Reads only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PciQuery {
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号; sent only when it is given.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: Option<String>,
    /// The merchant's own number of the customer 客户号, as at signing.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Card type 卡类型: `0001` credit, which is also meant when it is not given, `0002` debit.
    #[serde(default = "credit")]
    #[builder(default = credit())]
    #[garde(length(chars, min = 4, max = 4), custom(digits))]
    pub card_type: String,
    /// Access mode 接入方式: `0` merchant, `1` member; sent only when it is given.
    #[garde(length(chars, min = 1, max = 1), custom(digits))]
    pub bind_type: Option<String>,
    /// Only this card, by its abbreviated number 缩略卡号.
    #[garde(length(chars, min = 10, max = 10), custom(digits))]
    pub storable_pan: Option<String>,
    /// Only this card, by its pay token 支付标记.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub pay_token: Option<Sensitive>,
    /// Only cards of this bank 银行代码.
    #[garde(length(chars, min = 1, max = 6), custom(ascii))]
    pub bank_id: Option<String>,
}

fn credit() -> String {
    "0001".into()
}

/// The bound cards.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PciQueryReply {
    /// Echo.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 8, max = 8))]
    pub terminal_id: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_pan: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 6))]
    pub bank_id: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 4, max = 4))]
    pub card_type: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 1, max = 1))]
    pub bind_type: Option<String>,
    /// The cards; none is a valid answer.
    #[serde(default)]
    pub pci_infos: PciInfos,
    /// Result; `00` is an answer.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
}

/// The list of bound cards (element `pciInfos`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PciInfos {
    /// The cards in their order.
    #[serde(rename = "pciInfo", default)]
    pub cards: Vec<PciInfo>,
}

/// In JSON the list is an array of its cards.
#[cfg(feature = "registry")]
impl schemars::JsonSchema for PciInfos {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PciInfos".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<PciInfo>::json_schema(generator)
    }
}

/// One bound card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PciInfo {
    /// Bank.
    #[garde(length(chars, max = 6))]
    pub bank_id: Option<String>,
    /// Abbreviated card number: first six and last four digits.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_pan: Option<String>,
    /// Abbreviated phone number: first three and last four digits.
    #[garde(length(chars, min = 7, max = 7))]
    pub short_phone_no: Option<String>,
    /// Phone number in full, where it is told.
    #[serde(rename = "phoneNO")]
    #[garde(length(chars, max = 20))]
    pub phone_no: Option<Sensitive>,
    /// Pay token.
    #[garde(length(chars, max = 32))]
    pub pay_token: Option<Sensitive>,
}

impl Operation for PciQuery {
    const ID: &'static str = "kuaiqian.agreement.pci_query";
    const TITLE: &'static str = "list the bound cards of a customer";
    const PATH: &'static str = "/cnp/pci_query";
    const KIND: Kind = Kind::List;
    const REQUEST: &'static str = "PciQueryContent";
    const ANSWER: &'static str = "PciQueryContent";
    const PRESETS: &'static [&'static str] = &["merchantId"];
    const ECHOED: &'static [&'static str] = &["merchantId", "customerId", "cardType"];
    const REPLY_HAS_VERSION: bool = false;
    type Reply = PciQueryReply;
}

/// The query that shows whether a card of the customer is bound.
pub(crate) fn by_customer(customer: &str) -> Query {
    Query { id: PciQuery::ID, fields: vec![("customerId", customer.to_owned())] }
}
