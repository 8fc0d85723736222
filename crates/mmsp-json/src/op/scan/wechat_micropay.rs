//! 0x0903: charge the WeChat code of a payer (微信刷卡支付). Section 4.3.2.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::cny,
    op::scan::Charged,
    op::scan::query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, digits, fixed, http_url, ipv4, one_of, payable, printable},
    wire,
};

/// Charges the code on the payer's WeChat 微信刷卡支付. A paid reply is final, and no push follows; `STATUS` 3 means that the payer types a
/// password.
///
/// Never sent twice: [`Query`](super::Query) settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct WechatMicropay {
    /// Amount in fen, at least 1, at most 20 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 20)))]
    #[garde(custom(payable(20)))]
    pub amt: Fen,
    /// Currency; `CNY`.
    #[serde(rename = "CUR", default = "cny")]
    #[builder(default = cny())]
    #[garde(length(chars, min = 3, max = 4), custom(fixed("CNY")))]
    pub cur: String,
    /// Goods name; 1 to 15 characters.
    #[serde(rename = "GOODSNAME")]
    #[garde(length(chars, min = 1, max = 15), custom(printable))]
    pub goods_name: String,
    /// Result push address.
    #[serde(rename = "NOTIFY_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub notify_url: String,
    /// Merchant order number; unique within the merchant.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub mer_order_id: String,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub rand_str: String,
    /// WeChat payment code; digits.
    #[serde(rename = "CODE")]
    #[garde(length(chars, min = 1, max = 32), custom(digits))]
    pub code: Sensitive,
    /// Expiry; Beijing, `YYYY-MM-DD HH:MM:SS`; five minutes after placing when absent.
    #[serde(rename = "TIME_END", with = "wire::dashed", default)]
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>", length(equal = 19)))]
    #[garde(skip)]
    pub time_end: Option<BeijingTime>,
    /// Terminal's address.
    #[serde(rename = "IP")]
    #[garde(length(chars, min = 1, max = 18), custom(ipv4))]
    pub ip: Option<String>,
    /// Settlement wish; `1` T1 (default), `2` T0.
    #[serde(rename = "IST0")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub ist0: Option<String>,
    /// Credit cards; `1` not allowed, `2` allowed (default).
    #[serde(rename = "LIMIT_PAY")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub limit_pay: Option<String>,
}

impl Operation for WechatMicropay {
    const ID: &'static str = "mmsp.scan.wechat_micropay";
    const TITLE: &'static str = "charge the WeChat code of a payer";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Reverse;
    const PRESETS: &'static [&'static str] = &["RANDSTR", "NOTIFY_URL"];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = Charged;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for WechatMicropay {
    const COMMAND: u32 = 0x0903;
}

impl WechatMicropay {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
