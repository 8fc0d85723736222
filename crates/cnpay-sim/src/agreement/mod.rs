//! 99bill agreement pay (快钱协议支付), as its gateway behaves.
//!
//! The way of a request: `entrance` (certificate, Basic authentication), `fields` (the document, exactly), `rules` (the
//! specification's tables), then one file an operation over the `state`; a purchase may leave a `notice` behind.

mod account;
mod codes;
mod entrance;
mod fields;
mod ind_auth;
mod ind_auth_verify;
mod notice;
mod purchase;
mod query_txn;
mod refusal;
mod rules;
mod state;
mod transaction;

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{ALLOW, CONTENT_TYPE},
};
use kq_xml::{ErrorMsg, IndAuth, IndAuthVerify, Operation, Purchase, QueryTxn, reply_to_vec};
use paysign::RsaSigner;

pub use account::Account;

use self::{entrance::TurnedAway, fields::Fields, refusal::Refusal, rules::Rule, state::State};
use crate::{
    NoAnswer,
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
        let fields = match Fields::read(request.body(), O::REQUEST).and_then(|fields| rules::check(O::RULES, fields)) {
            Ok(fields) => fields,
            Err(refusal) => return reply(Answer::<O>::refusal(refusal), Vec::new()),
        };
        if fields.text("merchantId") != Some(&account.merchant) {
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
        Ok(document) => {
            let mut response = Response::new(Bytes::from(document));
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
            Handled { answer: Ok(response), notices }
        }
        // What is echoed came out of XML, so this is a fault of the simulator, and said to be one.
        Err(_) => Handled { notices, ..Handled::status(StatusCode::INTERNAL_SERVER_ERROR) },
    }
}
