//! `POST /cnp/getDynNum`: send an SMS code for a payment. Section 3.8; beyond the source.

use bon::Builder;
use garde::Validate;
use paycore::{Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    operation::{Kind, Operation},
    rules::{ascii, digits, month_year, not_with, or, order_number, payable, printable, upper_x, with},
    wire,
};

/// Asks for the SMS code and the token that a [`QuickPurchase`](crate::QuickPurchase) needs. Not part of the agreement flow.
///
/// A first payment gives the card in full, a later one its abbreviation. When the outcome is unknown, begin again with a new order number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct GetDynNum {
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// The merchant's own number of the customer 客户号.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Order number 外部跟踪编号, reused by the purchase that follows.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// Holder's name as registered with the bank 持卡人户名; bank-dependent.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub card_holder_name: Option<Sensitive>,
    /// Type of the identity document 证件类型, sent with `cardHolderId`; `0` is the identity card.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(with(&self.card_holder_id, "cardHolderId")))]
    pub id_type: Option<String>,
    /// Number of the identity document 证件号码; bank-dependent.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(upper_x))]
    pub card_holder_id: Option<Sensitive>,
    /// Card number 卡号, for a first payment; exactly one of it and `storablePan`.
    #[garde(length(chars, min = 12, max = 19), custom(digits), custom(or(&self.storable_pan, "storablePan")))]
    pub pan: Option<Sensitive>,
    /// Abbreviated card number 缩略卡号, for a later payment.
    #[garde(length(chars, min = 10, max = 10), custom(digits), custom(not_with(&self.pan, "pan")))]
    pub storable_pan: Option<String>,
    /// Bank 银行代码, section 6.4.
    #[garde(length(chars, min = 1, max = 6), custom(ascii))]
    pub bank_id: Option<String>,
    /// Card expiry 有效期, `MMYY`; bank-dependent.
    #[garde(length(chars, min = 4, max = 4), custom(month_year))]
    pub expired_date: Option<Sensitive>,
    /// Card check code 卡校验码; credit cards only, bank-dependent.
    #[garde(length(chars, min = 3, max = 3), custom(digits))]
    pub cvv2: Option<Sensitive>,
    /// Mobile number 手机号码, for a first payment only; receives the SMS.
    #[serde(rename = "phoneNO")]
    #[garde(length(chars, min = 1, max = 20), custom(digits), custom(with(&self.pan, "pan")), custom(not_with(&self.storable_pan, "storablePan")))]
    pub phone_no: Option<Sensitive>,
    /// Amount 金额 in yuan, equal to that of the purchase; greater than 0, at most 12 characters.
    #[serde(with = "wire::yuan")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable))]
    pub amount: Fen,
}

/// What 99bill answers: the token that the purchase needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct GetDynNumReply {
    /// Echo.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// Abbreviated card number: first six and last four digits.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_pan: Option<String>,
    /// Goes into the `extMap` of the purchase, under the key `token`.
    #[garde(length(chars, max = 32))]
    pub token: Option<Sensitive>,
    /// Result; `00` is sent.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
}

impl Operation for GetDynNum {
    const ID: &'static str = "kuaiqian.agreement.get_dyn_num";
    const TITLE: &'static str = "send an SMS code for a payment";
    const PATH: &'static str = "/cnp/getDynNum";
    const KIND: Kind = Kind::Task;
    const REQUEST: &'static str = "GetDynNumContent";
    const ANSWER: &'static str = "GetDynNumContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "idType"];
    const ECHOED: &'static [&'static str] = &["merchantId", "customerId", "storablePan"];
    const REPLY_HAS_VERSION: bool = false;
    type Reply = GetDynNumReply;
}
