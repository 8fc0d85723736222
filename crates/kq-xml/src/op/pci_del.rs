//! `POST /cnp/pci_del`: unbind a card (PCI 数据解绑). Section 3.5.

use bon::Builder;
use garde::Validate;
use paycore::{Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    op::pci_query,
    operation::{Kind, Operation},
    rules::{ascii, digits, or, printable},
};

/// Unbinds a card: its token is dead afterwards. Unbinding what is not bound is answered `T8`, which means that it is gone already.
///
/// Repeating after an unknown outcome is harmless; look with [`PciQuery`](crate::PciQuery) first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PciDel {
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// The merchant's own number of the customer 客户号, as at signing.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Pay token 支付标记 of the card: preferred. At least one of it and `storablePan`.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(or(&self.storable_pan, "storablePan")))]
    pub pay_token: Option<Sensitive>,
    /// Card number 卡号; not needed.
    #[garde(length(chars, min = 12, max = 19), custom(digits))]
    pub pan: Option<Sensitive>,
    /// Abbreviated card number 缩略卡号.
    #[garde(length(chars, min = 10, max = 10), custom(digits))]
    pub storable_pan: Option<String>,
    /// Bank 银行代码, section 6.4.
    #[garde(length(chars, min = 1, max = 6), custom(ascii))]
    pub bank_id: String,
}

/// What 99bill answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PciDelReply {
    /// Echo.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// Echo, may be empty.
    #[garde(length(chars, max = 19))]
    pub pan: Option<Sensitive>,
    /// Abbreviated card number: first six and last four digits.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_pan: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 6))]
    pub bank_id: Option<String>,
    /// Echo; beyond the source.
    #[garde(length(chars, max = 32))]
    pub pay_token: Option<Sensitive>,
    /// Result; `00` is unbound.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
}

impl Operation for PciDel {
    const ID: &'static str = "kuaiqian.agreement.pci_del";
    const TITLE: &'static str = "unbind a card";
    const PATH: &'static str = "/cnp/pci_del";
    const KIND: Kind = Kind::Task;
    const REQUEST: &'static str = "PciDeleteContent";
    const ANSWER: &'static str = "PciDeleteContent";
    const PRESETS: &'static [&'static str] = &["merchantId"];
    const ECHOED: &'static [&'static str] = &["merchantId", "customerId", "storablePan", "bankId"];
    const REPLY_HAS_VERSION: bool = false;
    type Reply = PciDelReply;

    fn settled_by(&self) -> Option<Query> {
        Some(pci_query::by_customer(&self.customer_id))
    }
}
