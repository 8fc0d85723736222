//! Who the merchant is to 99bill, and with which keys. Section 0.3 of the specification.

use std::fmt;

use kq_form::InputCharset;
use paycore::{ConfigError, Sensitive};
use paysign::Md5Key;

use super::{Paths, Signer, Verifier};

/// One merchant's account. Several accounts may share one transport.
pub struct Account {
    /// Base URL, such as `https://sandbox.99bill.com`.
    pub base_url: String,
    /// RMB account 人民币账号: member code and `01`.
    pub account: String,
    /// Member code 会员编号, for refunds; empty where it is not known.
    pub member: String,
    /// What signs payments.
    pub signer: Signer,
    /// What verifies notices and replies.
    pub notices: Verifier,
    /// Query key, for order query and refund query: with MD5 it signs, with RSA it ends the signed text all the same.
    pub query_key: Option<Sensitive>,
    /// Refund key, for the refund with MD5.
    pub refund_key: Option<Sensitive>,
    /// Which of the two keys the refund query uses.
    pub refund_query_key: RefundQueryKey,
    /// Which family of query and refund services is used.
    pub services: Services,
    /// Which cashier payments go to, where a request does not say.
    pub cashier: Cashier,
    /// Charset of payments, where a request does not say, and of notices.
    pub charset: InputCharset,
    /// Whether 99bill sees a high phishing risk: `payerIP` and `orderTimestamp` are then required (section 11).
    pub high_risk: bool,
    /// Where notices go (`bgUrl`), for requests that name no address themselves.
    pub notice_url: Option<String>,
    /// Where the payer's browser goes (`pageUrl`), for requests that name no address themselves.
    pub page_url: Option<String>,
    /// Where 99bill sends the payer's browser once the notice is acknowledged (`redirecturl`).
    pub redirect_url: Option<String>,
    /// The paths that differ from the usual ones.
    pub paths: Paths,
}

/// The key of the refund query (section 12, decision 31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RefundQueryKey {
    /// The query key.
    #[default]
    Query,
    /// The refund key.
    Refund,
}

/// A family of query and refund services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Services {
    /// SOAP for queries and GET for refunds, with MD5 and the query and refund keys (signType 1).
    Soap,
    /// JSON, with RSA and SHA-256 (signType 2).
    Json,
}

/// A cashier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Cashier {
    /// For PC browsers: version `v2.0`.
    #[default]
    Pc,
    /// For phones: version `mobile1.0`; `productName` is required.
    Mobile,
}

impl Account {
    /// An account with its keys for payments and notices; the rest is preset and set on the fields. With RSA the services are
    /// [`Services::Json`], with MD5 [`Services::Soap`].
    pub fn new(base_url: impl Into<String>, account: impl Into<String>, signer: Signer, notices: Verifier) -> Self {
        let account = account.into();
        Self {
            base_url: base_url.into(),
            member: account.strip_suffix("01").unwrap_or_default().to_owned(),
            account,
            services: match &signer {
                Signer::Md5(_) => Services::Soap,
                Signer::Rsa(..) => Services::Json,
            },
            signer,
            notices,
            query_key: None,
            refund_key: None,
            refund_query_key: RefundQueryKey::default(),
            cashier: Cashier::default(),
            charset: InputCharset::default(),
            high_risk: false,
            notice_url: None,
            page_url: None,
            redirect_url: None,
            paths: Paths::default(),
        }
    }

    /// The URL of `path`.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.trim_end_matches('/'))
    }

    pub(super) fn query_key(&self) -> Result<&Sensitive, ConfigError> {
        present("query_key", self.query_key.as_ref())
    }

    pub(super) fn refund_key(&self) -> Result<&Sensitive, ConfigError> {
        present("refund_key", self.refund_key.as_ref())
    }

    pub(super) fn refund_query_key(&self) -> Result<&Sensitive, ConfigError> {
        match self.refund_query_key {
            RefundQueryKey::Query => self.query_key(),
            RefundQueryKey::Refund => self.refund_key(),
        }
    }
}

/// Three keys, three uses: one that is missing is never replaced by another (section 11, point 9).
fn present<'k>(name: &'static str, key: Option<&'k Sensitive>) -> Result<&'k Sensitive, ConfigError> {
    key.filter(|key| !key.is_empty()).ok_or_else(|| ConfigError::new(name, "is needed for this operation: 99bill issues it"))
}

/// A key that signs.
pub(super) fn md5_key(name: &'static str, key: &Sensitive) -> Result<Md5Key, ConfigError> {
    Md5Key::new(key.clone()).map_err(|error| ConfigError::new(name, error.to_string()))
}

impl Services {
    /// The `signType` of query and refund query.
    pub const fn sign_type(self) -> &'static str {
        match self {
            Self::Soap => "1",
            Self::Json => "2",
        }
    }
}

impl Cashier {
    /// The `version` of payments.
    pub const fn version(self) -> &'static str {
        match self {
            Self::Pc => "v2.0",
            Self::Mobile => "mobile1.0",
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base_url", &self.base_url)
            .field("account", &self.account)
            .field("signer", &self.signer)
            .finish_non_exhaustive()
    }
}
