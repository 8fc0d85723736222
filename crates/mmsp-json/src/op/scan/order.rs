//! An order as query, cancel and close answer it. Section 4.3.13.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// An order as query, cancel and close answer it. What `STATUS` speaks of, the command tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Order {
    /// Payment status; `1` paid, `2` failed, `3` paying.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "ORDERNO")]
    pub order_no: Option<String>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 20))]
    pub amt: Option<String>,
    /// Time of the order; `YYYY-MM-DD HH:MM:SS`.
    #[serde(rename = "TRADETIME")]
    #[garde(length(chars, max = 19))]
    pub trade_time: Option<String>,
    /// Time of payment; `YYYY-MM-DD HH:MM:SS`; empty or missing while unpaid.
    #[serde(rename = "PAYTIME")]
    #[garde(length(chars, max = 19))]
    pub pay_time: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 20))]
    pub mer_order_id: Option<String>,
    /// Wallet; `1` WeChat, `2` Alipay, `3` QQ; what JD and UnionPay give is not documented.
    #[serde(rename = "TRADETYPE")]
    #[garde(length(chars, max = 1))]
    pub trade_type: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERR_CODE")]
    pub err_code: Option<String>,
    /// Error text, for display only.
    #[serde(rename = "ERR_CODE_MSG")]
    pub err_code_msg: Option<String>,
}

crate::outcome::outcome!(Order, err_code, err_code_msg);
