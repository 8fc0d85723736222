//! TR2: the gateway's reply to a transaction. Section 3.3.

use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::AuthorizationCode;

/// The reply to a transaction. Fields that the bank gives are absent when the transaction did not reach it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Tr2 {
    /// Echo.
    #[garde(length(chars, min = 3, max = 3))]
    pub txn_type: Option<String>,
    /// Message state, `TR2`.
    #[garde(length(chars, min = 3, max = 3))]
    pub interactive_status: Option<String>,
    /// Echo, as the merchant wrote it.
    #[garde(length(chars, max = 12))]
    pub amount: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 8, max = 8))]
    pub terminal_id: Option<String>,
    /// Echo.
    #[garde(length(chars, min = 14, max = 14))]
    pub entry_time: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub external_ref_number: Option<String>,
    /// Echo.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// The gateway's time; may be empty.
    #[garde(length(chars, min = 14, max = 14))]
    pub trans_time: Option<String>,
    /// 99bill's number 系统参考号: store it.
    #[garde(length(chars, min = 12, max = 12))]
    pub ref_number: Option<String>,
    /// Result 应答码, section 5.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
    /// Card organisation 卡组织, section 6.3.
    #[garde(length(chars, min = 2, max = 2))]
    pub card_org: Option<String>,
    /// Bank's name 发卡行.
    #[garde(length(chars, max = 64))]
    pub issuer: Option<String>,
    /// Abbreviated card number, also read from `storablePan`.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_card_no: Option<String>,
    /// Issuer's approval 授权码.
    #[garde(length(chars, max = 6))]
    pub authorization_code: Option<AuthorizationCode>,
    /// Pay token.
    #[garde(length(chars, max = 32))]
    pub pay_token: Option<Sensitive>,
    /// Settlement merchant.
    #[garde(length(chars, min = 15, max = 15))]
    pub settle_merchant_id: Option<String>,
    /// Access mode; vehicle insurance only.
    #[garde(length(chars, min = 1, max = 1))]
    pub bind_type: Option<String>,
    /// Echo of a refund or capture: 99bill's number of the original.
    #[garde(length(chars, min = 12, max = 12))]
    pub orig_ref_number: Option<String>,
}
