//! 0x0407: place a JD order (京东正扫). Section 4.3.11.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::one,
    op::scan::Placed,
    op::scan::query,
    operation::{Kind, Operation, Signed},
    rules::{ascii, fixed, http_url, ipv4, payable, printable},
    wire,
};

/// Places an order that the payer pays with JD 京东正扫.
///
/// Never sent twice: [`Query`](super::Query) or a push settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct JdPrepay {
    /// Use; always `1`.
    #[serde(rename = "TRADETYPE", default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 1), custom(fixed("1")))]
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
}

impl Operation for JdPrepay {
    const ID: &'static str = "mmsp.scan.jd_prepay";
    const TITLE: &'static str = "place a JD order";
    const PRODUCT: Product = Product::Scan;
    const KIND: Kind = Kind::Placing;
    const PRESETS: &'static [&'static str] = &["RANDSTR", "NOTIFY_URL"];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = Placed;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.mer_order_id))
    }
}

impl Signed for JdPrepay {
    const COMMAND: u32 = 0x0407;
}

impl JdPrepay {
    /// The facts to store before sending, and to compare a notice with. The merchant number stands in the header.
    pub fn expected(&self, mer_no: impl Into<String>) -> Expected {
        Expected::new(mer_no, &self.mer_order_id, self.amt)
    }
}
