//! `/cnp/ind_auth`: check a card, "send" the SMS code. Section 3.1.

use kq_xml::{IndAuth, op::IndAuthReply};
use paycore::{BeijingTime, Sensitive};

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    card::abbreviated,
    codes::{self, Code},
    rules,
    state::Signing,
    transaction::{BankSide, Course, Kind, Transaction},
};
use crate::clock::later;

impl Execute for IndAuth {
    const RULES: &'static [Rule] = rules::IND_AUTH;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (merchant, order) = (&visit.account.merchant, fields.required("externalRefNumber")?);
        let terminal = fields.required("terminalId")?;
        if visit.state.is_used(merchant, order) {
            return Ok(answer(fields, codes::REPEATED_ORDER, None));
        }
        if !visit.account.terminals.iter().any(|known| known == terminal) {
            return Ok(answer(fields, codes::WRONG_TERMINAL, None));
        }
        let now = visit.moment.now;
        let expires = later(now, visit.moment.timing.sms_code_life);
        let token = Sensitive::from(visit.state.digits(9));
        let signing = Signing {
            customer: fields.required("customerId")?.to_owned(),
            pan: fields.secret("pan")?,
            phone: fields.secret("phoneNO")?,
            token: token.clone(),
            expires,
        };
        let transaction = Transaction {
            kind: Kind::Check,
            merchant: merchant.clone(),
            terminal: terminal.to_owned(),
            order: order.to_owned(),
            // A card check brings neither a time nor an amount of its own.
            entry_time: BeijingTime::from(now).compact(),
            amount: "0".into(),
            settle_merchant: None,
            bank: Some(BankSide {
                customer: signing.customer.clone(),
                reference: visit.state.next_reference(),
                pan: signing.pan.clone(),
                approval: String::new(),
            }),
            original: None,
            recorded: now,
            // In process until the code is checked, failed once it has expired.
            course: Course::Fails(expires, codes::SMS_MISMATCH),
        };
        visit.state.record(transaction);
        visit.state.begin_signing(merchant, order, signing);
        Ok(answer(fields, codes::OK, Some(token)))
    }
}

fn answer(fields: &Fields, code: Code, token: Option<Sensitive>) -> Answer<IndAuth> {
    Answer::content(IndAuthReply {
        merchant_id: fields.owned("merchantId"),
        terminal_id: fields.owned("terminalId"),
        customer_id: fields.owned("customerId"),
        external_ref_number: fields.owned("externalRefNumber"),
        storable_pan: fields.text("pan").map(abbreviated),
        token,
        response_code: Some(code.code.into()),
        response_text_message: Some(code.text.into()),
    })
}
