//! Notice of a quick payment (快捷支付异步通知). Section 4.2.13.

use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

/// A quick payment has come to a result. The fields stand in the order of a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QuickPayNotice {
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: String,
    /// Bank name.
    #[serde(rename = "BANK_NAME")]
    pub bank_name: Option<String>,
    /// Card number, masked.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
    /// Card type, with the card number: `1` debit, `2` credit.
    #[serde(rename = "CARDTYPE")]
    pub card_type: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: String,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: String,
    /// Time of this notice, `YYYYMMDDHHmmss`.
    #[serde(rename = "NOTIFY_DATE")]
    #[garde(length(chars, max = 14))]
    pub notify_date: Option<String>,
    /// Time of payment, `YYYYMMDDHHmmss`.
    #[serde(rename = "PAY_DATE")]
    #[garde(length(chars, max = 14))]
    pub pay_date: String,
    /// How many times this notice was sent; a bare number on the wire.
    #[serde(rename = "PUSH_COUNT")]
    pub push_count: Option<String>,
    /// Payment status: `1` paid is the only documented one.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: String,
}

super::notice!(QuickPayNotice, crate::EXACT_NAMES, list_id, "LIST_ID");
