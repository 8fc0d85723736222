//! The payment request: `recvMerchantInfoAction.htm`, on both cashiers. Sections 2 and 5.

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use kq_form::{FORM_LIMITS, PAY};
use paywire::form::Pairs;

use super::{
    Gateway, cashier, code,
    order::Order,
    page,
    state::State,
    submission::{self, Cashier, Submission},
};
use crate::service::{Handled, Moment};

impl Gateway {
    pub(super) fn pay(&self, request: &Request<Bytes>, cashier: Cashier, moment: &Moment) -> Handled {
        let raw = match *request.method() {
            Method::POST => request.body(),
            Method::GET => request.uri().query().unwrap_or_default().as_bytes(),
            _ => return Handled::status(StatusCode::METHOD_NOT_ALLOWED),
        };
        let received = Pairs::parse(raw, FORM_LIMITS).ok().and_then(|pairs| PAY.take(pairs).ok());
        // Too large, or a name twice: there is no telling what is meant.
        let Some(received) = received else { return Handled::page(page::refusal(code::PARAMETERS)) };
        let mut state = self.state();
        let checked = submission::check(&received, cashier, &self.accounts, &state, moment.now);
        if received.get("submitType") == Some(b"01") {
            return self.remit(&received, checked, &mut state, moment);
        }
        match checked {
            Ok(submission) => cashier::opened(request, take(submission, &mut state), moment),
            Err(code) => {
                tracing::info!(code = code.code, "order refused");
                Handled::page(page::refusal(code))
            }
        }
    }
}

/// Records an order, a repeated one under its earlier ticket.
pub(super) fn take<'s>(submission: Submission<'_>, state: &'s mut State) -> &'s mut Order {
    let Submission { account, charset, signing, fields, amount } = submission;
    let (ticket, attempts) = state.take_up(&account.account, fields.text("orderId")).unwrap_or_else(|| (state.next_ticket(), Vec::new()));
    state.record(Order { account: account.account.clone(), ticket, charset, signing, fields, amount, attempts })
}
