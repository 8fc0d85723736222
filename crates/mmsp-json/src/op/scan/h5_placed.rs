//! The reply of an order that a link pays. Section 4.3.3.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// The reply of an order that a link pays. `STATUS` 1 is placed, never paid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct H5Placed {
    /// Result of placing; `1` placed (not paid), `2` failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "ORDERNO")]
    pub order_no: Option<String>,
    /// Time of the order; `YYYY-MM-DD HH:MM:SS`.
    #[serde(rename = "TRADETIME")]
    #[garde(length(chars, max = 19))]
    pub trade_time: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 20))]
    pub mer_order_id: Option<String>,
    /// Link that wakes WeChat.
    #[serde(rename = "URL")]
    pub url: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERR_CODE")]
    pub err_code: Option<String>,
    /// Error text, for display only.
    #[serde(rename = "ERR_CODE_MSG")]
    pub err_code_msg: Option<String>,
}

crate::outcome::outcome!(H5Placed, err_code, err_code_msg);
