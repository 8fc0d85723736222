//! Who the merchant is to the platform, and with which keys. Sections 1.1, 2.1 and 3.2.

use std::fmt;

use mmsp_json::Product;
use paysign::Md5Key;

/// One merchant's account for quick pay, scan and gateway. Several accounts may share one transport.
pub struct Account {
    /// Merchant number 商户号.
    pub merchant: String,
    /// Terminal number 终端号.
    pub terminal: String,
    /// Agent number 代理商编号, for a merchant that was opened under an agent.
    pub agent: Option<String>,
    /// The merchant's MD5 key.
    pub key: Md5Key,
    /// The agent's MD5 key: signs when `agent` is set.
    pub agent_key: Option<Md5Key>,
    /// Where quick pay and scan requests go, exactly as it stands.
    pub open_url: String,
    /// Where gateway forms and queries go, exactly as it stands.
    pub gateway_url: String,
    /// Below which the link that wakes WeChat lies.
    pub platform_url: Option<String>,
    /// The link that fetches an OPENID or USER_ID, as the platform's staff hand it out.
    pub openid_url: Option<String>,
    /// `Content-Type` of requests (decision D22).
    pub content_type: String,
    /// Command of the QQ reverse scan: 776 as listed, or 2326 (decision D32).
    pub qq_micropay_command: u32,
    /// Name of the merchant number in the link that wakes WeChat (decision D101).
    pub wake_merchant_parameter: String,
    /// Entry name of scan requests: `openplat`, or `POS` for cash registers and terminals (decision D103).
    pub scan_node_id: String,
    /// Where notices go, for requests that name no address themselves.
    pub notice_urls: NoticeUrls,
    /// Where the payer's browser returns to, for requests that name no page themselves.
    pub jump_url: Option<String>,
    /// Whether `charset=UTF-8` is put behind the gateway's address in forms (section 1.3).
    pub charset_in_form_url: bool,
}

/// Where the notices of each product go. The address alone tells which product a notice belongs to, so each should have its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeUrls {
    /// Of quick pay.
    pub quickpay: Option<String>,
    /// Of scan.
    pub scan: Option<String>,
    /// Of the gateway.
    pub gateway: Option<String>,
}

impl NoticeUrls {
    /// One address for all three.
    pub fn all(url: impl Into<String>) -> Self {
        let url = Some(url.into());
        Self { quickpay: url.clone(), scan: url.clone(), gateway: url }
    }
}

impl Account {
    /// An account with one address for everything; the rest is preset as the specification has it, and set on the fields.
    pub fn new(base_url: impl Into<String>, merchant: impl Into<String>, terminal: impl Into<String>, key: Md5Key) -> Self {
        let base_url = base_url.into();
        Self {
            merchant: merchant.into(),
            terminal: terminal.into(),
            agent: None,
            key,
            agent_key: None,
            gateway_url: base_url.clone(),
            open_url: base_url,
            platform_url: None,
            openid_url: None,
            content_type: "application/json".into(),
            qq_micropay_command: 776,
            wake_merchant_parameter: "merno".into(),
            scan_node_id: Product::Scan.node_id().into(),
            notice_urls: NoticeUrls::default(),
            jump_url: None,
            charset_in_form_url: false,
        }
    }

    /// The keys that replies and notices are tried with: first the one that signs, then the other.
    pub fn keys(&self) -> Vec<Md5Key> {
        match &self.agent_key {
            Some(agent_key) if !self.agent().is_empty() => vec![agent_key.clone(), self.key.clone()],
            Some(agent_key) => vec![self.key.clone(), agent_key.clone()],
            None => vec![self.key.clone()],
        }
    }

    /// The agent number; empty when there is none.
    pub(crate) fn agent(&self) -> &str {
        self.agent.as_deref().unwrap_or_default()
    }

    /// Where the notices of `product` go. Empty when nobody said: a request that needs the address is then invalid.
    pub(crate) fn notice_url(&self, product: Product) -> &str {
        let url = match product {
            Product::QuickPay => &self.notice_urls.quickpay,
            Product::Scan => &self.notice_urls.scan,
            Product::Gateway => &self.notice_urls.gateway,
            Product::Payout => &None,
        };
        url.as_deref().unwrap_or_default()
    }

    /// As [`notice_url`](Self::notice_url), for the page that the browser returns to.
    pub(crate) fn jump_url(&self) -> &str {
        self.jump_url.as_deref().unwrap_or_default()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("merchant", &self.merchant)
            .field("terminal", &self.terminal)
            .field("agent", &self.agent)
            .finish_non_exhaustive()
    }
}
