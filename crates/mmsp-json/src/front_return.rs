//! The front page return of the gateway (前台页面通知): unsigned, and so proof of nothing. Section 4.4.5.

use paywire::{
    charset::Charset,
    flat::{Node, read_struct},
    form::Pairs,
};
use serde::{Deserialize, Serialize};

use crate::{EXACT_NAMES, LIMITS, Malformed};

/// What a payer's browser brings back to the merchant's page. Show a page, then ask with [`gateway::Query`](crate::op::gateway::Query).
///
/// Anybody can make one, so it is no [`Notice`](paycore::Notice) and nothing can verify or match it:
///
/// ```compile_fail,E0277
/// fn is_notice<N: paycore::Notice>() {}
/// is_notice::<mmsp_json::FrontReturn>();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct FrontReturn {
    /// What the browser claims of the payment.
    #[serde(rename = "STATUS")]
    pub status: Option<String>,
    /// Error code.
    #[serde(rename = "ERRCODE")]
    pub err_code: Option<String>,
    /// Error text.
    #[serde(rename = "ERRMSG")]
    pub err_msg: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    pub list_id: Option<String>,
    /// Merchant order number: the one to ask for.
    #[serde(rename = "MERORDERID")]
    pub mer_order_id: Option<String>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    pub amt: Option<String>,
    /// Goods name.
    #[serde(rename = "GOODSNAME")]
    pub goods_name: Option<String>,
    /// Bank channel code.
    #[serde(rename = "PAY_CHANNEL")]
    pub pay_channel: Option<String>,
    /// Time of payment.
    #[serde(rename = "PAY_DATE")]
    pub pay_date: Option<String>,
    /// Time of the notice.
    #[serde(rename = "NOTIFY_DATE")]
    pub notify_date: Option<String>,
    /// Remark of the order.
    #[serde(rename = "REMARK")]
    pub remark: Option<String>,
}

impl FrontReturn {
    /// The id of this return, as tools name it.
    pub const ID: &'static str = "mmsp.gateway.front_return";

    /// Reads the query string of the browser's request, without its question mark; gives too what no table lists.
    ///
    /// # Errors
    /// What is no query string of UTF-8 texts, or names a field twice.
    pub fn from_query(query: &str) -> Result<(Self, Vec<Node>), Malformed> {
        let pairs = Pairs::parse(query.as_bytes(), LIMITS).map_err(|error| Malformed::new(error.to_string()))?;
        let mut extra = Vec::new();
        let message = read_struct(&mut pairs.source(Charset::Utf8), EXACT_NAMES, &mut extra)?;
        Ok((message, extra))
    }
}
