//! `/cnp/query_txn`: the state of a transaction. Section 3.4.

use kq_xml::{AuthorizationCode, QueryTxn, op::Transaction as Found};
use paycore::BeijingTime;

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    card::Card,
    codes, rules,
    transaction::{BankSide, Transaction},
};

impl Execute for QueryTxn {
    const RULES: &'static [Rule] = rules::QUERY_TXN;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (order, reference) = (fields.text("externalRefNumber"), fields.text("refNumber"));
        let now = visit.moment.now;
        let asked_for = |found: &&Transaction| {
            let fits = |name: &str, value: Option<&str>| fields.text(name).is_none_or(|wanted| value == Some(wanted));
            fits("txnType", Some(found.kind.letters()))
                && fits("terminalId", Some(&found.terminal))
                && fits("settleMerchantId", found.settle_merchant.as_deref())
                && fits("txnStatus", Some(found.status(now).letter()))
        };
        let found = visit.state.find(&visit.account.merchant, order, reference, now).filter(asked_for);
        let echo = Self {
            external_ref_number: order.map(str::to_owned),
            ref_number: reference.map(str::to_owned),
            txn_type: fields.required("txnType")?.to_owned(),
            merchant_id: fields.required("merchantId")?.to_owned(),
            terminal_id: fields.owned("terminalId"),
            settle_merchant_id: fields.owned("settleMerchantId"),
            txn_status: fields.owned("txnStatus"),
        };
        let answer = match found {
            Some(transaction) => Answer::content(row(transaction, visit.state.is_voided(transaction, now), now)),
            None => Answer::refusal(Refusal::no_transaction(order, reference)),
        };
        Ok(Answer { echo: Some(echo), ..answer })
    }
}

fn row(transaction: &Transaction, voided: bool, now: std::time::SystemTime) -> Found {
    let bank = transaction.bank.as_ref();
    let card = bank.map(|bank| Card::of(bank.pan.expose()));
    Found {
        txn_type: Some(transaction.kind.letters().into()),
        amount: Some(transaction.amount.clone()),
        merchant_id: Some(transaction.merchant.clone()),
        terminal_id: Some(transaction.terminal.clone()),
        entry_time: Some(transaction.entry_time.clone()),
        external_ref_number: Some(transaction.order.clone()),
        customer_id: bank.map(|bank| bank.customer.clone()),
        trans_time: Some(BeijingTime::from(transaction.recorded).compact()),
        void_flag: Some(if voided { "1" } else { "0" }.into()),
        ref_number: bank.map(|bank| bank.reference.clone()),
        // The query went well; the transaction's own result is its status.
        response_code: Some(codes::OK.code.into()),
        response_text_message: Some(String::new()),
        card_org: card.map(|card| card.organisation.into()),
        issuer: card.map(|card| card.issuer.into()),
        storable_card_no: bank.map(BankSide::card),
        authorization_code: transaction.approval(now).map(|approval| AuthorizationCode(approval.to_owned())),
        pay_token: None,
        txn_status: Some(transaction.status(now).letter().into()),
    }
}
