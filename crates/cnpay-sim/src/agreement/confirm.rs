//! `/cnp/confirm`: capture a held amount. Section 3.11.

use std::time::{Duration, SystemTime};

use kq_xml::Confirm;
use paycore::Fen;

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    codes::{self, Code},
    payment::{self, Subject},
    rules,
    transaction::{Kind, Transaction},
};
use crate::clock::later;

/// How long an amount is held: the longest that the specification says.
const HOLD: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl Execute for Confirm {
    const RULES: &'static [Rule] = rules::CONFIRM;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        payment::execute(Kind::Capture, fields, visit, |visit, amount| decide(fields, visit, amount))
    }
}

fn decide(fields: &Fields, visit: &Visit<'_>, amount: Fen) -> Result<Subject, Code> {
    let (state, now) = (&visit.state, visit.moment.now);
    let hold = hold(fields, visit).ok_or(codes::NO_ORIGINAL)?;
    let bank = hold.bank.as_ref().ok_or(codes::NO_ORIGINAL)?;
    if state.is_being_voided(hold) {
        return Err(codes::UNDONE);
    }
    if state.is_captured(hold) {
        return Err(codes::CAPTURED);
    }
    if is_over(hold, now) {
        return Err(codes::HOLD_EXPIRED);
    }
    if amount > hold.fen() {
        return Err(codes::OVER_HOLD);
    }
    Ok(Subject { customer: bank.customer.clone(), pan: bank.pan.clone(), original: Some(bank.reference.clone()) })
}

/// The hold of that approval, blanks included, that everything else that is given fits too; the latest, if there are several.
fn hold<'a>(fields: &Fields, visit: &'a Visit<'_>) -> Option<&'a Transaction> {
    let (merchant, now) = (&visit.account.merchant, visit.moment.now);
    let fits = |name: &str, value: &str| fields.text(name).is_none_or(|wanted| wanted == value);
    let is_it = |hold: &&Transaction| {
        hold.kind == Kind::Hold
            && hold.approval(now) == fields.text("authorizationCode")
            && hold.bank.as_ref().is_some_and(|bank| fits("cardNo", bank.pan.expose()) && fits("customerId", &bank.customer))
    };
    match fields.text("origRefNumber") {
        Some(reference) => visit.state.find(merchant, None, Some(reference), now).filter(is_it),
        None => visit.state.holds(merchant).filter(is_it).max_by_key(|hold| hold.recorded),
    }
}

fn is_over(hold: &Transaction, now: SystemTime) -> bool {
    now > later(hold.recorded, HOLD)
}
