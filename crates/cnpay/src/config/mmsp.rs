//! `[mmsp]`: quick pay, scan and gateway.

use std::{path::Path, sync::Arc};

use mmsp::{Account, Mmsp, NoticeUrls, notice::Push};
use mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice};
use paycore::{ConfigError, Sensitive};
use paysign::Md5Key;
use paytransport::HttpsTransport;

use crate::{NoticeKeys, NoticeSettings};

use super::{
    Config, Via,
    address::{is_url_of, notice_url},
    section::{Secret, Section},
    transport::TransportTable,
};

const TABLE: &str = "mmsp";

#[derive(Debug)]
pub(super) struct MmspTable {
    transport: TransportTable,
    base_url: Option<String>,
    open_url: Option<String>,
    gateway_url: Option<String>,
    platform_url: Option<String>,
    openid_url: Option<String>,
    merchant: Option<String>,
    terminal: Option<String>,
    agent: Option<String>,
    key: Option<Secret>,
    agent_key: Option<Secret>,
    content_type: Option<String>,
    qq_micropay_command: Option<u32>,
    wake_merchant_parameter: Option<String>,
    scan_node_id: Option<String>,
    notice_urls: NoticeUrls,
    jump_url: Option<String>,
}

impl MmspTable {
    pub(super) fn read(mut section: Section, defaults: &TransportTable, public_url: Option<&str>) -> Result<Self, ConfigError> {
        let transport = TransportTable::read(&mut section, defaults)?;
        let mut url = |key: &str| section.checked(key, is_url_of(256), "an absolute http or https URL is expected");
        let (base_url, open_url, gateway_url) = (url("base_url")?, url("open_url")?, url("gateway_url")?);
        let (platform_url, openid_url, told, jump_url) = (url("platform_url")?, url("openid_url")?, url("notice_url")?, url("jump_url")?);
        let below = |id| notice_url(public_url, id);
        let notice_urls = match told {
            Some(url) => NoticeUrls::all(url),
            None => NoticeUrls { quickpay: below(QuickPayNotice::ID), scan: below(ScanNotice::ID), gateway: below(GatewayNotice::ID) },
        };
        let graphic = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let printable = |text: &str| text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let table = Self {
            transport,
            base_url,
            open_url,
            gateway_url,
            platform_url,
            openid_url,
            merchant: section.checked("merchant", graphic, "letters and digits are expected")?,
            terminal: section.checked("terminal", graphic, "letters and digits are expected")?,
            agent: section.checked("agent", graphic, "letters and digits are expected")?,
            key: section.secret("key")?,
            agent_key: section.secret("agent_key")?,
            content_type: section.checked("content_type", printable, "a media type is expected")?,
            qq_micropay_command: section.number("qq_micropay_command")?,
            wake_merchant_parameter: section.checked("wake_merchant_parameter", graphic, "the name of a parameter is expected")?,
            scan_node_id: section.checked("scan_node_id", graphic, "the name of an entry is expected")?,
            notice_urls,
            jump_url,
        };
        section.finish()?;
        Ok(table)
    }

