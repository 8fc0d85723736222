//! What the shop's payers see. Every value is escaped by the template, and nothing comes from elsewhere.

use bytes::Bytes;
use cnpay::{TradeState, kuaiqian::gateway::Checkout};
use http::{
    HeaderValue, Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use rand::{Rng, distributions::Alphanumeric, rngs::OsRng};

use super::book::{Book, Order};
use crate::language::Language;

/// What a page of ours may do: show itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// The goods, and what has been ordered so far. `wrong` is why the last order was not taken.
pub(super) fn front(language: Language, book: &Book, wrong: Option<&str>) -> Response<Bytes> {
    let content = html! {
        @if let Some(wrong) = wrong { p #wrong { (language.pick("订单未提交：", "The order was not taken: ")) (wrong) } }
        form method="post" action="/orders" {
            label { (language.pick("商品", "Goods")) input #goods name="goods" maxlength="256" value=(language.pick("红茶 250 克", "Black tea, 250 g")); }
            label { (language.pick("金额（元）", "Amount in yuan")) input #yuan name="yuan" inputmode="decimal" value="88.60"; }
            button #buy { (language.pick("去付款", "Go and pay")) }
        }
        p { (language.pick(
            "金额的分数决定结果：.51 被拒，.68 处理中后成功，.69 一直处理中，其余成功。",
            "The fen decide: .51 is declined, .68 pending and then paid, .69 pending for ever, anything else is paid.",
        )) }
        ul { @for order in book.iter() { (entry(language, order)) } }
        @if !book.strangers.is_empty() {
            p #strangers { (language.pick("通知所指的订单不存在：", "Notices of orders that nobody placed: ")) (book.strangers.iter().map(String::as_str).collect::<Vec<_>>().join(", ")) }
        }
    };
    let status = if wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    page(status, language, language.pick("商店", "Shop"), &content)
}

fn entry(language: Language, order: &Order) -> Markup {
    html! {
        li { a href={ "/orders/" (order.pay.order_id) } { (order.goods()) } " · " (order.amount()) " · " (state(language, order.state)) }
    }
}

/// One order, as it is stored.
pub(super) fn order(language: Language, order: Option<&Order>) -> Response<Bytes> {
    match order {
        Some(order) => shown(language, order),
        None => missing(StatusCode::NOT_FOUND),
    }
}

/// Where the payer comes back to. Without parameters that verify there is no order to speak of.
pub(super) fn result(language: Language, order: Option<&Order>) -> Response<Bytes> {
    match order {
        Some(order) => shown(language, order),
        None => {
            let content = html! { p #state data-state="unknown" { (state(language, TradeState::Unknown)) } (home(language)) };
            page(StatusCode::OK, language, language.pick("支付结果", "Your payment"), &content)
        }
    }
}

fn shown(language: Language, order: &Order) -> Response<Bytes> {
    let number = &order.pay.order_id;
    let content = html! {
        p #state data-state=(order.state) { (state(language, order.state)) }
        dl {
            dt { (language.pick("商品", "Goods")) } dd #goods { (order.goods()) }
            dt { (language.pick("金额", "Amount")) } dd #amount { (order.amount()) }
            dt { (language.pick("订单号", "Order")) } dd #order { (number) }
            dt { (language.pick("已验签且相符的通知", "Verified, matching notices")) } dd #notices { (order.notices) }
            @if let Some(field) = order.conflict {
                dt { (language.pick("须人工核实", "For a person to look into")) } dd #conflict { (field) }
            }
        }
        @if order.state != TradeState::Succeeded {
            form method="post" action={ "/orders/" (number) "/pay" } { button #again { (language.pick("继续付款", "Pay this order")) } }
        }
        (home(language))
    };
    page(StatusCode::OK, language, language.pick("支付结果", "Your payment"), &content)
}

fn home(language: Language) -> Markup {
    html! { p { a #home href="/" { (language.pick("返回商店", "Back to the shop")) } } }
}

/// What a payer is told of a state.
fn state(language: Language, state: TradeState) -> &'static str {
    match state {
        TradeState::Succeeded => language.pick("已支付", "Paid"),
        TradeState::Failed => language.pick("支付失败，可再次支付", "The payment has failed; you may try again"),
        _ => language.pick("正在核实支付结果", "The payment is being checked"),
    }
}

/// The page that takes the payer to the cashier at `gateway`.
pub(super) fn checkout(checkout: &Checkout, gateway: &str) -> Response<Bytes> {
    let nonce: String = OsRng.sample_iter(Alphanumeric).take(22).map(char::from).collect();
    let policy = format!("default-src 'none'; script-src 'nonce-{nonce}'; form-action {gateway}; base-uri 'none'; frame-ancestors 'none'");
    answer(StatusCode::OK, checkout.html_with_nonce(&nonce), &policy)
}

/// There is nothing here.
pub(super) fn missing(status: StatusCode) -> Response<Bytes> {
    let content = html! { p { (status) } (home(Language::Zh)) (home(Language::En)) };
    page(status, Language::Zh, "没有此页 No such page", &content)
}

fn page(status: StatusCode, language: Language, title: &str, content: &Markup) -> Response<Bytes> {
    let document = html! {
        (DOCTYPE)
        html lang=(language.pick("zh", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body { main { h1 { (title) } (content) } }
        }
    };
    answer(status, document.into_string(), POLICY)
}

fn answer(status: StatusCode, html: String, policy: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static(POLICY));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}
