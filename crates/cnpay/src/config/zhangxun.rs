//! `[zhangxun]`.

use std::{path::Path, sync::Arc};

use paycore::{ConfigError, Sensitive};
use paysign::Md5Key;
use paytransport::HttpsTransport;
use zhangxun::{Account, Zhangxun};
use zx_form::{Notification, PayNotice, PayoutNotice};

use crate::{NoticeKeys, NoticeSettings};

use super::{
    Config, Via,
    address::{BASE_URL, is_base_url, is_url_of, notice_url},
    section::{Secret, Section},
    transport::TransportTable,
};

const TABLE: &str = "zhangxun";

#[derive(Debug)]
pub(super) struct ZhangxunTable {
    transport: TransportTable,
    base_url: Option<String>,
    org: Option<String>,
    merchant: Option<String>,
    key: Option<Secret>,
    version: Option<String>,
    notice_url: Option<String>,
    payout_notice_url: Option<String>,
}

impl ZhangxunTable {
    pub(super) fn read(mut section: Section, defaults: &TransportTable, public_url: Option<&str>) -> Result<Self, ConfigError> {
        let transport = TransportTable::read(&mut section, defaults)?;
        let graphic = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let url = "an absolute http or https URL of at most 256 characters is expected";
        let table = Self {
            transport,
            base_url: section.checked("base_url", is_base_url, BASE_URL)?,
            org: section.checked("org", graphic, "letters and digits are expected")?,
            merchant: section.checked("merchant", graphic, "letters and digits are expected")?,
            key: section.secret("key")?,
            version: section.checked("version", graphic, "a version such as \"2.1\" is expected")?,
            notice_url: section.checked("notice_url", is_url_of(256), url)?.or_else(|| notice_url(public_url, PayNotice::ID)),
            payout_notice_url: section
                .checked("payout_notice_url", is_url_of(256), url)?
                .or_else(|| notice_url(public_url, PayoutNotice::ID)),
        };
        section.finish()?;
        Ok(table)
    }

    fn client(&self, folder: &Path, via: Via<'_>) -> Result<Zhangxun, ConfigError> {
        let required = |name: &str, value: &Option<String>| value.clone().ok_or_else(|| missing(name));
        let key = Md5Key::new(self.key(folder)?).map_err(|error| ConfigError::new(key("key"), error.to_string()))?;
        let (base_url, org) = (required("base_url", &self.base_url)?, required("org", &self.org)?);
        let mut account = Account::new(base_url, org, required("merchant", &self.merchant)?, key);
        self.version.iter().for_each(|version| account.version.clone_from(version));
        account.notice_url.clone_from(&self.notice_url);
        account.payout_notice_url.clone_from(&self.payout_notice_url);
        let settings = self.transport.settings(folder)?;
        let transport = HttpsTransport::new(settings).map_err(|error| ConfigError::new(TABLE, error.to_string()))?;
        Zhangxun::new(account, via(Arc::new(transport))).map_err(|error| super::in_table(TABLE, &error))
    }

    /// The shared key.
    fn key(&self, folder: &Path) -> Result<Sensitive, ConfigError> {
        self.key.as_ref().ok_or_else(|| missing("key"))?.resolve(folder)
    }
}

fn key(name: &str) -> String {
    format!("{TABLE}.{name}")
}

fn missing(name: &str) -> ConfigError {
    ConfigError::new(key(name), "is required")
}

impl Config {
    fn zhangxun_table(&self) -> Result<&ZhangxunTable, ConfigError> {
        self.zhangxun.as_ref().ok_or_else(|| self.in_file(ConfigError::new("zhangxun", "the table is missing")))
    }

    /// The client of 掌讯.
    ///
    /// # Errors
    /// A missing key, a file or secret that cannot be read.
    pub fn zhangxun(&self) -> Result<Zhangxun, ConfigError> {
        self.zhangxun_via(&|transport| transport)
    }

    /// The same client over a wrapped transport.
    ///
    /// # Errors
    /// As [`zhangxun`](Self::zhangxun).
    pub fn zhangxun_via(&self, via: Via<'_>) -> Result<Zhangxun, ConfigError> {
        self.zhangxun_table()?.client(self.folder(), via).map_err(|error| self.in_file(error))
    }

    /// The shared key of 掌讯.
    ///
    /// # Errors
    /// A missing key, a secret that cannot be read.
    pub fn zhangxun_key(&self) -> Result<Sensitive, ConfigError> {
        self.zhangxun_table()?.key(self.folder()).map_err(|error| self.in_file(error))
    }

    pub(crate) fn zhangxun_notice(&self) -> Result<NoticeSettings, ConfigError> {
        let key = Md5Key::new(self.zhangxun_key()?);
        let key = key.map_err(|error| self.in_file(ConfigError::new("zhangxun.key", error.to_string())))?;
        Ok(NoticeSettings { merchant: self.zhangxun_table()?.merchant.clone(), ..NoticeSettings::new(NoticeKeys::Md5(vec![key])) })
    }
}
