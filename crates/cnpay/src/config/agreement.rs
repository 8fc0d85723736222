//! `[kuaiqian.agreement]`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use kuaiqian::agreement::{Account, Agreement, Connection, connect, notice};
use paycore::ConfigError;
use paysign::{Hash, Identity, PublicKey, RsaSigner, RsaVerifier};
use paytransport::{Settings, Tls};

use crate::{NoticeKeys, NoticeSettings};

use super::{
    Config, Via,
    address::{BASE_URL, is_base_url, is_digits, is_url_of, notice_url},
    in_table,
    key_file::public_keys,
    section::{Secret, Section},
    transport::{TransportTable, read},
};

const TABLE: &str = "kuaiqian.agreement";

#[derive(Debug)]
pub(super) struct AgreementTable {
    transport: TransportTable,
    base_url: Option<String>,
    merchant: Option<String>,
    terminal: Option<String>,
    identity: Option<PathBuf>,
    identity_password: Option<Secret>,
    certificate: Option<PathBuf>,
    private_key: Option<PathBuf>,
    login_key: Option<Secret>,
    notice_keys: Vec<PathBuf>,
    pub(super) notice_url: Option<String>,
    tls: Tls,
    sni: bool,
    allow_expired_identity: bool,
    confirm_by_query: bool,
}

impl AgreementTable {
    pub(super) fn read(mut section: Section, defaults: &TransportTable, public_url: Option<&str>) -> Result<Self, ConfigError> {
        let transport = TransportTable::read(&mut section, defaults)?;
        transport.at_least(Duration::from_secs(60), "a debit is given up no earlier")?;
        let tls = section.choice("tls", &[("1.2", Tls::V12Only), ("1.3", Tls::V12And13)])?.unwrap_or(Tls::V12Only);
        let path = |text: Option<String>| text.map(PathBuf::from);
        let table = Self {
            transport,
            base_url: section.checked("base_url", is_base_url, BASE_URL)?,
            merchant: section.checked("merchant", |text| text.len() == 15 && is_digits(text), "15 digits are expected")?,
            terminal: section.checked("terminal", |text| text.len() == 8 && is_digits(text), "8 digits are expected")?,
            identity: path(section.text_or_empty("identity")?),
            identity_password: section.secret("identity_password")?,
            certificate: path(section.text_or_empty("certificate")?),
            private_key: path(section.text_or_empty("private_key")?),
            login_key: section.secret("login_key")?,
            notice_keys: section.files("notice_keys")?.unwrap_or_default(),
            notice_url: section
                .checked("notice_url", is_url_of(128), "an absolute http or https URL of at most 128 characters is expected")?
                .or_else(|| notice_url(public_url, notice::ID)),
            tls,
            sni: section.boolean("sni")?.unwrap_or(true),
            allow_expired_identity: section.boolean("allow_expired_identity")?.unwrap_or(false),
            confirm_by_query: section.boolean("confirm_by_query")?.unwrap_or(true),
        };
        section.finish()?;
        Ok(table)
    }

    fn client(&self, folder: &Path, via: Via<'_>) -> Result<Agreement, ConfigError> {
        let required = |key: &str, value: &Option<String>| value.clone().ok_or_else(|| missing(key));
        let base_url = required("base_url", &self.base_url)?;
        let merchant = required("merchant", &self.merchant)?;
        let terminal = required("terminal", &self.terminal)?;
        // The gateway's login key often equals the password of the key file.
        let login_key = self.login_key.as_ref().or(self.identity_password.as_ref()).ok_or_else(|| missing("login_key"))?.resolve(folder)?;
        if login_key.is_empty() {
            return Err(ConfigError::new(key("login_key"), "a text that is not empty is expected"));
        }
        let identity = self.identity(folder)?;
        let mut account = Account::new(base_url, merchant, terminal, login_key);
        let keys = self.notice_keys(folder)?;
        account.notice_keys = if keys.is_empty() { None } else { Some(ring(keys)?) };
        account.notice_url = self.notice_url.clone();
        account.certificate = Some(identity.certificate().clone());
        account.confirm_by_query = self.confirm_by_query;
        let settings = self.transport.settings(folder)?;
        let connection = Connection {
            transport: Settings { tls: self.tls, sni: self.sni, ..settings },
            allow_expired_identity: self.allow_expired_identity,
        };
        let in_table = |error: ConfigError| in_table(TABLE, &error);
        let transport =
            connect(&identity, connection, SystemTime::now()).map_err(|error| self.with_identity_file(error)).map_err(in_table)?;
        Agreement::new(account, via(Arc::new(transport))).map_err(in_table)
    }

