//! `/cnp/purchase` with `QuickPay`: pay with an SMS code. Section 3.3.

use kq_xml::Purchase;
use paycore::{Fen, Sensitive};

use super::{
    Answer, Fields, Refusal, Visit,
    codes::{self, Code},
    payment::{self, Subject},
    state::{Binding, Prepared},
    transaction::{Kind, Transaction},
};
use crate::SMS_CODE;

const QUICK: &str = "QuickPay";

/// A pay token belongs to agreement pay: with one, the flag is the field that does not fit.
pub(super) fn is_meant(fields: &Fields) -> bool {
    fields.text("spFlag") == Some(QUICK) && fields.node("payToken").is_none()
}

pub(super) fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Purchase>, Refusal> {
    let mut matched = None;
    let answer = payment::execute(Kind::Purchase, fields, visit, |visit, amount| {
        let payment = prepared(fields, visit, amount)?;
        let subject = Subject { customer: payment.customer.clone(), pan: payment.pan.clone(), original: None };
        matched = Some(payment);
        Ok(subject)
    })?;
    if let Some(payment) = matched
        && fields.text("cardNo").is_some()
        && fields.pair("savePciFlag") == Some("1")
    {
        store(payment, visit);
    }
    Ok(answer)
}

/// What the SMS code was sent for, if it was sent for exactly this. The code is spent either way.
fn prepared(fields: &Fields, visit: &mut Visit<'_>, amount: Fen) -> Result<Prepared, Code> {
    let payment = fields
        .pair("token")
        .and_then(|token| visit.state.take_prepared(&visit.account.merchant, token))
        .filter(|payment| continues(fields, payment, amount) && visit.moment.now < payment.expires)
        .ok_or(codes::SMS_MISMATCH)?;
    let Some(card) = fields.text("storableCardNo") else { return Ok(payment) };
    match payment::stored_card(visit, &payment.customer, card) {
        Some(pan) if pan == payment.pan => Ok(payment),
        Some(_) => Err(codes::SMS_MISMATCH),
        None => Err(codes::NOT_BOUND),
    }
}

/// Whether everything is as it was when the code was sent, and the code is right.
fn continues(fields: &Fields, payment: &Prepared, amount: Fen) -> bool {
    let is = |name: &str, value: &str| fields.text(name).is_none_or(|text| text == value);
    let phone = fields.pair("phone").is_none_or(|phone| payment.phone.as_ref().is_some_and(|known| known.expose() == phone));
    is("externalRefNumber", &payment.order)
        && is("customerId", &payment.customer)
        && is("cardNo", payment.pan.expose())
        && amount == payment.amount
        && phone
        && fields.pair("validCode") == Some(SMS_CODE)
}

/// Binds the card of a payment that was not declined; an earlier binding of it stays.
fn store(payment: Prepared, visit: &mut Visit<'_>) {
    let merchant = &visit.account.merchant;
    let bound = visit.state.bindings(merchant, &payment.customer).iter().any(|binding| binding.pan == payment.pan);
    if bound || !visit.state.transaction(merchant, &payment.order).is_some_and(Transaction::counts) {
        return;
    }
    let token = Sensitive::from(visit.state.digits(19));
    let phone = payment.phone.unwrap_or_default();
    visit.state.bind(merchant, &payment.customer, Binding { pan: payment.pan, phone, token, usable: true });
}
