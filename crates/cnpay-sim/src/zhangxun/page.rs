//! The page on which a payer pays.

use maud::{Markup, html};
use zx_form::{ContentType, codes::tran_type};

use super::{content::content, order::Order};
use crate::page::{Language, choices, document, qr_code};

/// `address` is where the page is found, for a phone; `action` is where its form goes.
pub(super) fn cashier(order: &Order, address: &str, action: &str) -> String {
    let is_bank = content(&order.request, address).0 == ContentType::Html;
    let page = html! {
        (summary(order))
        (choices(Language::Both, action, &html! {}))
        @if !is_bank { (qr_code(Language::Both, address)) }
    };
    document(Language::Both, title(&order.request.tran_type), &page, None)
}

fn title(trade_type: &str) -> &'static str {
    match trade_type {
        tran_type::QUICK => "快捷支付 Quick pay",
        tran_type::WECHAT_SCAN | tran_type::WECHAT_H5 => "微信支付 WeChat Pay",
        tran_type::ALIPAY_SCAN | tran_type::ALIPAY_H5 => "支付宝 Alipay",
        tran_type::GATEWAY => "网上银行 E-bank",
        tran_type::QQ_SCAN | tran_type::QQ_H5 => "QQ钱包 QQ Wallet",
        tran_type::UNIONPAY_SCAN => "银联支付 UnionPay",
        tran_type::JD_SCAN | tran_type::JD_H5 => "京东支付 JD Pay",
        _ => "收银台 Cashier",
    }
}

/// What is paid for.
pub(super) fn summary(order: &Order) -> Markup {
    let request = &order.request;
    html! {
        dl {
            dt { "商品 Goods" } dd #product { (request.goods_name) }
            dt { "订单号 Order" } dd #order { (request.cust_order_no) }
            dt { "商户 Merchant" } dd #payee { (request.cust_id) }
            @if let Some(bank) = &request.bank_code { dt { "银行 Bank" } dd #bank { (bank) } }
            dt { "金额 Amount" } dd #amount { (request.pay_amt) }
        }
    }
}
