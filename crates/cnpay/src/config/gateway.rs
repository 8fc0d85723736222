//! `[kuaiqian.gateway]`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use kq_form::InputCharset;
use kuaiqian::gateway::{Account, Cashier, Gateway, Paths, RefundQueryKey, Services, Signer, Verifier, notice};
use paycore::{ConfigError, Sensitive};
use paysign::{Hash, Md5Key, PublicKey, RsaSigner, RsaVerifier};
use paytransport::HttpsTransport;
use paywire::charset::Charset;

use crate::notices::{NoticeKeys, NoticeSettings};

use super::{
    Config, Via,
    address::{BASE_URL, is_base_url, is_digits, is_url_of, notice_url},
    in_table,
    key_file::{private_key, public_keys},
    section::{Secret, Section},
    transport::TransportTable,
};

const TABLE: &str = "kuaiqian.gateway";
const HASHES: &[(&str, Hash)] = &[("sha1", Hash::Sha1), ("sha256", Hash::Sha256)];

#[derive(Debug)]
pub(super) struct GatewayTable {
    transport: TransportTable,
    base_url: Option<String>,
    account: Option<String>,
    member: Option<String>,
    sign: Sign,
    private_key: Option<PathBuf>,
    private_key_password: Option<Secret>,
    key: Option<Secret>,
    hash: Hash,
    notice_hash: Vec<Hash>,
    notice_keys: Vec<PathBuf>,
    query_key: Option<Secret>,
    refund_key: Option<Secret>,
    refund_query_key: RefundQueryKey,
    services: Services,
    cashier: Cashier,
    charset: InputCharset,
    high_risk: bool,
    notice_url: Option<String>,
    page_url: Option<String>,
    redirect_url: Option<String>,
    paths: Paths,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Rsa,
    Md5,
}

/// The keys of the table, for tools that sign and explain messages of either side. What the table does not name is absent.
#[derive(Debug)]
#[non_exhaustive]
pub struct GatewayKeys {
    /// Whether payments and notices are signed with RSA.
    pub payment_by_rsa: bool,
    /// Whether queries and refunds are.
    pub services_by_rsa: bool,
    /// The gateway key.
    pub key: Option<Sensitive>,
    /// The query key.
    pub query_key: Option<Sensitive>,
    /// The refund key.
    pub refund_key: Option<Sensitive>,
    /// The key of the refund query: one of the two.
    pub refund_query_key: Option<Sensitive>,
    /// The merchant's private key.
    pub signer: Option<RsaSigner>,
    /// 99bill's public keys.
    pub provider: Vec<PublicKey>,
    /// The hash of payments.
    pub hash: Hash,
    /// The charset of payments.
    pub charset: Charset,
}

