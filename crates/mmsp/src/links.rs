//! The two links that the payer's browser opens. Section 4.5.

use mmsp_json::{
    Link, Operation,
    op::scan::{OpenidUrl, WechatWakeUrl},
};
use paycore::{ConfigError, Error};
use paywire::rules;

use crate::Scan;

impl Scan<'_> {
    /// The link that wakes the WeChat app. Nothing is sent.
    ///
    /// # Errors
    /// A field that breaks a rule; no `platform_url` in the settings.
    pub fn wake_link(&self, link: &WechatWakeUrl) -> Result<String, Error> {
        let account = self.0.account();
        let address = address(link, "platform_url", account.platform_url.as_deref())?;
        Ok(link.url_with(address, &account.wake_merchant_parameter))
    }

    /// The link that fetches a payer's OPENID or USER_ID; the browser comes back with `token_id`, unsigned and personal. Nothing is sent.
    ///
    /// # Errors
    /// A field that breaks a rule; no `openid_url` in the settings.
    pub fn openid_link(&self, link: &OpenidUrl) -> Result<String, Error> {
        Ok(link.url(address(link, "openid_url", self.0.account().openid_url.as_deref())?))
    }
}

fn address<'a, O: Operation>(link: &O, key: &'static str, address: Option<&'a str>) -> Result<&'a str, Error> {
    rules::check(link)?;
    let address = address.ok_or_else(|| ConfigError::new(key, "is needed for this link: the platform's staff hand it out"))?;
    crate::wire::check_url(key, address)?;
    Ok(address)
}
