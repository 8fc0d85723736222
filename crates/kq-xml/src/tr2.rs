//! TR2: the gateway's reply to a transaction. Section 3.3.

use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::AuthorizationCode;

/// The reply to a transaction. Fields that the bank gives are absent when the transaction did not reach it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Tr2 {
    /// Echo.
    pub txn_type: Option<String>,
    /// Message state, `TR2`.
    pub interactive_status: Option<String>,
    /// Echo, as the merchant wrote it.
    pub amount: Option<String>,
    /// Echo.
    pub merchant_id: Option<String>,
    /// Echo.
    pub terminal_id: Option<String>,
    /// Echo.
    pub entry_time: Option<String>,
    /// Echo.
    pub external_ref_number: Option<String>,
    /// Echo.
    pub customer_id: Option<String>,
    /// The gateway's time; may be empty.
    pub trans_time: Option<String>,
    /// 99bill's number 系统参考号: store it.
    pub ref_number: Option<String>,
    /// Result 应答码, section 5.
    pub response_code: Option<String>,
    /// Text of the result, for display only.
    pub response_text_message: Option<String>,
    /// Card organisation 卡组织, section 6.3.
    pub card_org: Option<String>,
    /// Bank's name 发卡行.
    pub issuer: Option<String>,
    /// Abbreviated card number, also read from `storablePan`.
    pub storable_card_no: Option<String>,
    /// Issuer's approval 授权码.
    pub authorization_code: Option<AuthorizationCode>,
    /// Pay token.
    pub pay_token: Option<Sensitive>,
    /// Settlement merchant.
    pub settle_merchant_id: Option<String>,
    /// Access mode; vehicle insurance only.
    pub bind_type: Option<String>,
}
