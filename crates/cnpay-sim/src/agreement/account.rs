//! A merchant of the gateway.

use paycore::Sensitive;

/// A merchant, as 99bill has it on file.
#[derive(Debug, Clone)]
pub struct Account {
    /// Merchant number 商户号, 15 digits. Its client certificate has this and `90` as common name.
    pub merchant: String,
    /// Terminal numbers 终端号, 8 digits each.
    pub terminals: Vec<String>,
    /// The password of the Basic authentication.
    pub login_key: Sensitive,
}
