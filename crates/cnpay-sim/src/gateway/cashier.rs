//! What a payer does at the cashier: looks, pays, fails, abandons, and is sent on.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

use super::{
    Gateway, bank,
    order::{Attempt, Course, Order},
    page,
    payment::Means,
    state::State,
};
use crate::{
    NoAnswer,
    clock::later,
    magic::Magic,
    page::{Choice, Ending, origin, posted, see_other, unknown},
    service::{Handled, Moment},
};

/// What all addresses of the cashier begin with.
pub(super) const PATH: &str = "/gateway/cashier/";

/// How long the payer's browser waits for the merchant's server, and for a bank that may never answer.
const PATIENCE: Duration = Duration::from_secs(5);

impl Gateway {
    /// `/gateway/cashier/TICKET`, and `/gateway/cashier/TICKET/result`.
    pub(super) fn cashier(&self, request: &Request<Bytes>, rest: &str, moment: &Moment) -> Handled {
        let (ticket, result) = rest.strip_suffix("/result").map_or((rest, false), |ticket| (ticket, true));
        let mut state = self.state();
        let Some(order) = state.visited(ticket) else { return Handled::page(unknown()) };
        match (request.method(), result) {
            (&Method::GET | &Method::HEAD, true) => Handled::page(after(order, moment)),
            (&Method::GET | &Method::HEAD, false) if is_under_way(order, moment) => Handled::page(to_result(ticket)),
            (&Method::GET | &Method::HEAD, false) => Handled::page(page::cashier(order, &address(request, ticket), &path(ticket))),
            (&Method::POST, false) => self.choose(request.body(), &mut state, ticket, moment),
            _ => Handled::status(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    /// The payer has pressed a button.
    fn choose(&self, body: &[u8], state: &mut State, ticket: &str, moment: &Moment) -> Handled {
        let Some(pairs) = posted(body) else { return Handled::status(StatusCode::BAD_REQUEST) };
        let fails = match Choice::of(&pairs) {
            Some(Choice::Pay) => false,
            Some(Choice::Fail) => true,
            Some(Choice::Abandon) => return abandoned(state, ticket),
            None => return Handled::status(StatusCode::BAD_REQUEST),
        };
        let Some(order) = state.visited(ticket) else { return Handled::page(unknown()) };
        if is_under_way(order, moment) {
            return Handled::page(to_result(ticket));
        }
        let magic = if fails { Magic::Paid } else { Magic::of(order.amount) };
        if magic == Magic::CutBefore {
            return Handled { answer: Err(NoAnswer::CutBefore), notices: Vec::new() };
        }
        let pay_type = order.fields.text("payType");
        let bank = order.fields.get("bankId").or_else(|| std::str::from_utf8(pairs.get("bank")?).ok());
        let bank = bank.and_then(|id| bank::find(pay_type, id)).or_else(|| bank::banks(pay_type).first()).map(|bank| bank.id);
        let Some(begun) = self.begin(state, ticket, Means { bank, fails, later: false }, moment) else {
            return Handled::page(unknown());
        };
        let answer = if magic == Magic::CutAfter { Err(NoAnswer::CutAfter) } else { Ok(to_result(ticket)) };
        Handled { answer, notices: begun.notice.into_iter().collect() }
    }
}

/// Shows the cashier of an order that was just taken.
pub(super) fn opened(request: &Request<Bytes>, order: &Order, moment: &Moment) -> Handled {
    if is_under_way(order, moment) {
        return Handled::page(to_result(&order.ticket));
    }
    Handled::page(page::cashier(order, &address(request, &order.ticket), &path(&order.ticket)))
}

fn abandoned(state: &mut State, ticket: &str) -> Handled {
    match state.visited(ticket) {
        Some(order) => Handled::page(page::result(order, Ending::Abandoned, Some(&path(ticket)))),
        None => Handled::page(unknown()),
    }
}

/// Paid, or on its way: there is nothing more to choose.
fn is_under_way(order: &Order, moment: &Moment) -> bool {
    let open = |attempt: &Attempt| !attempt.has_ended(moment.now);
    order.paid(moment.now).is_some() || order.attempts.last().is_some_and(open)
}

/// Where the payer's browser goes after a choice: nowhere yet, to the merchant, or to the last page that 99bill has.
fn after(order: &Order, moment: &Moment) -> Response<Bytes> {
    let Some(attempt) = order.paid(moment.now).or(order.attempts.last()) else {
        return page::result(order, Ending::Unpaid, Some(&path(&order.ticket)));
    };
    let patient = |since| moment.now < later(since, PATIENCE);
    match (attempt.course.end(), &attempt.notice) {
        (None, _) if !patient(attempt.begun) => page::result(order, Ending::Open, None),
        (None, _) => page::waiting(order),
        (Some(end), _) if end > moment.now => page::waiting(order),
        (Some(end), Some(notice)) if notice.has_server() && !notice.is_answered() && patient(end) => page::waiting(order),
        (Some(_), notice) => match notice.as_ref().and_then(|notice| notice.page()).and_then(|page| see_other(&page)) {
            Some(redirect) => redirect,
            None if matches!(attempt.course, Course::Fails(..)) => page::result(order, Ending::Failed, Some(&path(&order.ticket))),
            None => page::result(order, Ending::Paid, None),
        },
    }
}

fn to_result(ticket: &str) -> Response<Bytes> {
    see_other(&format!("{}/result", path(ticket))).unwrap_or_else(unknown)
}

fn path(ticket: &str) -> String {
    format!("{PATH}{ticket}")
}

/// The address of an order's page, as the browser knows it.
fn address(request: &Request<Bytes>, ticket: &str) -> String {
    format!("{}{PATH}{ticket}", origin(request))
}
