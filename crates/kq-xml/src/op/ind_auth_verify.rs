//! `POST /cnp/ind_auth_verify`: check the SMS code, bind the card (签约短信验证). Section 3.2.

use bon::Builder;
use garde::Validate;
use paycore::{Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    op::pci_query,
    operation::{Kind, Operation},
    rules::{digits, order_number, printable},
};

/// Completes an [`IndAuth`](crate::IndAuth) with the SMS code; the answer holds the pay token.
///
/// The code is spent by the first attempt. When the outcome is unknown, look for the card before trying again: a repeat is answered
/// `T6` though the card is bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct IndAuthVerify {
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: Option<String>,
    /// Customer, as in the `ind_auth`.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Order number, the same as of the `ind_auth` that this completes.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// Card number, as in the `ind_auth`.
    #[garde(length(chars, min = 12, max = 19), custom(digits))]
    pub pan: Sensitive,
    /// The SMS code 验证码.
    #[garde(length(chars, min = 6, max = 6), custom(printable))]
    pub valid_code: Sensitive,
    /// The token of the `ind_auth` reply, unchanged.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub token: Sensitive,
    /// Mobile number, as in the `ind_auth`.
    #[serde(rename = "phoneNO")]
    #[garde(length(chars, min = 1, max = 20), custom(digits))]
    pub phone_no: Sensitive,
}

/// What 99bill answers: the pay token of the bound card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct IndAuthVerifyReply {
    /// Echo.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Echo, often absent.
    #[garde(length(chars, min = 8, max = 8))]
    pub terminal_id: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub external_ref_number: Option<String>,
    /// Abbreviated card number: first six and last four digits.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_pan: Option<String>,
    /// Pay token 支付标记: store it with the customer. `00` without it: the card is bound, its token is not told.
    #[garde(length(chars, max = 32))]
    pub pay_token: Option<Sensitive>,
    /// Result; `00` is bound.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
}

impl Operation for IndAuthVerify {
    const ID: &'static str = "kuaiqian.agreement.ind_auth_verify";
    const TITLE: &'static str = "check the SMS code, bind the card";
    const PATH: &'static str = "/cnp/ind_auth_verify";
    const KIND: Kind = Kind::Task;
    const REQUEST: &'static str = "indAuthDynVerifyContent";
    const ANSWER: &'static str = "indAuthDynVerifyContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId"];
    const ECHOED: &'static [&'static str] = &["merchantId", "terminalId", "customerId", "externalRefNumber"];
    const REPLY_HAS_VERSION: bool = false;
    type Reply = IndAuthVerifyReply;

    fn settled_by(&self) -> Option<Query> {
        Some(pci_query::by_customer(&self.customer_id))
    }
}
