//! 0x0303: the order is placed, and the bank sends its SMS code. Section 4.2.1.

use mmsp_json::{
    Product,
    op::quickpay::{Pay, PayReply},
};

use super::binding::{Binding, Validity};
use crate::{
    magic::Magic,
    mmsp::{
        BANK,
        desk::{Desk, Placing},
        order::{Card, Course, Means, compact},
        problem,
        refusal::Refusal,
        sms::Sms,
    },
};

pub(super) fn pay(desk: &mut Desk<'_>, request: Pay) -> Result<PayReply, Refusal> {
    let declined = (Magic::of(request.amt) == Magic::Declined).then_some(problem::MISMATCH);
    let card = Card { number: request.card_no, kind: request.card_type, phone: request.phone_no };
    let bind_id = request.user_id.as_ref().map(|_| desk.state.next_bind_id());
    let key = desk.place(Placing {
        product: Product::QuickPay,
        number: request.mer_order_id,
        amount: request.amt,
        notify_url: request.notify_url,
        jump_url: None,
        goods: None,
        means: Means::Card { card: card.clone(), bind_id: bind_id.clone(), sms: Sms::send(&desk.moment) },
        course: declined.map_or(Course::Waits, Course::Fails),
    })?;
    let list_id = desk.find(Product::QuickPay, &key.number)?.reference.clone();
    if let (Some(id), Some(user)) = (bind_id.clone(), request.user_id) {
        desk.state.bind(Binding {
            id,
            merchant: key.merchant.clone(),
            user,
            list_id: list_id.clone(),
            card: card.clone(),
            exp_date: request.exp_date,
            cvn2: request.cvn2,
            name: request.name,
            id_no: request.id_no,
            validity: Validity::OncePaid(key.clone()),
        });
    }
    Ok(PayReply {
        status: Some(if declined.is_some() { "2" } else { "0" }.into()),
        list_id: Some(list_id),
        mer_order_id: Some(key.number),
        pay_date: Some(String::new()),
        notify_date: Some(compact(desk.moment.now)),
        amt: Some(request.amt.to_fen()),
        bank_name: Some(BANK.into()),
        card_no: Some(card.masked()),
        bind_id,
        err_code: problem::code(declined),
        err_msg: problem::text(declined),
    })
}
