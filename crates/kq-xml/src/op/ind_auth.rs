//! `POST /cnp/ind_auth`: begin to sign a card, send the SMS code (签约申请). Section 3.1.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    operation::{Kind, Operation},
    rules::{digits, month_year, order_number, printable, upper_x, with},
};

/// Asks 99bill to check a card and to send the holder an SMS code.
///
/// Recorded as a card check. When the outcome is unknown, begin again with a new order number. Beginning for a card that is already
/// bound and not finishing can make the earlier binding unusable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct IndAuth {
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: String,
    /// The merchant's own number of the customer 客户号; every later debit uses the same.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Order number of this signing 外部跟踪编号, new for each.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// Card number 卡号.
    #[garde(length(chars, min = 12, max = 19), custom(digits))]
    pub pan: Sensitive,
    /// Holder's name as registered with the bank 持卡人户名; bank-dependent.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub card_holder_name: Option<Sensitive>,
    /// Type of the identity document 证件类型, sent with `cardHolderId`; `0` is the identity card.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(with(&self.card_holder_id, "cardHolderId")))]
    pub id_type: Option<String>,
    /// Number of the identity document 证件号码; bank-dependent.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(upper_x))]
    pub card_holder_id: Option<Sensitive>,
    /// Card expiry 有效期, `MMYY`; bank-dependent.
    #[garde(length(chars, min = 4, max = 4), custom(month_year))]
    pub expired_date: Option<Sensitive>,
    /// Card check code 卡校验码; credit cards only, bank-dependent.
    #[garde(length(chars, min = 3, max = 3), custom(digits))]
    pub cvv2: Option<Sensitive>,
    /// Mobile number at the bank 手机号码; receives the SMS.
    #[serde(rename = "phoneNO")]
    #[garde(length(chars, min = 1, max = 20), custom(digits))]
    pub phone_no: Sensitive,
    /// Access mode 接入方式: `0` merchant, `1` member.
    #[garde(length(chars, min = 1, max = 1), custom(digits))]
    pub bind_type: Option<String>,
}

/// What 99bill answers: the token that the verify step needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct IndAuthReply {
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
    #[garde(length(chars, max = 32))]
    pub external_ref_number: Option<String>,
    /// Abbreviated card number: first six and last four digits.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_pan: Option<String>,
    /// Ties the SMS code to this request. `00` without it means that the merchant has no SMS step: signing cannot go on.
    #[garde(length(chars, max = 32))]
    pub token: Option<Sensitive>,
    /// Result; `00` is accepted.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
}

impl Operation for IndAuth {
    const ID: &'static str = "kuaiqian.agreement.ind_auth";
    const TITLE: &'static str = "begin to sign a card, send the SMS code";
    const PATH: &'static str = "/cnp/ind_auth";
    const KIND: Kind = Kind::Task;
    const REQUEST: &'static str = "indAuthContent";
    const ANSWER: &'static str = "indAuthContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId", "idType"];
    const ECHOED: &'static [&'static str] = &["merchantId", "terminalId", "customerId", "externalRefNumber"];
    type Reply = IndAuthReply;
}
