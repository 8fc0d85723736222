//! `/cnp/purchase`: debit a bound card. Section 3.3.

use kq_xml::{AuthorizationCode, Purchase, Tr2, Tr3};
use paycore::{BeijingTime, Fen};

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    codes::{self, Code},
    rules,
    transaction::{BankSide, Course, Transaction},
};
use crate::{NoAnswer, clock::later, magic::Magic, outbox::Posting, service::Moment};

/// Agreement pay, among the ways to pay that this message carries.
const AGREEMENT: &str = "QPay02";

impl Execute for Purchase {
    const RULES: &'static [Rule] = rules::PURCHASE;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (merchant, order) = (&visit.account.merchant, fields.required("externalRefNumber")?);
        let amount = fields.required("amount")?;
        let magic = Magic::of(Fen::parse_yuan(amount).map_err(|_| Refusal::format("amount"))?);
        if magic == Magic::CutBefore {
            return Ok(Answer::lost(NoAnswer::CutBefore));
        }
        let moment = visit.moment;
        if visit.state.is_used(merchant, order) {
            return Ok(Answer::content(declined_early(fields, codes::REPEATED_ORDER, moment)));
        }
        let mut transaction = Transaction {
            kind: "PUR",
            merchant: merchant.clone(),
            terminal: fields.required("terminalId")?.to_owned(),
            order: order.to_owned(),
            entry_time: fields.required("entryTime")?.to_owned(),
            amount: amount.to_owned(),
            settle_merchant: fields.owned("settleMerchantId"),
            bank: None,
            recorded: moment.now,
            course: Course::StaysOpen,
        };
        let card = match authorise(fields, visit) {
            Ok(card) => card,
            Err(code) => {
                transaction.course = Course::Fails(moment.now, code);
                visit.state.record(transaction);
                return Ok(Answer::content(declined_early(fields, code, moment)));
            }
        };
        let (code, course) = course(magic, moment);
        transaction.course = course;
        transaction.bank = Some(BankSide {
            customer: fields.required("customerId")?.to_owned(),
            reference: visit.state.next_reference(),
            card,
            approval: visit.state.next_approval(),
        });
        let answer = tr2(&transaction, code, moment);
        if let Some(posting) = posting(&transaction, fields.text("tr3Url"), visit) {
            visit.notices.push(posting);
        }
        visit.state.record(transaction);
        let lost = (magic == Magic::CutAfter).then_some(NoAnswer::CutAfter);
        Ok(Answer { lost, ..Answer::content(answer) })
    }
}

/// The bound card that is to be debited, abbreviated; or why none is.
fn authorise(fields: &Fields, visit: &Visit<'_>) -> Result<String, Code> {
    let text = |name: &str| fields.text(name).unwrap_or_default();
    if !visit.account.terminals.iter().any(|known| known == text("terminalId")) {
        return Err(codes::WRONG_TERMINAL);
    }
    if text("spFlag") != AGREEMENT {
        return Err(codes::NO_RIGHT);
    }
    let (token, card) = (fields.text("payToken"), fields.text("storableCardNo"));
    let matching = |merchant: &str| {
        let bindings = visit.state.bindings(merchant, text("customerId")).iter();
        bindings
            .filter(|binding| token.is_none_or(|token| token == binding.token.expose()) && card.is_none_or(|card| card == binding.card()))
            .collect::<Vec<_>>()
    };
    match matching(&visit.account.merchant).as_slice() {
        [binding] if binding.usable => Ok(binding.card()),
        // Bound, and by somebody else: the merchant number is the one that does not fit.
        [] if visit.accounts.iter().any(|other| !matching(&other.merchant).is_empty()) => Err(codes::WRONG_MERCHANT),
        _ => Err(codes::NOT_BOUND),
    }
}

