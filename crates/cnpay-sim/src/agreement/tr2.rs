//! TR2: the reply to a transaction. Sections 3.3 and 3.9 to 3.11.

use kq_xml::{AuthorizationCode, Tr2};
use paycore::BeijingTime;

use super::{
    Fields,
    card::Card,
    codes::{self, Code},
    transaction::{Kind, Transaction},
};
use crate::service::Moment;

/// The optional parts that a reply carries: those that the specification's sample of its type has.
struct Parts {
    /// customerId and issuer.
    payer: bool,
    /// cardOrg and storableCardNo, and the text of a success.
    card: bool,
    /// authorizationCode.
    approval: bool,
}

const fn parts(kind: Kind) -> Parts {
    let (payer, card, approval) = match kind {
        Kind::Purchase => (true, true, true),
        Kind::Refund | Kind::Void => (false, true, false),
        Kind::Hold => (false, false, true),
        Kind::Installments | Kind::Capture | Kind::Check => (false, false, false),
    };
    Parts { payer, card, approval }
}

/// The reply to a transaction that did not reach the bank.
pub(super) fn declined_early(fields: &Fields, code: Code, moment: &Moment) -> Tr2 {
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
pub(super) fn answered(transaction: &Transaction, code: Code, moment: &Moment) -> Tr2 {
    let bank = transaction.bank.as_ref();
    let card = bank.map(|bank| Card::of(bank.pan.expose()));
    let timed_out = code == codes::NO_ANSWER;
    let parts = parts(transaction.kind);
    Tr2 {
        txn_type: Some(transaction.kind.letters().into()),
        interactive_status: Some("TR2".into()),
        amount: Some(transaction.amount.clone()),
        merchant_id: Some(transaction.merchant.clone()),
        terminal_id: Some(transaction.terminal.clone()),
        entry_time: Some(transaction.entry_time.clone()),
        external_ref_number: Some(transaction.order.clone()),
        customer_id: bank.filter(|_| parts.payer).map(|bank| bank.customer.clone()),
        // Present and empty when the bank gave no answer in time (section 2.4).
        trans_time: Some(if timed_out { String::new() } else { BeijingTime::from(moment.now).compact() }),
        ref_number: bank.filter(|_| !timed_out).map(|bank| bank.reference.clone()),
        response_code: Some(code.code.into()),
        response_text_message: (parts.card || code != codes::OK).then(|| code.text.into()),
        card_org: card.filter(|_| parts.card).map(|card| card.organisation.into()),
        issuer: card.filter(|_| parts.payer).map(|card| card.issuer.into()),
        storable_card_no: bank.filter(|_| parts.card).map(|bank| bank.card()),
        authorization_code: transaction
            .approval(moment.now)
            .filter(|_| parts.approval)
            .map(|approval| AuthorizationCode(approval.to_owned())),
        settle_merchant_id: transaction.settle_merchant.clone(),
        orig_ref_number: transaction.original.clone().filter(|_| transaction.kind == Kind::Refund),
        ..Tr2::default()
    }
}
