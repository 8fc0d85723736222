//! A refund as it was accepted or asked for. Section 4.3.16.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// A refund as it was accepted or asked for. `STATUS` 1 is accepted 受理成功: nothing ever says more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Refunded {
    /// Result; `1` accepted (受理成功), `2` refund failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform refund number.
    #[serde(rename = "REFUND_ORDERNO")]
    pub refund_order_no: Option<String>,
    /// Refund amount, in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 20))]
    pub amt: Option<String>,
    /// Time of the application; `YYYY-MM-DD HH:MM:SS`.
    #[serde(rename = "REFUND_TIME")]
    #[garde(length(chars, max = 19))]
    pub refund_time: Option<String>,
    /// Merchant refund number.
    #[serde(rename = "REFUND_MERORDERID")]
    #[garde(length(chars, max = 20))]
    pub refund_mer_order_id: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERR_CODE")]
    pub err_code: Option<String>,
    /// Error text, for display only.
    #[serde(rename = "ERR_CODE_MSG")]
    pub err_code_msg: Option<String>,
}

crate::outcome::outcome!(Refunded, err_code, err_code_msg);
