//! The result notice, and the page return, which is the same message (快钱返回到商户). Sections 3 and 7.

use garde::Validate;
use paycore::{Ack, Expected, Fen, FieldError, Mismatch, Notice, Sensitive};
use paywire::{
    flat::Node,
    form::{FormError, Pairs},
};
use serde::{Deserialize, Serialize};

use crate::{Listed, NOTICE, NOTICE_LIMITS, Twice, rules::result_url};

/// The id of the notice.
pub const ID: &str = "kuaiqian.gateway.notice";

/// The result of an order. Every edition of it: older ones lack some fields, newer ones have `aggregatePay` and `period`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayNotice {
    /// Receiving account.
    #[garde(length(chars, max = 30))]
    pub merchant_acct_id: Option<String>,
    /// Interface version.
    #[garde(length(chars, max = 10))]
    pub version: Option<String>,
    /// Language.
    #[garde(length(chars, max = 2))]
    pub language: Option<String>,
    /// Signature type.
    #[garde(length(chars, max = 2))]
    pub sign_type: Option<String>,
    /// Method used, section 10.1.
    #[garde(length(chars, max = 4))]
    pub pay_type: Option<String>,
    /// Bank really used; empty for payment from a 99bill account.
    #[garde(length(chars, max = 8))]
    pub bank_id: Option<String>,
    /// Order number.
    #[garde(length(chars, max = 30))]
    pub order_id: Option<String>,
    /// Time of the order.
    #[garde(length(chars, min = 14, max = 14))]
    pub order_time: Option<String>,
    /// Amount of the order in fen.
    #[garde(length(chars, max = 10))]
    pub order_amount: Option<String>,
    /// Card bound by quick pay: first 6 and last 4 digits.
    #[garde(length(chars, max = 10))]
    pub bind_card: Option<Sensitive>,
    /// Phone bound by quick pay: first 3 and last 4 digits.
    #[garde(length(chars, max = 7))]
    pub bind_mobile: Option<Sensitive>,
    /// 99bill's deal number.
    #[garde(skip)]
    pub deal_id: Option<String>,
    /// The bank's deal number.
    #[garde(skip)]
    pub bank_deal_id: Option<String>,
    /// Time of the deal at 99bill.
    #[garde(length(chars, min = 14, max = 14))]
    pub deal_time: Option<String>,
    /// Amount received in fen, gross: it equals `orderAmount`.
    #[garde(skip)]
    pub pay_amount: Option<String>,
    /// Fee in fen.
    #[garde(skip)]
    pub fee: Option<String>,
    /// Merchant's data.
    #[garde(length(chars, max = 128))]
    pub ext1: Option<Sensitive>,
    /// Merchant's data.
    #[garde(length(chars, max = 128))]
    pub ext2: Option<Sensitive>,
    /// `10` paid, `11` failed; of an offline order `00` taken, `01` not taken.
    #[garde(length(chars, max = 2))]
    pub pay_result: Option<String>,
    /// Wallet data, in later editions.
    #[garde(length(chars, max = 1024))]
    pub aggregate_pay: Option<Sensitive>,
    /// Reason, section 10.3. It explains, and never turns a result into another.
    #[garde(skip)]
    pub err_code: Option<String>,
    /// Instalments, in the newest editions.
    #[garde(length(chars, max = 2))]
    pub period: Option<String>,
}