    fn identity(&self, folder: &Path) -> Result<Identity, ConfigError> {
        let wrong = |key: &str, file: &Path, error| ConfigError::new(format!("{TABLE}.{key}"), format!("{}: {error}", file.display()));
        match (&self.identity, &self.certificate, &self.private_key) {
            (Some(file), None, None) => {
                let password = match &self.identity_password {
                    Some(secret) => secret.resolve(folder)?,
                    None => paycore::Sensitive::default(),
                };
                Identity::from_pfx(&read(&key("identity"), &folder.join(file))?, &password).map_err(|error| wrong("identity", file, error))
            }
            (None, Some(certificate), Some(private)) => {
                let certificates = read(&key("certificate"), &folder.join(certificate))?;
                let private_key = read(&key("private_key"), &folder.join(private))?;
                Identity::from_pem(&certificates, &private_key).map_err(|error| wrong("private_key", private, error))
            }
            _ => Err(ConfigError::new(format!("{TABLE}.identity"), "a .pfx file, or certificate and private_key instead, is expected")),
        }
    }

    fn notice_keys(&self, folder: &Path) -> Result<Vec<PublicKey>, ConfigError> {
        public_keys(&key("notice_keys"), &self.notice_keys, folder)
    }

    fn with_identity_file(&self, error: ConfigError) -> ConfigError {
        let (key, file) = match &self.identity {
            Some(file) => ("identity", Some(file)),
            None => ("certificate", self.certificate.as_ref()),
        };
        match (error.key.as_deref(), file) {
            (Some("identity"), Some(file)) => ConfigError::new(key, format!("{}: {}", file.display(), error.problem)),
            _ => error,
        }
    }
}

fn key(name: &str) -> String {
    format!("{TABLE}.{name}")
}

fn missing(key: &str) -> ConfigError {
    ConfigError::new(format!("{TABLE}.{key}"), "is required")
}

/// The keys that a TR3 is verified with.
fn ring(keys: Vec<PublicKey>) -> Result<RsaVerifier, ConfigError> {
    RsaVerifier::new(keys, [Hash::Sha1]).map_err(|error| ConfigError::new(key("notice_keys"), error.to_string()))
}

impl Config {
    fn agreement_table(&self) -> Result<&AgreementTable, ConfigError> {
        self.agreement.as_ref().ok_or_else(|| self.in_file(ConfigError::new("kuaiqian.agreement", "the table is missing")))
    }

    /// The client of 99bill agreement pay.
    ///
    /// # Errors
    /// A missing key, a file or secret that cannot be read, a certificate that cannot be used.
    pub fn agreement(&self) -> Result<Agreement, ConfigError> {
        self.agreement_via(&|transport| transport)
    }

    /// The same client over a wrapped transport.
    ///
    /// # Errors
    /// As [`agreement`](Self::agreement).
    pub fn agreement_via(&self, via: Via<'_>) -> Result<Agreement, ConfigError> {
        self.agreement_table()?.client(self.folder(), via).map_err(|error| self.in_file(error))
    }

    pub(crate) fn agreement_notice(&self) -> Result<NoticeSettings, ConfigError> {
        let keys = ring(self.agreement_notice_keys()?).map_err(|error| self.in_file(error))?;
        Ok(NoticeSettings { merchant: self.agreement_table()?.merchant.clone(), ..NoticeSettings::new(NoticeKeys::Rsa(keys)) })
    }

    /// 99bill's public keys for TR3, at least one.
    ///
    /// # Errors
    /// A missing key, or a key file that cannot be read.
    pub fn agreement_notice_keys(&self) -> Result<Vec<PublicKey>, ConfigError> {
        match self.agreement_table()?.notice_keys(self.folder()) {
            Ok(keys) if keys.is_empty() => {
                let expected = "99bill's certificate or public key files are expected";
                Err(self.in_file(ConfigError::new("kuaiqian.agreement.notice_keys", expected)))
            }
            keys => keys.map_err(|error| self.in_file(error)),
        }
    }

    /// The merchant's own key of agreement pay.
    ///
    /// # Errors
    /// A missing key, or a key file that cannot be read.
    pub fn agreement_signer(&self) -> Result<RsaSigner, ConfigError> {
        let identity = self.agreement_table()?.identity(self.folder()).map_err(|error| self.in_file(error))?;
        Ok(identity.signer().clone())
    }
}
