//! `/cnp/void`: cancel a transaction of the same settlement day. Section 3.10.

use kq_xml::Void;
use paycore::{BeijingTime, Fen};

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    codes::{self, Code},
    payment::{self, Subject},
    rules,
    transaction::Kind,
};

impl Execute for Void {
    const RULES: &'static [Rule] = rules::VOID;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        payment::execute(Kind::Void, fields, visit, |visit, amount| decide(fields, visit, amount))
    }
}

/// A void of a hold releases it; a void of a capture leaves the hold as it was before.
fn decide(fields: &Fields, visit: &Visit<'_>, amount: Fen) -> Result<Subject, Code> {
    let (state, now) = (&visit.state, visit.moment.now);
    let original = state
        .find(&visit.account.merchant, None, fields.text("refNumber"), now)
        .filter(|original| fields.text("orignalTxnType") == Some(original.kind.letters()) && original.has_succeeded(now))
        .ok_or(codes::NO_ORIGINAL)?;
    let bank = original.bank.as_ref().ok_or(codes::NO_ORIGINAL)?;
    if fields.text("terminalId") != Some(&original.terminal) {
        return Err(codes::WRONG_TERMINAL);
    }
    if state.is_being_voided(original) || state.followers(original, Kind::Refund).next().is_some() {
        return Err(codes::UNDONE);
    }
    if state.is_captured(original) {
        return Err(codes::CAPTURED);
    }
    // The settlement day is taken to end at midnight in Beijing.
    if BeijingTime::from(original.recorded).day() != BeijingTime::from(now).day() {
        return Err(codes::DAY_CLOSED);
    }
    if amount != original.fen() {
        return Err(codes::NOT_WHOLE);
    }
    Ok(Subject { customer: bank.customer.clone(), pan: bank.pan.clone(), original: Some(bank.reference.clone()) })
}
