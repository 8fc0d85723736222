//! 0x030D and 0x0306: a card is bound without a payment, by an SMS code. Sections 4.2.4 and 4.2.5.

use mmsp_json::{
    Product,
    op::quickpay::{Bind, BindReply, BindSms, BindSmsReply},
};

use super::binding::{Binding, Signing, Validity};
use crate::mmsp::{
    desk::Desk,
    order::Card,
    problem::{self, Problem},
    refusal::Refusal,
    sms::Sms,
};

/// Sends the code; the same number again sends another, not before a minute has passed.
pub(super) fn bind_sms(desk: &mut Desk<'_>, request: BindSms) -> Result<BindSmsReply, Refusal> {
    let (merchant, moment) = (desk.call.account.merchant.clone(), desk.moment);
    let (list_id, problem) = match desk.state.signing(&merchant, &request.mer_order_id) {
        Some(signing) if signing.done || signing.number != request.card_no => return Err(Refusal::Duplicate),
        Some(signing) => (signing.list_id.clone(), signing.sms.send_again(&moment).err()),
        None => {
            let list_id = desk.state.next_reference(Product::QuickPay, moment.now);
            let signing = Signing {
                user: request.user_id.clone(),
                number: request.card_no.clone(),
                phone: request.phone_no,
                list_id: list_id.clone(),
                sms: Sms::send(&moment),
                done: false,
            };
            desk.state.record_signing(&merchant, &request.mer_order_id, signing);
            (list_id, None)
        }
    };
    Ok(BindSmsReply {
        status: Some(if problem.is_none() { "1" } else { "2" }.into()),
        user_id: Some(request.user_id),
        mer_order_id: Some(request.mer_order_id),
        card_no: Some(request.card_no),
        list_id: Some(list_id),
        err_code: problem::code(problem),
        err_msg: problem::text(problem),
    })
}

pub(super) fn bind(desk: &mut Desk<'_>, request: Bind) -> Result<BindReply, Refusal> {
    let (merchant, moment) = (desk.call.account.merchant.clone(), desk.moment);
    let signing = desk.state.signing(&merchant, &request.mer_order_id).ok_or(Refusal::NoOrder)?;
    if signing.done {
        return Err(Refusal::Duplicate);
    }
    let checked = check(signing, &request).and_then(|()| signing.sms.check(&request.msg_code, &moment));
    signing.done = checked.is_ok();
    let list_id = signing.list_id.clone();
    let bind_id = checked.is_ok().then(|| desk.state.next_bind_id());
    if let Some(id) = bind_id.clone() {
        desk.state.bind(Binding {
            id,
            merchant,
            user: request.user_id.clone(),
            list_id: list_id.clone(),
            card: Card { number: request.card_no.clone(), kind: request.card_type, phone: request.phone_no },
            exp_date: request.exp_date,
            cvn2: request.cvn2,
            name: request.name,
            id_no: request.id_no,
            validity: Validity::Now,
        });
    }
    Ok(BindReply {
        status: Some(if checked.is_ok() { "1" } else { "2" }.into()),
        list_id: Some(list_id),
        bind_id,
        user_id: Some(request.user_id),
        mer_order_id: Some(request.mer_order_id),
        card_no: Some(request.card_no),
        err_code: problem::code(checked.err()),
        err_msg: problem::text(checked.err()),
    })
}

/// Whether it is the card that the code was sent for.
fn check(signing: &Signing, request: &Bind) -> Result<(), Problem> {
    let same = signing.user == request.user_id && signing.number == request.card_no && signing.phone == request.phone_no;
    if same { Ok(()) } else { Err(problem::MISMATCH) }
}
