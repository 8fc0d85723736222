//! 0x0303: charge a card: place the order, send the SMS code (快捷支付交易). Section 4.2.1.

use bon::Builder;
use garde::Validate;
use paycore::{Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::quickpay::query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, digits, http_url, month_year, one_of, only_when, payable, printable, when},
    wire,
};

/// Places a card payment and makes the bank send an SMS code to the holder; [`Confirm`](super::Confirm) hands it in.
///
/// With `USER_ID` the card is bound as well and the reply brings `BIND_ID`. Never sent twice: [`Query`](super::Query) or a notice
/// settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Pay {
    /// Merchant order number 商户订单号; unique within the merchant, never reused.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
    /// Card number; digits.
    #[serde(rename = "CARDNO")]
    #[garde(length(chars, min = 1, max = 20), custom(digits))]
    pub card_no: Sensitive,
    /// Amount in fen, at least 1, at most 12 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable(12)))]
    pub amt: Fen,
    /// Card type; `1` debit (借记卡), `2` credit (信用卡).
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
    /// Mobile number registered with the bank; 11 digits.
    #[serde(rename = "PHONENO")]
    #[garde(length(chars, min = 11, max = 11), custom(digits))]
    pub phone_no: Sensitive,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
    pub rand_str: Option<String>,
    /// The merchant's own unique id of the card holder; only when the card is to be bound by this payment.
    #[serde(rename = "USER_ID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub user_id: Option<String>,
    /// Notice address; http or https.
    #[serde(rename = "NOTIFY_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub notify_url: String,
}

/// The placed order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayReply {
    /// Order status; `0` placed, waiting for payment; `1` paid (not expected here); `2` placing failed; `3` refunded.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number 平台订单号; needed by 0x0304 and 0x030A.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Merchant order number; as sent.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: Option<String>,
    /// Time of payment; `YYYYMMDDHHmmss`; empty or missing while unpaid.
    #[serde(rename = "PAY_DATE")]
    #[garde(length(chars, max = 14))]
    pub pay_date: Option<String>,
    /// Time of notice; `YYYYMMDDHHmmss`.
    #[serde(rename = "NOTIFY_DATE")]
    #[garde(length(chars, max = 14))]
    pub notify_date: Option<String>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: Option<String>,
    /// Bank name.
    #[serde(rename = "BANK_NAME")]
    pub bank_name: Option<String>,
    /// Card number; may be masked.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
    /// Binding number 签约序列号; when `USER_ID` was sent.
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

crate::outcome::outcome!(PayReply, err_code, err_msg);

impl Operation for Pay {
    const ID: &'static str = "mmsp.quickpay.pay";
    const TITLE: &'static str = "charge a card: place the order, send the SMS code";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Placing;
    const PRESETS: &'static [&'static str] = &["RANDSTR", "NOTIFY_URL"];
    const ECHOED: &'static [&'static str] = &["MERORDERID", "AMT"];
    type Reply = PayReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for Pay {
    const COMMAND: u32 = 0x0303;
}

impl Pay {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
