//! The link that fetches a payer's OPENID (WeChat) or USER_ID (Alipay). Section 4.5.2.

use bon::Builder;
use garde::Validate;
use paywire::form;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Kind, Link, Operation},
    rules::{ascii, one_of, printable},
};

/// A link that the payer's browser is redirected to, for merchants without an account of their own at the wallet.
///
/// The browser comes back to the page with the parameter `token_id`: the openid or user id, unsigned and personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct OpenidUrl {
    /// The page to return to; it may carry parameters.
    #[serde(rename = "merurl")]
    #[garde(length(chars, min = 1, max = 255), custom(printable))]
    pub mer_url: String,
    /// Merchant number 商户号.
    #[serde(rename = "merno")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub mer_no: String,
    /// Wallet: `1` WeChat official account, `2` Alipay service window.
    #[serde(rename = "tradetype")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub trade_type: String,
}

/// Nothing: the browser is answered, not the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct NoReply {}

impl Operation for OpenidUrl {
    const ID: &'static str = "mmsp.scan.openid_url";
    const TITLE: &'static str = "build the link that fetches an OPENID or USER_ID";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Link;
    const PRESETS: &'static [&'static str] = &["merno"];
    type Reply = NoReply;
}

impl Link for OpenidUrl {
    fn url(&self, address: &str) -> String {
        let pairs = [("merurl", &self.mer_url), ("merno", &self.mer_no), ("tradetype", &self.trade_type)];
        let query = form::encode(pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())));
        let joiner = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joiner}{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification() {
        let link = OpenidUrl::builder().mer_url("https://shop.example/pay?o=7&c=五月").mer_no("001440353999853").trade_type("1").build();
        assert_eq!(
            link.url("https://platform.example/openid"),
            "https://platform.example/openid?merurl=https%3A%2F%2Fshop.example%2Fpay%3Fo%3D7%26c%3D%E4%BA%94%E6%9C%88\
             &merno=001440353999853&tradetype=1"
        );
    }
}
