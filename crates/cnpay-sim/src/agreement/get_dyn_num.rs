//! `/cnp/getDynNum`: "send" the SMS code for a payment. Section 3.8.

use kq_xml::{GetDynNum, op::GetDynNumReply};
use paycore::{Fen, Sensitive};

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    card::{Card, abbreviated},
    codes::{self, Code},
    payment, rules,
    state::Prepared,
};
use crate::clock::later;

impl Execute for GetDynNum {
    const RULES: &'static [Rule] = rules::GET_DYN_NUM;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (merchant, order) = (&visit.account.merchant, fields.required("externalRefNumber")?);
        let customer = fields.required("customerId")?;
        if visit.state.is_used(merchant, order) {
            return Ok(answer(fields, codes::REPEATED_ORDER, None));
        }
        let Some(pan) = card(fields, visit, customer) else {
            return Ok(answer(fields, codes::NOT_BOUND, None));
        };
        if fields.text("bankId").is_some_and(|bank| bank != Card::of(pan.expose()).bank) {
            return Err(Refusal::wrong_bank());
        }
        let payment = Prepared {
            order: order.to_owned(),
            customer: customer.to_owned(),
            pan,
            phone: fields.text("phoneNO").filter(|phone| !phone.is_empty()).map(Sensitive::from),
            amount: Fen::parse_yuan(fields.required("amount")?).map_err(|_| Refusal::format("amount"))?,
            expires: later(visit.moment.now, visit.moment.timing.sms_code_life),
        };
        let token = Sensitive::from(visit.state.digits(9));
        visit.state.prepare(merchant, &token, payment);
        Ok(answer(fields, codes::OK, Some(token)))
    }
}

/// The card in full, or the only stored one of that abbreviation.
fn card(fields: &Fields, visit: &Visit<'_>, customer: &str) -> Option<Sensitive> {
    if let Some(pan) = fields.text("pan") {
        return Some(pan.into());
    }
    payment::stored_card(visit, customer, fields.text("storablePan")?)
}

fn answer(fields: &Fields, code: Code, token: Option<Sensitive>) -> Answer<GetDynNum> {
    Answer::content(GetDynNumReply {
        merchant_id: fields.owned("merchantId"),
        customer_id: fields.owned("customerId"),
        storable_pan: fields.text("pan").map(abbreviated).or_else(|| fields.owned("storablePan")),
        token,
        response_code: Some(code.code.into()),
        // As the sample: a success needs no words.
        response_text_message: (code != codes::OK).then(|| code.text.into()),
    })
}