/// What is answered at once, and how it ends.
fn course(magic: Magic, moment: &Moment) -> (Code, Course) {
    let (now, settled) = (moment.now, later(moment.now, moment.timing.settle_after));
    match magic {
        Magic::Declined => (codes::OVER_LIMIT, Course::Fails(now, codes::OVER_LIMIT)),
        Magic::PendingThenPaid => (codes::IN_PROCESS, Course::Succeeds(settled)),
        Magic::PendingForEver => (codes::IN_PROCESS, Course::StaysOpen),
        Magic::UnknownThenPaid => (codes::NO_ANSWER, Course::Succeeds(settled)),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter if moment.pending => (codes::IN_PROCESS, Course::Succeeds(settled)),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter => (codes::OK, Course::Succeeds(now)),
    }
}

/// The reply to a transaction that did not reach the bank.
fn declined_early(fields: &Fields, code: Code, moment: &Moment) -> Tr2 {
    Tr2 {
        txn_type: fields.owned("txnType"),
        interactive_status: Some("TR2".into()),
        amount: fields.owned("amount"),
        merchant_id: fields.owned("merchantId"),
        terminal_id: fields.owned("terminalId"),
        entry_time: fields.owned("entryTime"),
        external_ref_number: fields.owned("externalRefNumber"),
        trans_time: Some(BeijingTime::from(moment.now).compact()),
        response_code: Some(code.code.into()),
        response_text_message: Some(code.text.into()),
        ..Tr2::default()
    }
}

/// The reply to a transaction that the bank has seen.
fn tr2(transaction: &Transaction, code: Code, moment: &Moment) -> Tr2 {
    let bank = transaction.bank.as_ref();
    let timed_out = code == codes::NO_ANSWER;
    Tr2 {
        txn_type: Some(transaction.kind.into()),
        interactive_status: Some("TR2".into()),
        amount: Some(transaction.amount.clone()),
        merchant_id: Some(transaction.merchant.clone()),
        terminal_id: Some(transaction.terminal.clone()),
        entry_time: Some(transaction.entry_time.clone()),
        external_ref_number: Some(transaction.order.clone()),
        customer_id: bank.map(|bank| bank.customer.clone()),
        // Present and empty when the bank gave no answer in time (section 2.4).
        trans_time: Some(if timed_out { String::new() } else { BeijingTime::from(moment.now).compact() }),
        ref_number: bank.filter(|_| !timed_out).map(|bank| bank.reference.clone()),
        response_code: Some(code.code.into()),
        response_text_message: Some(code.text.into()),
        card_org: Some(codes::CARD_ORG.into()),
        issuer: Some(codes::ISSUER.into()),
        storable_card_no: bank.map(|bank| bank.card.clone()),
        authorization_code: transaction.approval(moment.now).map(|approval| AuthorizationCode(approval.to_owned())),
        settle_merchant_id: transaction.settle_merchant.clone(),
        ..Tr2::default()
    }
}

/// The notice of the result that the transaction will have, if it ever has one and an address is known.
fn posting(transaction: &Transaction, url: Option<&str>, visit: &Visit<'_>) -> Option<Posting> {
    let (at, code) = match transaction.course {
        Course::Succeeds(at) => (at, codes::OK),
        Course::Fails(at, code) => (at, code),
        Course::StaysOpen => return None,
    };
    let bank = transaction.bank.as_ref()?;
    let notice = Tr3 {
        txn_type: Some(transaction.kind.into()),
        interactive_status: Some("TR3".into()),
        amount: Some(transaction.amount.clone()),
        merchant_id: Some(transaction.merchant.clone()),
        terminal_id: Some(transaction.terminal.clone()),
        entry_time: Some(transaction.entry_time.clone()),
        external_ref_number: Some(transaction.order.clone()),
        trans_time: Some(BeijingTime::from(at).compact()),
        ref_number: Some(bank.reference.clone()),
        response_code: Some(code.code.into()),
        card_org: Some(codes::CARD_ORG.into()),
        storable_card_no: Some(bank.card.clone()),
        authorization_code: transaction.approval(at).map(|approval| AuthorizationCode(approval.to_owned())),
        settle_merchant_id: transaction.settle_merchant.clone(),
        ..Tr3::default()
    };
    let letter = visit.office.letter(notice, code, url)?;
    Some(Posting { due: later(at, visit.moment.timing.notice_after), letter })
}
