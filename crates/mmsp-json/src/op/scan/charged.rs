//! The reply of a charged payment code. Section 4.3.2.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// The reply of a charged payment code. `STATUS` is that of the payment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Charged {
    /// Payment status; `1` paid, `2` failed, `3` paying.
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
    /// Error code, section 9.2.
    #[serde(rename = "ERR_CODE")]
    pub err_code: Option<String>,
    /// Error text, for display only.
    #[serde(rename = "ERR_CODE_MSG")]
    pub err_code_msg: Option<String>,
}

crate::outcome::outcome!(Charged, err_code, err_code_msg);
