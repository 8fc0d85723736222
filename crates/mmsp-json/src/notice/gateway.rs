//! Notice of a gateway payment (网关支付异步通知). Section 4.4.2.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// A gateway payment has come to a result. The fields stand in the order of a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct GatewayNotice {
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: String,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
    /// Goods name.
    #[serde(rename = "GOODSNAME")]
    #[garde(length(chars, max = 32))]
    pub goods_name: Option<String>,
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
    /// Bank channel code, section 9.5.
    #[serde(rename = "PAY_CHANNEL")]
    #[garde(length(chars, max = 50))]
    pub pay_channel: Option<String>,
    /// Time of payment, `YYYYMMDDHHmmss`.
    #[serde(rename = "PAY_DATE")]
    #[garde(length(chars, max = 14))]
    pub pay_date: String,
    /// How many times this notice was sent; a bare number on the wire.
    #[serde(rename = "PUSH_COUNT")]
    pub push_count: Option<String>,
    /// Remark of the order.
    #[serde(rename = "REMARK")]
    #[garde(length(chars, max = 255))]
    pub remark: Option<String>,
    /// Payment status: `1` paid; `0` waiting, `2` failed and `3` refunded are documented and promised by nobody.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: String,
}

super::notice!(GatewayNotice, crate::RECEIVED_NAMES, list_id, "LIST_ID");
