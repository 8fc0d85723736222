//! `[mmsp.payout]`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use mmsp::payout::{Payout, PayoutAccount};
use paycore::ConfigError;
use paysign::PublicKey;
use paytransport::HttpsTransport;

use super::{
    Config, Via,
    address::is_url_of,
    in_table,
    key_file::public_keys,
    section::Section,
    transport::{TransportTable, read},
};

const TABLE: &str = "mmsp.payout";

#[derive(Debug)]
pub(super) struct PayoutTable {
    transport: TransportTable,
    base_url: Option<String>,
    merchant: Option<String>,
    private_key: Option<PathBuf>,
    platform_key: Option<PathBuf>,
    verify_reply_sign: bool,
}

impl PayoutTable {
    pub(super) fn read(mut section: Section, defaults: &TransportTable) -> Result<Self, ConfigError> {
        let graphic = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let table = Self {
            transport: TransportTable::read(&mut section, defaults)?,
            base_url: section.checked("base_url", is_url_of(256), "an absolute http or https URL is expected")?,
            merchant: section.checked("merchant", graphic, "letters and digits are expected")?,
            private_key: section.text_or_empty("private_key")?.map(PathBuf::from),
            platform_key: section.text_or_empty("platform_key")?.map(PathBuf::from),
            verify_reply_sign: section.boolean("verify_reply_sign")?.unwrap_or(false),
        };
        section.finish()?;
        Ok(table)
    }

    fn client(&self, folder: &Path, via: Via<'_>) -> Result<Payout, ConfigError> {
        let base_url = self.base_url.as_ref().ok_or_else(|| missing("base_url"))?;
        let merchant = self.merchant.as_ref().ok_or_else(|| missing("merchant"))?;
        let (private_key, platform_keys) = self.keys(folder)?;
        let [platform_key] = <[PublicKey; 1]>::try_from(platform_keys)
            .map_err(|keys| ConfigError::new(key("platform_key"), format!("one key is expected, the file holds {}", keys.len())))?;
        let account = PayoutAccount::new(base_url, merchant, &private_key, platform_key).map_err(|error| in_table(TABLE, &error))?;
        let account = PayoutAccount { verify_reply_sign: self.verify_reply_sign, ..account };
        let settings = self.transport.settings(folder)?;
        let transport = HttpsTransport::new(settings).map_err(|error| ConfigError::new(TABLE, error.to_string()))?;
        Payout::new(account, via(Arc::new(transport))).map_err(|error| in_table(TABLE, &error))
    }

    /// The merchant's private key file, and the platform's public keys.
    fn keys(&self, folder: &Path) -> Result<(Vec<u8>, Vec<PublicKey>), ConfigError> {
        let private_key = self.private_key.as_ref().ok_or_else(|| missing("private_key"))?;
        let platform_key = self.platform_key.as_ref().ok_or_else(|| missing("platform_key"))?;
        let platform_keys = public_keys(&key("platform_key"), std::slice::from_ref(platform_key), folder)?;
        Ok((read(&key("private_key"), &folder.join(private_key))?, platform_keys))
    }
}

fn key(name: &str) -> String {
    format!("{TABLE}.{name}")
}

fn missing(name: &str) -> ConfigError {
    ConfigError::new(key(name), "is required")
}

impl Config {
    fn payout_table(&self) -> Result<&PayoutTable, ConfigError> {
        self.payout.as_ref().ok_or_else(|| self.in_file(ConfigError::new("mmsp.payout", "the table is missing")))
    }

    /// The client of MMSP's payouts.
    ///
    /// # Errors
    /// A missing key, a file or secret that cannot be read.
    pub fn payout(&self) -> Result<Payout, ConfigError> {
        self.payout_via(&|transport| transport)
    }

    /// The same client over a wrapped transport.
    ///
    /// # Errors
    /// As [`payout`](Self::payout).
    pub fn payout_via(&self, via: Via<'_>) -> Result<Payout, ConfigError> {
        self.payout_table()?.client(self.folder(), via).map_err(|error| self.in_file(error))
    }

    /// The keys of MMSP's payouts: the merchant's private key file, and the platform's public keys.
    ///
    /// # Errors
    /// A missing key, a file that cannot be read.
    pub fn payout_keys(&self) -> Result<(Vec<u8>, Vec<PublicKey>), ConfigError> {
        self.payout_table()?.keys(self.folder()).map_err(|error| self.in_file(error))
    }
}
