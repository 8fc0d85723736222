//! `/cnp/refund`: give money back. Section 3.9.

use kq_xml::Refund;
use paycore::Fen;

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    codes::{self, Code},
    payment::{self, Subject},
    rules,
    transaction::{Kind, Transaction},
};

impl Execute for Refund {
    const RULES: &'static [Rule] = rules::REFUND;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        payment::execute(Kind::Refund, fields, visit, |visit, amount| decide(fields, visit, amount))
    }
}

fn decide(fields: &Fields, visit: &Visit<'_>, amount: Fen) -> Result<Subject, Code> {
    let (state, now) = (&visit.state, visit.moment.now);
    let reference = fields.text("origRefNumber");
    let original = state
        .find(&visit.account.merchant, None, reference, now)
        .filter(|original| original.kind.is_refundable() && original.has_succeeded(now))
        .ok_or(codes::NO_ORIGINAL)?;
    let bank = original.bank.as_ref().ok_or(codes::NO_ORIGINAL)?;
    if state.is_being_voided(original) {
        return Err(codes::UNDONE);
    }
    // A refund that is still open counts: it may yet take effect.
    let refunds = state.followers(original, Kind::Refund).map(Transaction::fen);
    let sum = refunds.chain([amount]).try_fold(Fen::ZERO, Fen::checked_add);
    if sum.is_none_or(|sum| sum > original.fen()) {
        return Err(codes::OVER_ORIGINAL);
    }
    Ok(Subject { customer: bank.customer.clone(), pan: bank.pan.clone(), original: Some(bank.reference.clone()) })
}
