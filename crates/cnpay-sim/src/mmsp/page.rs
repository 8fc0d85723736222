//! The pages that a payer sees: what is to be paid, and how it ended.

use bytes::Bytes;
use http::Response;
use maud::{Markup, html};

use super::{
    order::{Means, Order, Wallet},
    refusal::Refusal,
};
use crate::page::{self, Ending, Language, choices, document, qr_code};

/// The page on which an order is paid. `address` is where it is found, for a phone; `action` is where its form goes.
pub(super) fn cashier(order: &Order, address: &str, action: &str) -> String {
    let content = html! {
        (summary(order))
        (choices(Language::Both, action, &html! {}))
        @if !matches!(order.means, Means::Bank { .. }) { (qr_code(Language::Both, address)) }
    };
    document(Language::Both, title(order), &content, None)
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
    page::waiting(Language::Both, &summary(order))
}

/// How it stands when there is nowhere to go on to.
pub(super) fn result(order: &Order, ending: Ending, again: Option<&str>) -> Response<Bytes> {
    page::result(Language::Both, &summary(order), ending, again)
}

/// Why a form is not taken.
pub(super) fn refusal(refusal: Refusal) -> Response<Bytes> {
    page::error(&html! { p #error data-code=(refusal.ret_code()) { (refusal.message()) } })
}
