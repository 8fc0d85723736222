//! Who the merchant is to the platform, and with which key. Sections 1 and 2.

use std::fmt;

use paysign::Md5Key;

/// One merchant's account. Several accounts may share one transport.
pub struct Account {
    /// Base URL as the platform handed it out, such as `http://pay.example:8086/mpcctp/`. There is no default.
    pub base_url: String,
    /// Organisation number 机构号 (`orgNo`).
    pub org: String,
    /// Merchant number 商户号 (`custId`).
    pub merchant: String,
    /// The organisation's MD5 key 机构密钥: it signs requests and verifies replies and notices.
    pub key: Md5Key,
    /// Protocol version: `2.1`; one deployment uses `3.0`.
    pub version: String,
    /// Where notices of payments go (`backUrl`), for requests that name no address themselves.
    pub notice_url: Option<String>,
    /// Where notices of payouts go (`callBackUrl`), for requests that name no address themselves. The address alone tells them from those
    /// of payments, so it should be another one.
    pub payout_notice_url: Option<String>,
}

impl Account {
    /// An account without notice addresses; the rest is preset and set on the fields.
    pub fn new(base_url: impl Into<String>, org: impl Into<String>, merchant: impl Into<String>, key: Md5Key) -> Self {
        Self {
            base_url: base_url.into(),
            org: org.into(),
            merchant: merchant.into(),
            key,
            version: "2.1".into(),
            notice_url: None,
            payout_notice_url: None,
        }
    }

    /// The URL of `path`, joined with exactly one slash (decision Z14).
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.trim_end_matches('/'))
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base_url", &self.base_url)
            .field("org", &self.org)
            .field("merchant", &self.merchant)
            .finish_non_exhaustive()
    }
}