impl GatewayTable {
    fn keys(&self, folder: &Path) -> Result<GatewayKeys, ConfigError> {
        let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.resolve(folder)).transpose();
        let (query_key, refund_key) = (secret(&self.query_key)?, secret(&self.refund_key)?);
        Ok(GatewayKeys {
            payment_by_rsa: self.sign == Sign::Rsa,
            services_by_rsa: self.services == Services::Json,
            key: secret(&self.key)?,
            refund_query_key: match self.refund_query_key {
                RefundQueryKey::Query => query_key.clone(),
                RefundQueryKey::Refund => refund_key.clone(),
            },
            query_key,
            refund_key,
            signer: self.private_key.is_some().then(|| self.signer(folder)).transpose()?,
            provider: self.notice_keys(folder)?,
            hash: self.hash,
            charset: self.charset.charset(),
        })
    }

    pub(super) fn read(mut section: Section, defaults: &TransportTable, public_url: Option<&str>) -> Result<Self, ConfigError> {
        let transport = TransportTable::read(&mut section, defaults)?;
        let sign = section.choice("sign", &[("rsa", Sign::Rsa), ("md5", Sign::Md5)])?.unwrap_or(Sign::Rsa);
        let services = section.choice("services", &[("soap", Services::Soap), ("json", Services::Json)])?;
        let refund_query_key =
            section.choice("refund_query_key", &[("query", RefundQueryKey::Query), ("refund", RefundQueryKey::Refund)])?;
        let charset =
            section.choice("charset", &[("utf-8", InputCharset::Utf8), ("gbk", InputCharset::Gbk), ("gb2312", InputCharset::Gb2312)])?;
        let mut paths = Paths::default();
        for (name, path) in section.texts("paths")? {
            paths.set(&name, path).map_err(|error| in_table(TABLE, &error))?;
        }
        let digits = |longest: usize| move |text: &str| text.len() <= longest && is_digits(text);
        let url = "an absolute http or https URL of at most 256 characters is expected";
        let table = Self {
            transport,
            base_url: section.checked("base_url", is_base_url, BASE_URL)?,
            account: section.checked("account", digits(30), "at most 30 digits are expected")?,
            member: section.checked("member", digits(11), "at most 11 digits are expected")?,
            sign,
            private_key: section.text_or_empty("private_key")?.map(PathBuf::from),
            private_key_password: section.secret("private_key_password")?,
            key: section.secret("key")?,
            hash: section.choice("hash", HASHES)?.unwrap_or(Hash::Sha256),
            notice_hash: section.choices("notice_hash", HASHES)?.unwrap_or_else(|| vec![Hash::Sha1, Hash::Sha256]),
            notice_keys: section.files("notice_keys")?.unwrap_or_default(),
            query_key: section.secret("query_key")?,
            refund_key: section.secret("refund_key")?,
            refund_query_key: refund_query_key.unwrap_or_default(),
            services: services.unwrap_or(match sign {
                Sign::Rsa => Services::Json,
                Sign::Md5 => Services::Soap,
            }),
            cashier: section.choice("cashier", &[("pc", Cashier::Pc), ("mobile", Cashier::Mobile)])?.unwrap_or_default(),
            charset: charset.unwrap_or_default(),
            high_risk: section.boolean("high_risk")?.unwrap_or(false),
            notice_url: section.checked("notice_url", is_url_of(256), url)?.or_else(|| notice_url(public_url, notice::ID)),
            page_url: section.checked("page_url", is_url_of(256), url)?,
            redirect_url: section.checked("redirect_url", is_url_of(256), url)?,
            paths,
        };
        section.finish()?;
        Ok(table)
    }

    fn client(&self, folder: &Path, via: Via<'_>) -> Result<Gateway, ConfigError> {
        let base_url = self.base_url.as_ref().ok_or_else(|| missing("base_url"))?;
        let number = self.account.as_ref().ok_or_else(|| missing("account"))?;
        let signer = match self.sign {
            Sign::Md5 => Signer::Md5(self.md5_key(folder)?),
            Sign::Rsa => Signer::Rsa(self.signer(folder)?, self.hash),
        };
        let mut account = Account::new(base_url, number, signer, self.verifier(folder)?);
        if let Some(member) = &self.member {
            account.member.clone_from(member);
        }
        let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.resolve(folder)).transpose();
        account.query_key = secret(&self.query_key)?;
        account.refund_key = secret(&self.refund_key)?;
        account.refund_query_key = self.refund_query_key;
        account.services = self.services;
        account.cashier = self.cashier;
        account.charset = self.charset;
        account.high_risk = self.high_risk;
        account.notice_url.clone_from(&self.notice_url);
        account.page_url.clone_from(&self.page_url);
        account.redirect_url.clone_from(&self.redirect_url);
        account.paths.clone_from(&self.paths);
        let settings = self.transport.settings(folder)?;
        let transport = HttpsTransport::new(settings).map_err(|error| ConfigError::new(TABLE, error.to_string()))?;
        Gateway::new(account, via(Arc::new(transport))).map_err(|error| in_table(TABLE, &error))
    }

    /// What a notice is checked with.
    fn notice(&self, folder: &Path) -> Result<NoticeSettings, ConfigError> {
        let keys = match self.verifier(folder)? {
            Verifier::Md5(key) => NoticeKeys::Md5(vec![key]),
            Verifier::Rsa(keys) => NoticeKeys::Rsa(keys),
        };
        Ok(NoticeSettings {
            merchant: self.account.clone(),
            charset: self.charset.charset(),
            redirect_url: self.redirect_url.clone(),
            ..NoticeSettings::new(keys)
        })
    }

    /// What verifies notices and replies.
    fn verifier(&self, folder: &Path) -> Result<Verifier, ConfigError> {
        match self.sign {
            Sign::Md5 => Ok(Verifier::Md5(self.md5_key(folder)?)),
            Sign::Rsa => {
                let ring = RsaVerifier::new(self.notice_keys(folder)?, self.notice_hash.iter().copied());
                ring.map(Verifier::Rsa).map_err(|error| ConfigError::new(key("notice_keys"), error.to_string()))
            }
        }
    }

    /// 99bill's public keys.
    fn notice_keys(&self, folder: &Path) -> Result<Vec<PublicKey>, ConfigError> {
        public_keys(&key("notice_keys"), &self.notice_keys, folder)
    }

    /// The merchant's own key.
    fn signer(&self, folder: &Path) -> Result<RsaSigner, ConfigError> {
        let file = self.private_key.as_ref().ok_or_else(|| missing("private_key"))?;
        private_key(&key("private_key"), file, self.private_key_password.as_ref(), folder)
    }

    fn md5_key(&self, folder: &Path) -> Result<Md5Key, ConfigError> {
        let secret = self.key.as_ref().ok_or_else(|| missing("key"))?.resolve(folder)?;
        Md5Key::new(secret).map_err(|error| ConfigError::new(key("key"), error.to_string()))
    }
}

fn key(name: &str) -> String {
    format!("{TABLE}.{name}")
}

fn missing(name: &str) -> ConfigError {
    ConfigError::new(key(name), "is required")
}

impl Config {
    fn gateway_table(&self) -> Result<&GatewayTable, ConfigError> {
        self.gateway.as_ref().ok_or_else(|| self.in_file(ConfigError::new("kuaiqian.gateway", "the table is missing")))
    }

    /// The client of 99bill's RMB gateway.
    ///
    /// # Errors
    /// A missing key, a file or secret that cannot be read.
    pub fn gateway(&self) -> Result<Gateway, ConfigError> {
        self.gateway_via(&|transport| transport)
    }

    /// The same client over a wrapped transport.
    ///
    /// # Errors
    /// As [`gateway`](Self::gateway).
    pub fn gateway_via(&self, via: Via<'_>) -> Result<Gateway, ConfigError> {
        self.gateway_table()?.client(self.folder(), via).map_err(|error| self.in_file(error))
    }

    /// The keys of 99bill's RMB gateway, for tools that sign and explain.
    ///
    /// # Errors
    /// A secret or key file that cannot be read.
    pub fn gateway_keys(&self) -> Result<GatewayKeys, ConfigError> {
        self.gateway_table()?.keys(self.folder()).map_err(|error| self.in_file(error))
    }

    pub(crate) fn gateway_notice(&self) -> Result<NoticeSettings, ConfigError> {
        self.gateway_table()?.notice(self.folder()).map_err(|error| self.in_file(error))
    }

    /// A client's complaint under the names of the file and the table.
    pub(crate) fn in_gateway_table(&self, error: &ConfigError) -> ConfigError {
        self.in_file(in_table(TABLE, error))
    }
}
