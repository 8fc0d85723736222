//! Who the merchant is to 99bill.

use std::fmt;

use paycore::Sensitive;
use paysign::{Certificate, RsaVerifier};

/// One merchant's account. Several accounts may share one transport.
pub struct Account {
    /// Base URL, such as `https://sandbox.99bill.com:9445`.
    pub base_url: String,
    /// Merchant number 商户号.
    pub merchant: String,
    /// Terminal number 终端号.
    pub terminal: String,
    /// Password of the HTTP Basic login.
    pub login_key: Sensitive,
    /// The gateway's keys for TR3; none means that no notice can be verified.
    pub notice_keys: Option<RsaVerifier>,
    /// Where TR3 notices go (`tr3Url`), for requests that name no address themselves.
    pub notice_url: Option<String>,
    /// The client certificate, to explain an HTTP 400.
    pub certificate: Option<Certificate>,
    /// Whether a TR3 that says "paid" is confirmed by a query before it is shipped on. SHA-1 with a short key is weak: leave it on.
    pub confirm_by_query: bool,
}

impl Account {
    /// An account that needs nothing but its numbers and its login key; the rest is set on the fields.
    pub fn new(base_url: impl Into<String>, merchant: impl Into<String>, terminal: impl Into<String>, login_key: Sensitive) -> Self {
        Self {
            base_url: base_url.into(),
            merchant: merchant.into(),
            terminal: terminal.into(),
            login_key,
            notice_keys: None,
            notice_url: None,
            certificate: None,
            confirm_by_query: true,
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base_url", &self.base_url)
            .field("merchant", &self.merchant)
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}
