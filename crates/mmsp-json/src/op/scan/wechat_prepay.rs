//! 0x0902: place a WeChat order: native, official account, mini program (微信公众号/正扫下预订单). Section 4.3.1.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    op::scan::Placed,
    op::scan::query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, fixed, http_url, ipv4, one_of, only_when, payable, printable, when, yes_only_when},
    wire,
};

/// Places an order that the payer pays in WeChat 微信: `TRADETYPE` 1 shows a code (正扫), 2 is an official account 公众号, 2 with `IS_MINIPG`
/// 1 a mini program 小程序.
///
/// Never sent twice: [`Query`](super::Query) or a push settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct WechatPrepay {
    /// Use; `1` native, `2` official account or mini program.
    #[serde(rename = "TRADETYPE")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub trade_type: String,
    /// Amount in fen, at least 1, at most 20 digits.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 20)))]
    #[garde(custom(payable(20)))]
    pub amt: Fen,
    /// Merchant order number; unique within the merchant.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub mer_order_id: String,
    /// Random text; ten letters and digits, so that two equal orders sign differently.
    #[serde(rename = "RANDSTR")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub rand_str: String,
    /// Goods name; 1 to 15 characters.
    #[serde(rename = "GOODSNAME")]
    #[garde(length(chars, min = 1, max = 15), custom(printable))]
    pub goods_name: String,
    /// Result push address.
    #[serde(rename = "NOTIFY_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub notify_url: String,
    /// Expiry; Beijing, `YYYY-MM-DD HH:MM:SS`; five minutes after placing when absent.
    #[serde(rename = "TIME_END", with = "wire::dashed", default)]
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>", length(equal = 19)))]
    #[garde(skip)]
    pub time_end: Option<BeijingTime>,
    /// Currency; `CNY`.
    #[serde(rename = "CUR")]
    #[garde(length(chars, min = 3, max = 4), custom(fixed("CNY")))]
    pub cur: Option<String>,
    /// Payer's address.
    #[serde(rename = "IP")]
    #[garde(length(chars, min = 1, max = 18), custom(ipv4))]
    pub ip: Option<String>,
    /// Page to return to; "not sent for now" (暂不传).
    #[serde(rename = "JUMP_URL")]
    #[garde(length(chars, min = 1, max = 255), custom(http_url))]
    pub jump_url: Option<String>,
    /// Payer's WeChat openid; required when `TRADETYPE` is 2; section 4.5.2.
    #[serde(rename = "OPENID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(when(&self.trade_type, "TRADETYPE", "2")))]
    pub open_id: Option<Sensitive>,
    /// Raw answer; `1` `PAY_INFO` instead of `URL` (`TRADETYPE` 2 only), `2` default.
    #[serde(rename = "IS_RAW")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])), custom(yes_only_when(&self.trade_type, "TRADETYPE", "2")))]
    pub is_raw: Option<String>,
    /// Settlement wish; `1` T1 (default), `2` T0.
    #[serde(rename = "IST0")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub ist0: Option<String>,
    /// Credit cards; `1` not allowed, `2` allowed (default).
    #[serde(rename = "LIMIT_PAY")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2"])))]
    pub limit_pay: Option<String>,
    /// Mini program; `1` is a mini program, only when `TRADETYPE` is 2; anything else is an official account.
    #[serde(rename = "IS_MINIPG")]
    #[garde(length(chars, min = 1, max = 1), custom(printable), custom(yes_only_when(&self.trade_type, "TRADETYPE", "2")))]
    pub is_mini_pg: Option<String>,
    /// WeChat AppID; of the official account or mini program; only when `TRADETYPE` is 2, required for a mini program.
    #[serde(rename = "SUP_APPID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(only_when(&self.trade_type, "TRADETYPE", "2")), custom(when(&self.is_mini_pg, "IS_MINIPG", "1")))]
    pub sup_app_id: Option<String>,
}

impl Operation for WechatPrepay {
    const ID: &'static str = "mmsp.scan.wechat_prepay";
    const TITLE: &'static str = "place a WeChat order: native, official account, mini program";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Placing;
    const PRESETS: &'static [&'static str] = &["RANDSTR", "NOTIFY_URL"];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = Placed;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for WechatPrepay {
    const COMMAND: u32 = 0x0902;
}

impl WechatPrepay {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
