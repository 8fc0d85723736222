//! The pages that a payer sees. Nothing in them comes from elsewhere, and every value is escaped by the template.

use bytes::Bytes;
use http::{
    HeaderValue, Response,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use qrcode::{QrCode, render::svg};

use super::{bank, code::Code, order::Order};

/// What a page is written in: `language` 1 or 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Chinese,
    English,
}

impl Language {
    pub(super) fn choose<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

/// The bank list, or the page of the bank that the merchant has named. `address` is where the page is found, for the payer's phone.
pub(super) fn cashier(order: &Order, address: &str, path: &str) -> Response<Bytes> {
    let language = order.language();
    let named = order.fields.get("bankId").and_then(|id| bank::find(order.fields.text("payType"), id));
    let title = named.map_or(language.choose("快钱收银台", "99bill cashier"), |bank| bank.name(language));
    let content = html! {
        (summary(order))
        form method="post" action=(path) {
            @if named.is_none() { (bank_list(order)) }
            button #pay name="choice" value="pay" { (language.choose("确认支付", "Pay")) }
            button #fail name="choice" value="fail" { (language.choose("支付失败（余额不足）", "Fail (the balance is too low)")) }
            button #abandon name="choice" value="abandon" { (language.choose("放弃支付", "Abandon")) }
        }
        @if named.is_none() { (qr_code(address, language)) }
    };
    page(language, title, &content, None)
}

fn bank_list(order: &Order) -> Markup {
    let language = order.language();
    let banks = bank::banks(order.fields.text("payType"));
    html! {
        @if !banks.is_empty() {
            fieldset #banks {
                legend { (language.choose("选择银行", "Choose a bank")) }
                @for (at, bank) in banks.iter().enumerate() {
                    label {
                        input type="radio" name="bank" value=(bank.id) checked[at == 0];
                        (bank.name(language))
                    }
                }
            }
        }
    }
}

fn qr_code(address: &str, language: Language) -> Markup {
    // An address that is too long for a code has none.
    let Ok(code) = QrCode::new(address) else { return html! {} };
    let document = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
    // Inside a page it stands without its XML declaration.
    let drawing = document.split_once("?>").map_or(document.as_str(), |(_, drawing)| drawing);
    html! {
        figure #qr {
            (PreEscaped(drawing))
            figcaption { (language.choose("手机扫码支付", "Scan to pay on a phone")) }
        }
    }
}

/// What is paid for.
fn summary(order: &Order) -> Markup {
    let language = order.language();
    let field = |name: &str, id: &str, label: &str| {
        html! { @if let Some(text) = order.fields.get(name) { dt { (label) } dd id=(id) { (text) } } }
    };
    html! {
        dl {
            (field("productName", "product", language.choose("商品", "Goods")))
            (field("orderId", "order", language.choose("订单号", "Order")))
            (field("merchantAcctId", "payee", language.choose("收款账户", "Payee")))
            dt { (language.choose("金额", "Amount")) } dd #amount { (order.amount) }
        }
    }
}

/// The bank has not answered yet, or the merchant. The page asks again.
pub(super) fn waiting(order: &Order) -> Response<Bytes> {
    let language = order.language();
    let content = html! { (summary(order)) p #result data-result="waiting" { (language.choose("正在处理，请稍候…", "Being processed, please wait…")) } };
    page(language, language.choose("处理中", "Processing"), &content, Some(1))
}

/// How it stands when there is nowhere to go on to.
pub(super) fn result(order: &Order, result: &str, zh: &str, en: &str, cashier: Option<&str>) -> Response<Bytes> {
    let language = order.language();
    let content = html! {
        (summary(order))
        p #result data-result=(result) { (language.choose(zh, en)) }
        @if let Some(cashier) = cashier { p { a #again href=(cashier) { (language.choose("返回收银台", "Back to the cashier")) } } }
    };
    page(language, language.choose("支付结果", "Result of the payment"), &content, None)
}

/// Why an order is not taken. Both languages: the one that was asked for may be what is wrong.
pub(super) fn refusal(code: Code) -> Response<Bytes> {
    let content = html! { p #error data-code=(code.code) { strong { (code.code) } " " (code.zh) br; (code.en) } };
    page(Language::Chinese, "错误 Error", &content, None)
}

/// An address of the cashier that leads nowhere.
pub(super) fn unknown() -> Response<Bytes> {
    let content = html! { p #error { "没有这个订单" br; "There is no such order" } };
    let mut response = page(Language::Chinese, "错误 Error", &content, None);
    *response.status_mut() = http::StatusCode::NOT_FOUND;
    response
}

fn page(language: Language, title: &str, content: &Markup, refresh: Option<u32>) -> Response<Bytes> {
    let document = html! {
        (DOCTYPE)
        html lang=(language.choose("zh", "en")) {
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
                    footer { (language.choose("模拟器：不涉及真实资金", "Simulator: no real money moves here")) }
                }
            }
        }
    };
    let mut response = Response::new(Bytes::from(document.into_string()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"),
    );
    response
}