/// Why a query string is no notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoticeError {
    /// Too large.
    #[error(transparent)]
    Form(#[from] FormError),
    /// A reserved name stands twice.
    #[error(transparent)]
    Twice(#[from] Twice),
    /// A field that every notice has is absent or empty.
    #[error("no {0}")]
    Missing(&'static str),
}

/// Sorts the raw query string of a notice or page return, up to the place where its signature has to be verified (section 7.2, steps 1
/// to 3).
///
/// # Errors
/// [`NoticeError`]: nothing in it is to be believed.
pub fn parse(query: &[u8]) -> Result<Listed<'_>, NoticeError> {
    let listed = NOTICE.take(Pairs::parse(query, NOTICE_LIMITS)?)?;
    if listed.signature().is_none() {
        return Err(NoticeError::Missing(NOTICE.signature));
    }
    match ["signType", "merchantAcctId", "orderId", "payResult"].into_iter().find(|field| listed.get(field).is_none()) {
        Some(field) => Err(NoticeError::Missing(field)),
        None => Ok(listed),
    }
}

impl Notice for PayNotice {
    fn compare(&self, order: &Expected) -> Result<(), Mismatch> {
        let same = |field, received: &Option<String>, stored: &String| {
            if received.as_ref() == Some(stored) { Ok(()) } else { Err(Mismatch { field }) }
        };
        let amount = |text: &Option<String>| text.as_deref().and_then(|text| Fen::parse_fen(text).ok());
        same("merchantAcctId", &self.merchant_acct_id, &order.merchant)?;
        same("orderId", &self.order_id, &order.order)?;
        if amount(&self.order_amount) != Some(order.amount) {
            return Err(Mismatch { field: "orderAmount" });
        }
        match &order.time {
            Some(time) => same("orderTime", &self.order_time, time)?,
            // Section 7.2, step 6: an order whose time was not stored cannot be told from another of the same number.
            None => return Err(Mismatch { field: "orderTime" }),
        }
        if self.pay_result.as_deref() == Some("10") && amount(&self.pay_amount) != Some(order.amount) {
            return Err(Mismatch { field: "payAmount" });
        }
        if let Some(deal) = &order.reference {
            same("dealId", &self.deal_id, deal)?;
        }
        Ok(())
    }

    /// "Received", without a page to go on to: [`redirect_ack`] names one.
    fn ack(&self) -> Ack {
        received(String::new())
    }
}

/// "Received", and the page to which 99bill sends the payer's browser (section 7.3).
///
/// # Errors
/// An address that is not absolute, or has characters or parameters that 99bill could misread.
pub fn redirect_ack(url: &str) -> Result<Ack, FieldError> {
    let wrong = |rule: String| FieldError::new("redirecturl", rule);
    result_url(&url.to_owned(), &()).map_err(|error| wrong(error.to_string()))?;
    if url.contains(['&', '<', '>', '"', '\'']) {
        return Err(wrong("no &, <, > or quotes: nothing says whether 99bill un-escapes them".into()));
    }
    Ok(received(format!("<redirecturl>{url}</redirecturl>")))
}

/// Whether an address may be a `bgUrl` or `pageUrl`: absolute, and with no parameter that the gateway appends (section 7.6).
///
/// # Errors
/// The rule that it breaks, as an error of `field`.
pub fn check_address(field: &'static str, url: &str) -> Result<(), FieldError> {
    if url.chars().count() > 256 {
        return Err(FieldError::new(field, "at most 256 characters"));
    }
    result_url(&url.to_owned(), &()).map_err(|error| FieldError::new(field, error.to_string()))
}

/// The fields of an answer with an address: two elements side by side, the address raw, so no XML.
pub(crate) fn read_ack(bytes: &[u8]) -> Option<Vec<Node>> {
    let rest = std::str::from_utf8(bytes).ok()?.trim_ascii().strip_prefix("<result>")?;
    let (result, rest) = rest.split_once("</result>")?;
    let url = rest.trim_ascii_start().strip_prefix("<redirecturl>")?.strip_suffix("</redirecturl>")?;
    let is_text = |text: &str| !text.contains('<');
    (is_text(result) && is_text(url)).then(|| vec![Node::leaf("result", result), Node::leaf("redirecturl", url)])
}

fn received(rest: String) -> Ack {
    Ack { content_type: "text/html; charset=utf-8", body: format!("<result>1</result>{rest}") }
}

/// The answer to what did not verify or could not be stored: 99bill sends the notice again.
pub fn refusal() -> Ack {
    Ack { content_type: "text/html; charset=utf-8", body: "<result>0</result>".into() }
}
