//! The pages of the cashier: what is to be paid, with which bank, and why an order is not taken.

use bytes::Bytes;
use http::Response;
use maud::{Markup, html};

use super::{bank, code::Code, order::Order};
use crate::page::{self, Ending, choices, document, qr_code, respond};

/// The bank list, or the page of the bank that the merchant has named. `address` is where the page is found, for the payer's phone.
pub(super) fn cashier(order: &Order, address: &str, path: &str) -> Response<Bytes> {
    let language = order.language();
    let named = order.fields.get("bankId").and_then(|id| bank::find(order.fields.text("payType"), id));
    let title = named.map_or_else(|| language.say("快钱收银台", "99bill cashier"), |bank| bank.name(language));
    let banks = if named.is_none() {
        bank_list(order)
    } else {
        html! {}
    };
    let content = html! {
        (summary(order))
        (choices(language, path, &banks))
        @if named.is_none() { (qr_code(language, address)) }
    };
    respond(document(language, &title, &content, None))
}

fn bank_list(order: &Order) -> Markup {
    let language = order.language();
    let banks = bank::banks(order.fields.text("payType"));
    html! {
        @if !banks.is_empty() {
            fieldset #banks {
                legend { (language.say("选择银行", "Choose a bank")) }
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

/// What is paid for.
fn summary(order: &Order) -> Markup {
    let language = order.language();
    let field = |name: &str, id: &str, label: &str| {
        html! { @if let Some(text) = order.fields.get(name) { dt { (label) } dd id=(id) { (text) } } }
    };
    html! {
        dl {
            (field("productName", "product", &language.say("商品", "Goods")))
            (field("orderId", "order", &language.say("订单号", "Order")))
            (field("merchantAcctId", "payee", &language.say("收款账户", "Payee")))
            dt { (language.say("金额", "Amount")) } dd #amount { (order.amount) }
        }
    }
}

/// The bank has not answered yet, or the merchant. The page asks again.
pub(super) fn waiting(order: &Order) -> Response<Bytes> {
    page::waiting(order.language(), &summary(order))
}

/// How it stands when there is nowhere to go on to.
pub(super) fn result(order: &Order, ending: Ending, cashier: Option<&str>) -> Response<Bytes> {
    page::result(order.language(), &summary(order), ending, cashier)
}

/// Why an order is not taken.
pub(super) fn refusal(code: Code) -> Response<Bytes> {
    page::error(&html! { p #error data-code=(code.code) { strong { (code.code) } " " (code.zh) br; (code.en) } })
}
