//! What all transactions with an amount have in common, from the order number to the notice. The operations say which card they are
//! about, or why not.
//!
//! The amount decides by the same table for every one of them: a declined refund fails, and a void of an amount that is pending first is
//! pending first too.

use kq_xml::{AuthorizationCode, Operation, Tr2, Tr3};
use paycore::{BeijingTime, Fen, Sensitive};

use super::{
    Answer, Fields, Refusal, Visit,
    card::Card,
    codes::{self, Code},
    state::Binding,
    tr2,
    transaction::{BankSide, Course, Kind, Transaction},
};
use crate::{NoAnswer, clock::later, magic::Magic, outbox::Posting, service::Moment};

/// Agreement pay, among the ways to pay that these messages carry.
const AGREEMENT: &str = "QPay02";

/// Whom a transaction is about.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) customer: String,
    pub(super) pan: Sensitive,
    /// 99bill's number of the transaction that this one refunds, voids or captures.
    pub(super) original: Option<String>,
}

/// Executes a transaction. `decide` is asked once the order number is known to be new; its code declines before the bank is asked.
pub(super) fn execute<O: Operation<Reply = Tr2>>(
    kind: Kind,
    fields: &Fields,
    visit: &mut Visit<'_>,
    decide: impl FnOnce(&mut Visit<'_>, Fen) -> Result<Subject, Code>,
) -> Result<Answer<O>, Refusal> {
    let (merchant, order) = (&visit.account.merchant, fields.required("externalRefNumber")?);
    let (terminal, amount) = (fields.required("terminalId")?, fields.required("amount")?);
    let fen = Fen::parse_yuan(amount).map_err(|_| Refusal::format("amount"))?;
    let (magic, moment) = (Magic::of(fen), visit.moment);
    if magic == Magic::CutBefore {
        return Ok(Answer::lost(NoAnswer::CutBefore));
    }
    if visit.state.is_used(merchant, order) {
        return Ok(Answer::content(tr2::declined_early(fields, codes::REPEATED_ORDER, moment)));
    }
    let mut transaction = Transaction {
        kind,
        merchant: merchant.clone(),
        terminal: terminal.to_owned(),
        order: order.to_owned(),
        entry_time: fields.required("entryTime")?.to_owned(),
        amount: amount.to_owned(),
        settle_merchant: fields.owned("settleMerchantId"),
        bank: None,
        original: None,
        recorded: moment.now,
        course: Course::StaysOpen,
    };
    let known = visit.account.terminals.iter().any(|known| known == terminal);
    let subject = match if known { decide(visit, fen) } else { Err(codes::WRONG_TERMINAL) } {
        Ok(subject) => subject,
        Err(code) => {
            transaction.course = Course::Fails(moment.now, code);
            visit.state.record(transaction);
            return Ok(Answer::content(tr2::declined_early(fields, code, moment)));
        }
    };
    let (code, course) = course(kind, magic, moment);
    transaction.course = course;
    transaction.bank = Some(BankSide {
        customer: subject.customer,
        // A void gets no number of its own.
        reference: subject.original.clone().filter(|_| kind == Kind::Void).unwrap_or_else(|| visit.state.next_reference()),
        pan: subject.pan,
        approval: if kind.is_payment() { visit.state.next_approval() } else { String::new() },
    });
    transaction.original = subject.original;
    let answer = tr2::answered(&transaction, code, moment);
    if let Some(posting) = posting(&transaction, fields.text("tr3Url"), visit) {
        visit.notices.push(posting);
    }
    visit.state.record(transaction);
    let lost = (magic == Magic::CutAfter).then_some(NoAnswer::CutAfter);
    Ok(Answer { lost, ..Answer::content(answer) })
}

/// The bound card that an agreement payment debits, or why none is.
pub(super) fn bound_card(fields: &Fields, visit: &Visit<'_>) -> Result<Subject, Code> {
    let text = |name: &str| fields.text(name).unwrap_or_default();
    if text("spFlag") != AGREEMENT {
        return Err(codes::NO_RIGHT);
    }
    let (token, card) = (fields.text("payToken"), fields.text("storableCardNo"));
    let matching = |merchant: &str| {
        let bindings = visit.state.bindings(merchant, text("customerId")).iter();
        bindings.filter(|binding| is_meant(binding, token, card)).collect::<Vec<_>>()
    };
    match matching(&visit.account.merchant).as_slice() {
        [binding] if binding.usable => Ok(Subject { customer: text("customerId").to_owned(), pan: binding.pan.clone(), original: None }),
        // Bound, and by somebody else: the merchant number is the one that does not fit.
        [] if visit.accounts.iter().any(|other| !matching(&other.merchant).is_empty()) => Err(codes::WRONG_MERCHANT),
        _ => Err(codes::NOT_BOUND),
    }
}

/// Whether a pay token and an abbreviated card number, as far as they are given, mean that card.
pub(super) fn is_meant(binding: &Binding, token: Option<&str>, card: Option<&str>) -> bool {
    token.is_none_or(|token| token == binding.token.expose()) && card.is_none_or(|card| card == binding.card())
}

/// The only stored card of a customer with that abbreviation.
pub(super) fn stored_card(visit: &Visit<'_>, customer: &str, card: &str) -> Option<Sensitive> {
    let mut bindings = visit.state.bindings(&visit.account.merchant, customer).iter().filter(|binding| binding.card() == card);
    match (bindings.next(), bindings.next()) {
        (Some(binding), None) if binding.usable => Some(binding.pan.clone()),
        _ => None,
    }
}

/// What is answered at once, and how it ends.
fn course(kind: Kind, magic: Magic, moment: &Moment) -> (Code, Course) {
    let after = moment.timing.settle_after;
    let (now, settled) = (moment.now, later(moment.now, after));
    let succeeds = |at| match kind {
        Kind::Refund => Course::Refunds { accepted: at, submitted: later(at, after) },
        _ => Course::Succeeds(at),
    };
    match magic {
        Magic::Declined => (codes::OVER_LIMIT, Course::Fails(now, codes::OVER_LIMIT)),
        Magic::PendingThenPaid => (codes::IN_PROCESS, succeeds(settled)),
        Magic::PendingForEver => (codes::IN_PROCESS, Course::StaysOpen),
        Magic::UnknownThenPaid => (codes::NO_ANSWER, succeeds(settled)),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter if moment.pending => (codes::IN_PROCESS, succeeds(settled)),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter => (codes::OK, succeeds(now)),
    }
}

/// The notice of the result that a payment will have, if it ever has one and an address is known.
fn posting(transaction: &Transaction, url: Option<&str>, visit: &Visit<'_>) -> Option<Posting> {
    let (at, code) = match transaction.course {
        Course::Succeeds(at) if transaction.kind.is_payment() => (at, codes::OK),
        Course::Fails(at, code) if transaction.kind.is_payment() => (at, code),
        _ => return None,
    };
    let bank = transaction.bank.as_ref()?;
    let notice = Tr3 {
        txn_type: Some(transaction.kind.letters().into()),
        interactive_status: Some("TR3".into()),
        amount: Some(transaction.amount.clone()),
        merchant_id: Some(transaction.merchant.clone()),
        terminal_id: Some(transaction.terminal.clone()),
        entry_time: Some(transaction.entry_time.clone()),
        external_ref_number: Some(transaction.order.clone()),
        trans_time: Some(BeijingTime::from(at).compact()),
        ref_number: Some(bank.reference.clone()),
        response_code: Some(code.code.into()),
        card_org: Some(Card::of(bank.pan.expose()).organisation.into()),
        storable_card_no: Some(bank.card()),
        authorization_code: transaction.approval(at).map(|approval| AuthorizationCode(approval.to_owned())),
        settle_merchant_id: transaction.settle_merchant.clone(),
        ..Tr3::default()
    };
    let letter = visit.office.letter(notice, code, url)?;
    Some(Posting { due: later(at, visit.moment.timing.notice_after), letter })
}