    fn client(&self, folder: &Path, via: Via<'_>) -> Result<Mmsp, ConfigError> {
        let required = |key: &str, value: &Option<String>| value.clone().ok_or_else(|| missing(key));
        let open_url = required("base_url", &self.open_url.clone().or_else(|| self.base_url.clone()))?;
        let gateway_url = required("base_url", &self.gateway_url.clone().or_else(|| self.base_url.clone()))?;
        let (merchant, terminal) = (required("merchant", &self.merchant)?, required("terminal", &self.terminal)?);
        let mut account =
            Account::new(open_url, merchant, terminal, self.md5_key("key", self.key.as_ref(), folder)?.ok_or_else(|| missing("key"))?);
        account.gateway_url = gateway_url;
        account.agent.clone_from(&self.agent);
        account.agent_key = self.md5_key("agent_key", self.agent_key.as_ref(), folder)?;
        if account.agent.is_some() && account.agent_key.is_none() {
            return Err(ConfigError::new(key("agent_key"), "is required with agent"));
        }
        account.platform_url.clone_from(&self.platform_url);
        account.openid_url.clone_from(&self.openid_url);
        account.notice_urls.clone_from(&self.notice_urls);
        account.jump_url.clone_from(&self.jump_url);
        let set = |value: &Option<String>, field: &mut String| value.iter().for_each(|value| field.clone_from(value));
        set(&self.content_type, &mut account.content_type);
        set(&self.wake_merchant_parameter, &mut account.wake_merchant_parameter);
        set(&self.scan_node_id, &mut account.scan_node_id);
        account.qq_micropay_command = self.qq_micropay_command.unwrap_or(account.qq_micropay_command);
        let settings = self.transport.settings(folder)?;
        let transport = HttpsTransport::new(settings).map_err(|error| ConfigError::new(TABLE, error.to_string()))?;
        Mmsp::new(account, via(Arc::new(transport))).map_err(|error| super::in_table(TABLE, &error))
    }

    /// The keys in the order in which replies and notices are tried with them: first the one that signs.
    fn keys(&self, folder: &Path) -> Result<Vec<Sensitive>, ConfigError> {
        let own = self.key.as_ref().ok_or_else(|| missing("key"))?.resolve(folder)?;
        let agent = self.agent_key.as_ref().map(|key| key.resolve(folder)).transpose()?.filter(|key| !key.is_empty());
        Ok(match (agent, &self.agent) {
            (Some(agent), Some(_)) => vec![agent, own],
            (Some(agent), None) => vec![own, agent],
            (None, _) => vec![own],
        })
    }

    fn md5_key(&self, name: &str, secret: Option<&Secret>, folder: &Path) -> Result<Option<Md5Key>, ConfigError> {
        let secret = secret.map(|secret| secret.resolve(folder)).transpose()?.filter(|secret| !secret.is_empty());
        secret.map(Md5Key::new).transpose().map_err(|error| ConfigError::new(key(name), error.to_string()))
    }
}

fn key(name: &str) -> String {
    format!("{TABLE}.{name}")
}

fn missing(name: &str) -> ConfigError {
    ConfigError::new(key(name), "is required")
}

impl Config {
    fn mmsp_table(&self) -> Result<&MmspTable, ConfigError> {
        self.mmsp.as_ref().ok_or_else(|| self.in_file(ConfigError::new("mmsp", "the table is missing")))
    }

    /// The client of MMSP's quick pay, scan and gateway.
    ///
    /// # Errors
    /// A missing key, a file or secret that cannot be read.
    pub fn mmsp(&self) -> Result<Mmsp, ConfigError> {
        self.mmsp_via(&|transport| transport)
    }

    /// The same client over a wrapped transport.
    ///
    /// # Errors
    /// As [`mmsp`](Self::mmsp).
    pub fn mmsp_via(&self, via: Via<'_>) -> Result<Mmsp, ConfigError> {
        self.mmsp_table()?.client(self.folder(), via).map_err(|error| self.in_file(error))
    }

    pub(crate) fn mmsp_notice(&self) -> Result<NoticeSettings, ConfigError> {
        let keys = self.mmsp_keys()?.into_iter().map(Md5Key::new).collect::<Result<_, _>>();
        let keys = keys.map_err(|error| self.in_file(ConfigError::new("mmsp.key", error.to_string())))?;
        Ok(NoticeSettings::new(NoticeKeys::Md5(keys)))
    }

    /// The shared keys of MMSP in the order in which they are tried.
    ///
    /// # Errors
    /// A missing key, a secret that cannot be read.
    pub fn mmsp_keys(&self) -> Result<Vec<Sensitive>, ConfigError> {
        self.mmsp_table()?.keys(self.folder()).map_err(|error| self.in_file(error))
    }
}
