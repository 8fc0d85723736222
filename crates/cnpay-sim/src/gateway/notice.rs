//! The result notice: to `bgUrl` by GET, and with the same parameters through the payer's browser. Sections 3 and 7.

use std::{fmt, sync::OnceLock, time::Duration};

use bytes::Bytes;
use http::{Request, Response};
use kq_form::NOTICE;
use paywire::{charset::Charset, form};

use super::{
    account::Account,
    order::{Attempt, Course, Order},
    signature::Seal,
};
use crate::{
    address,
    outbox::{Form, Letter},
    page::with_query,
};

/// The first pause; each is twice the one before, up to the longest.
const FIRST_PAUSE: u64 = 5;
const LONGEST_PAUSE: u64 = 3600;
/// How long after the first call the last one is.
const PATIENCE: u64 = 18 * 3600;

/// What is told of the end of an attempt.
pub(super) struct Notice {
    bg_url: Option<String>,
    page_url: Option<String>,
    /// The fields of the list in its order, the empty ones too.
    fields: Vec<(&'static str, String)>,
    charset: Charset,
    seal: Seal,
    /// The right answer's `redirecturl`, once it has come.
    answered: OnceLock<Option<String>>,
}

impl Notice {
    /// Tells of an attempt that ends; `None` for one that never does.
    pub(super) fn new(order: &Order, attempt: &Attempt, account: &Account, seal: Seal) -> Option<Self> {
        let (result, error, received) = match attempt.course {
            Course::Succeeds(_) | Course::Surfaces(_) => ("10", "", order.amount.to_fen()),
            Course::Fails(_, code) => ("11", code.code, "0".to_owned()),
            Course::StaysOpen => return None,
        };
        let quick = attempt.method.starts_with("21");
        let value = |name: &'static str| match name {
            "payType" => attempt.method.clone(),
            "bankId" => attempt.bank.unwrap_or_default().to_owned(),
            "bindCard" if quick => "6299992348".to_owned(),
            "bindMobile" if quick => "1390000".to_owned(),
            "dealId" => attempt.deal.clone(),
            "bankDealId" => attempt.bank.map_or_else(String::new, |_| format!("B{}", attempt.deal)),
            "dealTime" => attempt.deal_time(),
            "payAmount" => received.clone(),
            "fee" => account.fee.to_fen(),
            "payResult" => result.to_owned(),
            "errCode" => error.to_owned(),
            echoed => order.fields.text(echoed).to_owned(),
        };
        // The two last are of later editions.
        let names = NOTICE.fields.iter().filter(|name| !matches!(**name, "aggregatePay" | "period"));
        Some(Self {
            bg_url: order.fields.get("bgUrl").map(str::to_owned),
            page_url: order.fields.get("pageUrl").map(str::to_owned),
            fields: names.map(|name| (*name, value(name))).collect(),
            charset: order.charset,
            seal,
            answered: OnceLock::new(),
        })
    }

    /// Whether the merchant's server is told at all.
    pub(super) fn has_server(&self) -> bool {
        self.bg_url.is_some()
    }

    /// Whether the merchant's server has answered that it has it.
    pub(super) fn is_answered(&self) -> bool {
        self.answered.get().is_some()
    }

    /// Where the payer's browser goes on: to the address of the right answer, else to `pageUrl`.
    pub(super) fn page(&self) -> Option<String> {
        let page = self.answered.get().and_then(Option::as_deref).or(self.page_url.as_deref())?;
        Some(with_query(page, &self.query(self.charset)?))
    }

    /// The query string, signed as it travels.
    fn query(&self, charset: Charset) -> Option<String> {
        let encoded: Vec<_> = self.fields.iter().map(|(name, value)| (*name, charset.encode(value))).collect();
        let signature = self.seal.sign(&NOTICE, encoded.iter().map(|(name, value)| (*name, value.as_slice())))?;
        let pairs = encoded.iter().map(|(name, value)| (name.as_bytes(), value.as_slice()));
        Some(form::encode(pairs.chain([(NOTICE.signature.as_bytes(), signature.as_bytes())])))
    }
}

impl Letter for Notice {
    fn write(&self, form: Form) -> Option<Request<Bytes>> {
        let query = match form {
            Form::Genuine => self.query(self.charset)?,
            Form::Tampered => self.query(self.charset)?.replacen("&payAmount=", "&payAmount=1", 1),
            Form::Gbk if self.fields.iter().all(|(_, value)| Charset::Gbk.encode_exactly(value).is_ok()) => self.query(Charset::Gbk)?,
            // There is no GBK form of it.
            Form::Gbk => self.query(self.charset)?,
        };
        Request::get(with_query(self.bg_url.as_deref()?, &query)).body(Bytes::new()).ok()
    }

    fn accepts(&self, answer: &Response<Bytes>) -> bool {
        let text = String::from_utf8_lossy(answer.body());
        let taken = answer.status().is_success() && element(&text, "result") == Some("1");
        if taken {
            let page = element(&text, "redirecturl").filter(|page| address::is_absolute(page)).map(str::to_owned);
            // A repeated notice may be answered otherwise; the browser has gone on by then.
            let _ = self.answered.set(page);
        }
        taken
    }

    fn pause(&self, resend: u32) -> Option<Duration> {
        let pause = |resend: u32| 2_u64.checked_pow(resend).map_or(LONGEST_PAUSE, |factor| (FIRST_PAUSE * factor).min(LONGEST_PAUSE));
        let after: u64 = (0..=resend).map(pause).sum();
        (after <= PATIENCE).then(|| Duration::from_secs(pause(resend)))
    }
}

/// What stands in the first element of that name, trimmed.
fn element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0.trim())
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("answered", &self.is_answered()).finish_non_exhaustive()
    }
}
