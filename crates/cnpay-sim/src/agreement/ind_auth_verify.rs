//! `/cnp/ind_auth_verify`: check the SMS code, bind the card. Section 3.2.

use kq_xml::{IndAuthVerify, op::IndAuthVerifyReply};
use paycore::Sensitive;

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    card::abbreviated,
    codes::{self, Code},
    rules,
    state::{Binding, Signing},
    transaction::Course,
};
use crate::SMS_CODE;

impl Execute for IndAuthVerify {
    const RULES: &'static [Rule] = rules::IND_AUTH_VERIFY;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (merchant, order) = (&visit.account.merchant, fields.required("externalRefNumber")?);
        let now = visit.moment.now;
        let Some(signing) = visit.state.take_signing(merchant, order) else {
            return Ok(answer(fields, codes::SMS_MISMATCH, None));
        };
        let good = now < signing.expires && continues(fields, &signing);
        if let Some(transaction) = visit.state.transaction_mut(merchant, order) {
            transaction.course = if good { Course::Succeeds(now) } else { Course::Fails(now, codes::SMS_MISMATCH) };
        }
        if !good {
            return Ok(answer(fields, codes::SMS_MISMATCH, None));
        }
        let token = Sensitive::from(visit.state.digits(19));
        let binding = Binding { pan: signing.pan, phone: signing.phone, token: token.clone(), usable: true };
        visit.state.bind(merchant, &signing.customer, binding);
        Ok(answer(fields, codes::OK, Some(token)))
    }
}

/// Whether everything is as it was in the first step, and the code is right.
fn continues(fields: &Fields, signing: &Signing) -> bool {
    let is = |name: &str, value: &str| fields.text(name) == Some(value);
    is("customerId", &signing.customer)
        && is("pan", signing.pan.expose())
        && is("phoneNO", signing.phone.expose())
        && is("token", signing.token.expose())
        && is("validCode", SMS_CODE)
}

fn answer(fields: &Fields, code: Code, pay_token: Option<Sensitive>) -> Answer<IndAuthVerify> {
    Answer::content(IndAuthVerifyReply {
        merchant_id: fields.owned("merchantId"),
        terminal_id: None,
        customer_id: fields.owned("customerId"),
        external_ref_number: fields.owned("externalRefNumber"),
        storable_pan: fields.text("pan").map(abbreviated),
        pay_token,
        response_code: Some(code.code.into()),
        response_text_message: Some(code.text.into()),
    })
}
