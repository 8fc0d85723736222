//! Push of a scan payment (推送支付结果), 0x0914. Section 4.3.18.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// A scan payment has come to a result. The fields stand in the order of a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct ScanNotice {
    /// Amount in fen; a bare number on the wire.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 20))]
    pub amt: String,
    /// Merchant order number; seen as a bare number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 20))]
    pub mer_order_id: String,
    /// Platform order number.
    #[serde(rename = "ORDERNO")]
    pub order_no: String,
    /// Time of payment, `YYYY-MM-DD HH:MM:SS`.
    #[serde(rename = "PAYTIME")]
    #[garde(length(chars, max = 19))]
    pub pay_time: String,
    /// Payment status: `1` paid is the only pushed one.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: String,
    /// Wallet: `1` WeChat, `2` Alipay, `3` QQ.
    #[serde(rename = "TRADETYPE")]
    #[garde(length(chars, max = 1))]
    pub trade_type: Option<String>,
    /// Time of the order, `YYYY-MM-DD HH:MM:SS`, also read from `TRDTIME` and `TRADETIME`.
    #[serde(rename = "TRDETIME")]
    #[garde(length(chars, max = 19))]
    pub trde_time: Option<String>,
}

super::notice!(ScanNotice, crate::RECEIVED_NAMES, order_no, "ORDERNO");
