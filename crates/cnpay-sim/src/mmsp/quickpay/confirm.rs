//! 0x0304 and 0x030A: the code is handed in, or sent once more. Sections 4.2.2 and 4.2.9.

use mmsp_json::{
    Product,
    op::quickpay::{Confirm, ConfirmReply, ResendSms, ResendSmsReply},
};

use crate::{
    magic::Magic,
    mmsp::{
        desk::Desk,
        order::{Course, Means, Standing},
        problem,
        refusal::Refusal,
    },
};

pub(super) fn confirm(desk: &mut Desk<'_>, request: Confirm) -> Result<ConfirmReply, Refusal> {
    let order = desk.find_reference(Product::QuickPay, &request.list_id)?;
    let checked = match (&order.means, order.standing(desk.moment.now)) {
        (Means::Card { sms, .. }, Standing::Waiting) => sms.check(&request.msg_code, &desk.moment),
        _ => Err(problem::NOT_WAITING),
    };
    if let Err(problem) = checked {
        return Ok(ConfirmReply {
            status: Some("2".into()),
            err_code: Some(problem.code.into()),
            err_msg: Some(problem.text.into()),
            ..ConfirmReply::default()
        });
    }
    let (key, amount) = (order.key.clone(), order.amount);
    desk.strike(amount)?;
    desk.begin(&key, Course::of(amount, &desk.moment));
    if Magic::of(amount) == Magic::UnknownThenPaid {
        return Err(Refusal::Failed);
    }
    Ok(ConfirmReply { status: Some("1".into()), list_id: Some(request.list_id), ..ConfirmReply::default() })
}

pub(super) fn resend_sms(desk: &mut Desk<'_>, request: ResendSms) -> Result<ResendSmsReply, Refusal> {
    let order = desk.find_reference(Product::QuickPay, &request.list_id)?;
    let (key, standing, moment) = (order.key.clone(), order.standing(desk.moment.now), desk.moment);
    let sent = match desk.state.order_mut(&key).map(|order| &mut order.means) {
        Some(Means::Card { sms, .. }) if standing == Standing::Waiting => sms.send_again(&moment),
        _ => Err(problem::NOT_WAITING),
    };
    Ok(ResendSmsReply {
        status: Some(if sent.is_ok() { "1" } else { "2" }.into()),
        list_id: Some(request.list_id),
        err_code: problem::code(sent.err()),
        err_msg: problem::text(sent.err()),
    })
}
