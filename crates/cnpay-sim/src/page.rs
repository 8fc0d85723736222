//! The pages that a payer sees. Nothing in them comes from elsewhere, and every value is escaped by the template.

use std::borrow::Cow;

use bytes::Bytes;
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, LOCATION},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use paywire::{Limits, form::Pairs};
use qrcode::{QrCode, render::svg};

use crate::answer;

/// What a button and three radio buttons make, and not much more.
const LIMITS: Limits = Limits { bytes: 1024, depth: 1, children: 8 };

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
    /// The one behind the other.
    Both,
}

impl Language {
    pub(crate) fn say(self, zh: &'static str, en: &'static str) -> Cow<'static, str> {
        match self {
            Self::Chinese => Cow::Borrowed(zh),
            Self::English => Cow::Borrowed(en),
            Self::Both => Cow::Owned(format!("{zh} {en}")),
        }
    }

    const fn tag(self) -> &'static str {
        match self {
            Self::Chinese | Self::Both => "zh",
            Self::English => "en",
        }
    }
}

/// A whole document, its content in the frame. It loads itself anew after `refresh` seconds.
pub(crate) fn document(language: Language, title: &str, content: &Markup, refresh: Option<u32>) -> String {
    let document = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                @if let Some(seconds) = refresh { meta http-equiv="refresh" content=(seconds); }
                title { (title) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                main {
                    h1 { (title) }
                    (content)
                    footer { (language.say("模拟器：不涉及真实资金", "Simulator: no real money moves here")) }
                }
            }
        }
    };
    document.into_string()
}

/// Answers with a document.
pub(crate) fn respond(document: String) -> Response<Bytes> {
    let mut response = answer::html(document);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"),
    );
    response
}

/// What a payer decides at the cashier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Pay,
    Fail,
    Abandon,
}

impl Choice {
    /// What the form says; `None` when it is none of ours, or says nothing.
    pub(crate) fn of(form: &Pairs<'_>) -> Option<Self> {
        match form.get("choice")? {
            b"pay" => Some(Self::Pay),
            b"fail" => Some(Self::Fail),
            b"abandon" => Some(Self::Abandon),
            _ => None,
        }
    }
}

/// What a browser posts from the cashier.
pub(crate) fn posted(body: &[u8]) -> Option<Pairs<'_>> {
    Pairs::parse(body, LIMITS).ok()
}

/// The form with the three choices of a payer, `above` them what else is to be chosen.
pub(crate) fn choices(language: Language, action: &str, above: &Markup) -> Markup {
    html! {
        form method="post" action=(action) {
            (above)
            button #pay name="choice" value="pay" { (language.say("确认支付", "Pay")) }
            button #fail name="choice" value="fail" { (language.say("支付失败（余额不足）", "Fail (the balance is too low)")) }
            button #abandon name="choice" value="abandon" { (language.say("放弃支付", "Abandon")) }
        }
    }
}

/// The QR code of an address; an address that is too long for a code has none.
pub(crate) fn qr_code(language: Language, address: &str) -> Markup {
    let Ok(code) = QrCode::new(address) else { return html! {} };
    let document = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
    // Inside a page it stands without its XML declaration.
    let drawing = document.split_once("?>").map_or(document.as_str(), |(_, drawing)| drawing);
    html! {
        figure #qr {
            (PreEscaped(drawing))
            figcaption { (language.say("手机扫码支付", "Scan to pay on a phone")) }
        }
    }
}

/// It is not decided. The page asks again.
pub(crate) fn waiting(language: Language, summary: &Markup) -> Response<Bytes> {
    let text = language.say("正在处理，请稍候…", "Being processed, please wait…");
    let content = html! { (summary) p #result data-result="waiting" { (text) } };
    respond(document(language, &language.say("处理中", "Processing"), &content, Some(1)))
}

/// How an order stands when there is nowhere to go on to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    Abandoned,
    /// Nobody has tried to pay.
    Unpaid,
    /// Somebody has, and the bank takes its time.
    Open,
    Paid,
    Failed,
}

/// The last page, with a way back to the cashier where there is one.
pub(crate) fn result(language: Language, summary: &Markup, ending: Ending, again: Option<&str>) -> Response<Bytes> {
    let (result, text) = match ending {
        Ending::Abandoned => ("abandoned", language.say("您已放弃支付，未扣款。", "Nothing was paid.")),
        Ending::Unpaid => ("open", language.say("订单尚未支付。", "The order is not paid.")),
        Ending::Open => ("open", language.say("银行尚未返回结果。", "The bank has not answered yet.")),
        Ending::Paid => ("paid", language.say("支付成功。", "Paid.")),
        Ending::Failed => ("failed", language.say("支付失败。", "The payment has failed.")),
    };
    let content = html! {
        (summary)
        p #result data-result=(result) { (text) }
        @if let Some(cashier) = again { p { a #again href=(cashier) { (language.say("返回收银台", "Back to the cashier")) } } }
    };
    respond(document(language, &language.say("支付结果", "Result of the payment"), &content, None))
}

/// Why an order is not taken. Both languages: the one that was asked for may be what is wrong.
pub(crate) fn error(content: &Markup) -> Response<Bytes> {
    respond(document(Language::Both, "错误 Error", content, None))
}

/// An address of a cashier that leads nowhere.
pub(crate) fn unknown() -> Response<Bytes> {
    let mut response = error(&html! { p #error { "没有这个订单" br; "There is no such order" } });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Sends the browser on; `None` when no header can carry the address.
pub(crate) fn see_other(address: &str) -> Option<Response<Bytes>> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(address).ok()?);
    Some(response)
}

/// What the addresses of this listener begin with, as the caller knows it.
pub(crate) fn origin(request: &Request<Bytes>) -> String {
    let header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let host = header.or(request.uri().authority().map(|authority| authority.as_str())).unwrap_or("localhost");
    format!("https://{host}")
}

/// Puts parameters behind those that an address has.
pub(crate) fn with_query(url: &str, query: &str) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{query}")
}
