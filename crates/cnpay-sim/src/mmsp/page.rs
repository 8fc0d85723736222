//! The pages that a payer sees: what is to be paid, and how it ended.

use bytes::Bytes;
use http::{Response, StatusCode};
use maud::{Markup, html};

use super::{
    order::{Means, Order, Wallet},
    refusal::Refusal,
};
use crate::page::{document, qr_code, respond};

/// The page on which an order is paid. `address` is where it is found, for a phone; `action` is where its form goes.
pub(super) fn cashier(order: &Order, address: &str, action: &str) -> String {
    let content = html! {
        (summary(order))
        form method="post" action=(action) {
            button #pay name="choice" value="pay" { "确认支付 Pay" }
            button #fail name="choice" value="fail" { "支付失败（余额不足） Fail (the balance is too low)" }
            button #abandon name="choice" value="abandon" { "放弃支付 Abandon" }
        }
        @if !matches!(order.means, Means::Bank { .. }) && let Some(code) = qr_code(address) {
            figure #qr { (code) figcaption { "手机扫码支付 Scan to pay on a phone" } }
        }
    };
    document(title(order), &content, None)
}

const fn title(order: &Order) -> &'static str {
    match order.means {
        Means::Wallet { wallet: Wallet::WeChat, .. } => "微信支付 WeChat Pay",
        Means::Wallet { wallet: Wallet::Alipay, .. } => "支付宝 Alipay",
        Means::Wallet { wallet: Wallet::Qq, .. } => "QQ钱包 QQ Wallet",
        Means::Wallet { wallet: Wallet::Jd, .. } => "京东支付 JD Pay",
        Means::Wallet { wallet: Wallet::UnionPay, .. } | Means::UnionPay | Means::Card { .. } => "银联支付 UnionPay",
        Means::Bank { .. } => "网上银行 E-bank",
    }
}

/// What is paid for.
fn summary(order: &Order) -> Markup {
    html! {
        dl {
            @if let Some(goods) = &order.goods { dt { "商品 Goods" } dd #product { (goods) } }
            dt { "订单号 Order" } dd #order { (order.number()) }
            dt { "商户 Merchant" } dd #payee { (order.key.merchant) }
            @if let Means::Bank { channel, .. } = &order.means { dt { "银行 Bank" } dd #bank { (channel) } }
            dt { "金额 Amount" } dd #amount { (order.amount) }
        }
    }
}

/// It is not decided. The page asks again.
pub(super) fn waiting(order: &Order) -> Response<Bytes> {
    let content = html! { (summary(order)) p #result data-result="waiting" { "正在处理，请稍候… Being processed, please wait…" } };
    respond(StatusCode::OK, document("处理中 Processing", &content, Some(1)))
}

/// How it stands when there is nowhere to go on to.
pub(super) fn result(order: &Order, result: &str, text: &str, again: Option<&str>) -> Response<Bytes> {
    let content = html! {
        (summary(order))
        p #result data-result=(result) { (text) }
        @if let Some(cashier) = again { p { a #again href=(cashier) { "返回收银台 Back to the cashier" } } }
    };
    respond(StatusCode::OK, document("支付结果 Result of the payment", &content, None))
}

/// Why a form is not taken.
pub(super) fn refusal(refusal: Refusal) -> Response<Bytes> {
    let content = html! { p #error data-code=(refusal.ret_code()) { (refusal.message()) } };
    respond(StatusCode::OK, document("错误 Error", &content, None))
}

/// An address that leads nowhere.
pub(super) fn unknown() -> Response<Bytes> {
    let content = html! { p #error { "没有这个订单 There is no such order" } };
    respond(StatusCode::NOT_FOUND, document("错误 Error", &content, None))
}
