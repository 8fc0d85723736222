//! 0x030C and 0x030B: a bound card is charged, after an SMS code. Sections 4.2.10 and 4.2.11.

use mmsp_json::{
    Product,
    op::quickpay::{BoundPay, BoundPayReply, BoundPaySms, BoundPaySmsReply},
};

use super::binding::bound;
use crate::{
    magic::Magic,
    mmsp::{
        BANK,
        desk::{Desk, Placing},
        order::{Course, Means, Order, Standing, notify_date, pay_date},
        problem::{self, Problem},
        refusal::Refusal,
        sms::Sms,
    },
};

/// Places the order and sends the code. The same number again sends another code.
pub(super) fn bound_pay_sms(desk: &mut Desk<'_>, request: BoundPaySms) -> Result<BoundPaySmsReply, Refusal> {
    let card = bound(desk, &request.bind_id).filter(|binding| binding.user == request.user_id && binding.card.phone == request.phone_no);
    let Some(card) = card.map(|binding| binding.card.clone()) else {
        return Ok(BoundPaySmsReply {
            status: Some("2".into()),
            user_id: Some(request.user_id),
            mer_order_id: Some(request.mer_order_id),
            err_code: Some(problem::MISMATCH.code.into()),
            err_msg: Some(problem::MISMATCH.text.into()),
            ..BoundPaySmsReply::default()
        });
    };
    let (key, moment) = (desk.key(Product::QuickPay, &request.mer_order_id), desk.moment);
    let sent = match desk.state.order_mut(&key) {
        Some(Order { means: Means::Card { sms, bind_id: Some(id), .. }, amount, course: Course::Waits, .. })
            if *id == request.bind_id && *amount == request.amt =>
        {
            sms.send_again(&moment)
        }
        _ => {
            desk.place(Placing {
                product: Product::QuickPay,
                number: request.mer_order_id.clone(),
                amount: request.amt,
                // It comes with the second step.
                notify_url: String::new(),
                jump_url: None,
                goods: None,
                means: Means::Card { card: card.clone(), bind_id: Some(request.bind_id), sms: Sms::send(&moment) },
                course: Course::Waits,
            })?;
            Ok(())
        }
    };
    Ok(BoundPaySmsReply {
        status: Some(if sent.is_ok() { "1" } else { "2" }.into()),
        user_id: Some(request.user_id),
        list_id: Some(desk.find(Product::QuickPay, &key.number)?.reference.clone()),
        mer_order_id: Some(request.mer_order_id),
        card_no: Some(card.masked()),
        err_code: problem::code(sent.err()),
        err_msg: problem::text(sent.err()),
    })
}

pub(super) fn bound_pay(desk: &mut Desk<'_>, request: BoundPay) -> Result<BoundPayReply, Refusal> {
    let order = desk.find(Product::QuickPay, &request.mer_order_id)?;
    if order.amount != request.amt {
        return Err(Refusal::Amount);
    }
    let key = order.key.clone();
    let (status, problem) = match check(desk, order, &request) {
        Err(problem) => ("2", Some(problem)),
        Ok(()) => {
            desk.strike(request.amt)?;
            if let Some(order) = desk.state.order_mut(&key) {
                order.notify_url = request.notify_url;
            }
            desk.begin(&key, Course::of(request.amt, &desk.moment));
            match Magic::of(request.amt) {
                Magic::Declined => ("2", Some(problem::DECLINED)),
                Magic::UnknownThenPaid => ("0", Some(problem::PAYING)),
                _ => ("1", None),
            }
        }
    };
    let order = desk.state.order(&key).ok_or(Refusal::NoOrder)?;
    let paid = order.paid(desk.moment.now);
    Ok(BoundPayReply {
        status: Some(status.into()),
        user_id: Some(request.user_id),
        bind_id: Some(request.bind_id),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(request.mer_order_id),
        pay_date: Some(pay_date(paid)),
        notify_date: Some(notify_date(paid, &desk.moment)),
        amt: Some(request.amt.to_fen()),
        bank_name: Some(BANK.into()),
        card_no: order.card().map(|card| card.masked()),
        err_code: problem::code(problem),
        err_msg: problem::text(problem),
    })
}

/// Whether the second step follows the first.
fn check(desk: &Desk<'_>, order: &Order, request: &BoundPay) -> Result<(), Problem> {
    let Means::Card { sms, bind_id, .. } = &order.means else { return Err(problem::NOT_WAITING) };
    if order.standing(desk.moment.now) != Standing::Waiting {
        return Err(problem::NOT_WAITING);
    }
    let binding = bound(desk, &request.bind_id).filter(|binding| binding.user == request.user_id);
    if binding.is_none() || bind_id.as_ref() != Some(&request.bind_id) {
        return Err(problem::MISMATCH);
    }
    sms.check(&request.msg_code, &desk.moment)
}
