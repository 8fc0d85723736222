//! 0x030F: a page of UnionPay on which the payer pays. Section 4.2.12.

use mmsp_json::{
    Product,
    op::quickpay::{UnionpayOrder, UnionpayOrderReply},
};

use crate::mmsp::{
    cashier,
    desk::{Desk, Placing},
    order::{Course, Means},
    page, problem,
    refusal::Refusal,
};

pub(super) fn unionpay_order(desk: &mut Desk<'_>, request: UnionpayOrder) -> Result<UnionpayOrderReply, Refusal> {
    let course = Course::when_placed(request.amt, &desk.moment);
    let key = desk.place(Placing {
        product: Product::QuickPay,
        number: request.mer_order_id,
        amount: request.amt,
        notify_url: request.notify_url,
        jump_url: Some(request.jump_url),
        goods: None,
        means: Means::UnionPay,
        course,
    })?;
    let order = desk.state.order(&key).ok_or(Refusal::NoOrder)?;
    let declined = course.problem();
    let address = cashier::address(&desk.origin, &order.ticket);
    let as_page = request.trade_mode == "2";
    Ok(UnionpayOrderReply {
        status: Some(if declined.is_some() { "2" } else { "0" }.into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(key.number.clone()),
        pay_date: Some(String::new()),
        notify_date: None,
        amt: Some(order.amount.to_fen()),
        html: (as_page && declined.is_none()).then(|| page::cashier(order, &address, &address)),
        pay_url: (!as_page && declined.is_none()).then_some(address),
        err_code: problem::code(declined),
        err_msg: Some(declined.unwrap_or(problem::PAYING).text.into()),
    })
}
