//! 99bill agreement pay (快钱协议支付), as its gateway behaves.
//!
//! The way of a request: `entrance` (certificate, Basic authentication), `fields` (the document, exactly), `rules` (the
//! specification's tables), then one file an operation over the `state`; those that move money share `payment` and answer with a `tr2`,
//! and may leave a `notice` behind.
//!
//! Where the specification leaves something open:
//!
//! - A card is of 招商银行, credit, when its number begins with `629998`; Visa of 工商银行 with `4`, Mastercard of 中国银行 with `5`, both
//!   credit; else it is a debit card of 建设银行. Any number can be bound; a look-up does not know those that end in `0000`.
//! - The amount decides about refunds, voids, holds and captures by the same table as about purchases. An accepted refund is `S`, and `D`
//!   after [`Timing::settle_after`](crate::Timing::settle_after).
//! - What cannot be refunded, voided or captured because it is not there, has not succeeded or is of another type: `O2`. Voided or (for a
//!   void) refunded before: `ZD`. Captured before: `OK`. A hold of more than 30 days: `O2`. A void of another amount: `I8`, on another
//!   terminal: `M7`, on another day in Beijing: `AN`. A voided capture leaves its hold open again.
//! - TR3s tell of purchases, instalments, holds and captures, not of refunds and voids.
//! - Terms are 3, 6, 9, 12, 18 or 24 months, else `AK`.

mod account;
mod card;
mod codes;
mod confirm;
mod entrance;
mod fields;
mod get_dyn_num;
mod ind_auth;
mod ind_auth_verify;
mod installment_purchase;
mod notice;
mod payment;
mod pci_del;
mod pci_query;
mod preauth;
mod purchase;
mod query_cardinfo;
mod query_txn;
mod quick_purchase;
mod refund;
mod refusal;
mod rules;
mod state;
mod tr2;
mod transaction;
mod void;

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header::ALLOW};
use kq_xml::{
    Confirm, ErrorMsg, GetDynNum, IndAuth, IndAuthVerify, InstallmentPurchase, Operation, PciDel, PciQuery, Preauth, Purchase,
    QueryCardinfo, QueryTxn, Refund, Void, reply_to_vec,
};
use paysign::RsaSigner;

pub use account::Account;

use self::{entrance::TurnedAway, fields::Fields, refusal::Refusal, rules::Rule, state::State};
use crate::{
    NoAnswer,
    answer::xml,
    outbox::Posting,
    service::{Handled, Moment},
};

/// The gateway.
pub(crate) struct Agreement {
    accounts: Vec<Account>,
    notices: notice::Office,
    state: Mutex<State>,
}

/// What an operation has at hand.
struct Visit<'a> {
    account: &'a Account,
    accounts: &'a [Account],
    state: &'a mut State,
    moment: &'a Moment,
    office: &'a notice::Office,
    /// The notices that the operation leaves behind.
    notices: Vec<Posting>,
}

/// What an operation answers.
struct Answer<O: Operation> {
    echo: Option<O>,
    content: Option<O::Reply>,
    error: Option<ErrorMsg>,
    /// The answer does not get through.
    lost: Option<NoAnswer>,
}

impl<O: Operation> Answer<O> {
    fn content(content: O::Reply) -> Self {
        Self { echo: None, content: Some(content), error: None, lost: None }
    }

    fn lost(why: NoAnswer) -> Self {
        Self { echo: None, content: None, error: None, lost: Some(why) }
    }

    fn refusal(refusal: Refusal) -> Self {
        Self { echo: None, content: None, error: Some(refusal.into_message()), lost: None }
    }
}

/// An operation as the gateway executes it.
trait Execute: Operation {
    /// Its table.
    const RULES: &'static [Rule];

    /// The table of this message, where there is more than one.
    fn table(_: &Fields) -> &'static [Rule] {
        Self::RULES
    }

    /// Runs it. The fields follow the table, and the merchant is the authenticated one.
    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal>;
}

impl Agreement {
    pub(crate) fn new(accounts: Vec<Account>, signer: RsaSigner, notice_url: Option<String>, seed: u64) -> Self {
        Self { accounts, notices: notice::Office::new(signer, notice_url), state: Mutex::new(State::new(seed)) }
    }

    pub(crate) fn handle(&self, request: &Request<Bytes>, moment: &Moment) -> Handled {
        match request.uri().path() {
            IndAuth::PATH => self.run::<IndAuth>(request, moment),
            IndAuthVerify::PATH => self.run::<IndAuthVerify>(request, moment),
            Purchase::PATH => self.run::<Purchase>(request, moment),
            QueryTxn::PATH => self.run::<QueryTxn>(request, moment),
            Preauth::PATH => self.run::<Preauth>(request, moment),
            Confirm::PATH => self.run::<Confirm>(request, moment),
            InstallmentPurchase::PATH => self.run::<InstallmentPurchase>(request, moment),
            Refund::PATH => self.run::<Refund>(request, moment),
            Void::PATH => self.run::<Void>(request, moment),
            PciQuery::PATH => self.run::<PciQuery>(request, moment),
            PciDel::PATH => self.run::<PciDel>(request, moment),
            QueryCardinfo::PATH => self.run::<QueryCardinfo>(request, moment),
            GetDynNum::PATH => self.run::<GetDynNum>(request, moment),
            _ => Handled::status(StatusCode::NOT_FOUND),
        }
    }

    fn run<O: Execute>(&self, request: &Request<Bytes>, moment: &Moment) -> Handled {
        if request.method() != Method::POST {
            let mut handled = Handled::status(StatusCode::METHOD_NOT_ALLOWED);
            if let Ok(response) = &mut handled.answer {
                response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            }
            return handled;
        }
        let account = match entrance::admit(request, &self.accounts, moment.now) {
            Ok(account) => account,
            Err(TurnedAway::Certificate) => return Handled::status(StatusCode::BAD_REQUEST),
            Err(TurnedAway::Refused(refusal)) => return reply(Answer::<O>::refusal(refusal), Vec::new()),
        };
        let fields = match Fields::read(request.body(), O::REQUEST).and_then(|fields| rules::check(O::table(&fields), fields)) {
            Ok(fields) => fields,
            Err(refusal) => return reply(Answer::<O>::refusal(refusal), Vec::new()),
        };
        // Where the table does not require it, the account is what counts.
        if fields.text("merchantId").is_some_and(|merchant| merchant != account.merchant) {
            return reply(Answer::<O>::refusal(Refusal::wrong_merchant()), Vec::new());
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut visit = Visit { account, accounts: &self.accounts, state: &mut state, moment, office: &self.notices, notices: Vec::new() };
        let answer = O::execute(&fields, &mut visit).unwrap_or_else(Answer::refusal);
        let notices = visit.notices;
        drop(state);
        reply(answer, notices)
    }
}

fn reply<O: Operation>(answer: Answer<O>, notices: Vec<Posting>) -> Handled {
    if let Some(error) = &answer.error {
        tracing::info!(operation = O::ID, code = error.error_code.as_deref(), message = error.error_message.as_deref(), "refused");
    }
    if let Some(why) = answer.lost {
        return Handled { answer: Err(why), notices };
    }
    match reply_to_vec::<O>(answer.echo.as_ref(), answer.content.as_ref(), answer.error.as_ref()) {
        Ok(document) => Handled { answer: Ok(xml(document)), notices },
        // What is echoed came out of XML, so this is a fault of the simulator, and said to be one.
        Err(_) => Handled { notices, ..Handled::status(StatusCode::INTERNAL_SERVER_ERROR) },
    }
}
