//! The reply of an order that the payer pays by a code or inside a wallet. Section 4.3.1.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// The reply of an order that the payer pays by a code or inside a wallet. `STATUS` 1 is placed, never paid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Placed {
    /// Result of placing; `1` placed (not paid), `2` failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number 平台订单号.
    #[serde(rename = "ORDERNO")]
    pub order_no: Option<String>,
    /// What to pay with; native: text of the QR code; official account with `IS_RAW` 2: page to open inside WeChat. Excludes
    /// `PAY_INFO`.
    #[serde(rename = "URL")]
    pub url: Option<String>,
    /// Raw in-app payment data; `TRADETYPE` 2 with `IS_RAW` 1: a JSON text for WeChat's JS API; excludes `URL`.
    #[serde(rename = "PAY_INFO")]
    pub pay_info: Option<String>,
    /// Use; as sent.
    #[serde(rename = "TRADETYPE")]
    #[garde(length(chars, max = 1))]
    pub trade_type: Option<String>,
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

crate::outcome::outcome!(Placed, err_code, err_code_msg);
