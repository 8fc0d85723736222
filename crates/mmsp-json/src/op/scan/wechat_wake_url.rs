//! The link that wakes WeChat from outside (微信H5支付唤醒微信APP). Section 4.5.1.

use base64::{Engine, engine::general_purpose::STANDARD};
use bon::Builder;
use garde::Validate;
use paywire::form;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::one,
    op::scan::NoReply,
    operation::{Kind, Link, Operation},
    rules::{ascii, one_of, printable},
};

/// A link that wakes the WeChat app, no other, and then returns to the merchant's page, where an official-account payment goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct WechatWakeUrl {
    /// Merchant number 商户号.
    #[serde(rename = "merno")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub mer_no: String,
    /// Terminal number 终端号.
    #[serde(rename = "termno")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub term_no: String,
    /// The page to return to; it may carry parameters.
    #[serde(rename = "merurl")]
    #[garde(length(chars, min = 1, max = 255), custom(printable))]
    pub mer_url: String,
    /// Wallet: `1` WeChat.
    #[serde(rename = "tradetype", default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1"])))]
    pub trade_type: String,
}

impl WechatWakeUrl {
    /// The link, where the merchant number has another parameter than `merno`: the documented name is `memo`, most likely misread (decision
    /// D101).
    pub fn url_with(&self, address: &str, merchant_parameter: &str) -> String {
        let page = STANDARD.encode(&self.mer_url);
        let pairs = [(merchant_parameter, &self.mer_no), ("termno", &self.term_no), ("merurl", &page), ("tradetype", &self.trade_type)];
        let query = form::encode(pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())));
        format!("{}/payopenplath5/wxh5pay?{query}", address.trim_end_matches('/'))
    }
}

impl Operation for WechatWakeUrl {
    const ID: &'static str = "mmsp.scan.wechat_wake_url";
    const TITLE: &'static str = "build the link that wakes WeChat";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Link;
    const PRESETS: &'static [&'static str] = &["merno", "termno"];
    type Reply = NoReply;
}

impl Link for WechatWakeUrl {
    fn url(&self, address: &str) -> String {
        self.url_with(address, "merno")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification() {
        let link =
            WechatWakeUrl::builder().mer_no("001440353999853").term_no("84970001").mer_url("https://shop.example/pay?o=7&c=五月").build();
        assert_eq!(
            link.url("https://platform.example/"),
            "https://platform.example/payopenplath5/wxh5pay?merno=001440353999853&termno=84970001\
             &merurl=aHR0cHM6Ly9zaG9wLmV4YW1wbGUvcGF5P289NyZjPeS6lOaciA%3D%3D&tradetype=1"
        );
        assert!(link.url_with("", "memo").starts_with("/payopenplath5/wxh5pay?memo=0014"));
    }
}
