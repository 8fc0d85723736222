//! What a payer does at the cashier: looks, pays, fails, abandons, and is sent on.

use std::time::Duration;

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{HOST, LOCATION},
};
use paywire::{Limits, form::Pairs};

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
    service::{Handled, Moment},
};

/// What all addresses of the cashier begin with.
pub(super) const PATH: &str = "/gateway/cashier/";

/// How long the payer's browser waits for the merchant's server, and for a bank that may never answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What three radio buttons and a button make, and not much more.
const LIMITS: Limits = Limits { bytes: 1024, depth: 1, children: 8 };

impl Gateway {
    /// `/gateway/cashier/TICKET`, and `/gateway/cashier/TICKET/result`.
    pub(super) fn cashier(&self, request: &Request<Bytes>, rest: &str, moment: &Moment) -> Handled {
        let (ticket, result) = rest.strip_suffix("/result").map_or((rest, false), |ticket| (ticket, true));
        let mut state = self.state();
        let Some(order) = state.visited(ticket) else { return Handled::page(page::unknown()) };
        match (request.method(), result) {
            (&Method::GET | &Method::HEAD, true) => Handled::page(after(order, moment)),
            (&Method::GET | &Method::HEAD, false) if is_under_way(order, moment) => Handled::page(to_result(ticket)),
            (&Method::GET | &Method::HEAD, false) => Handled::page(page::cashier(order, &address(request), &path(ticket))),
            (&Method::POST, false) => self.choose(request.body(), &mut state, ticket, moment),
            _ => Handled::status(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    /// The payer has pressed a button.
    fn choose(&self, body: &[u8], state: &mut State, ticket: &str, moment: &Moment) -> Handled {
        let Ok(pairs) = Pairs::parse(body, LIMITS) else { return Handled::status(StatusCode::BAD_REQUEST) };
        let fails = match pairs.get("choice") {
            Some(b"pay") => false,
            Some(b"fail") => true,
            Some(b"abandon") => return abandoned(state, ticket),
            _ => return Handled::status(StatusCode::BAD_REQUEST),
        };
        let Some(order) = state.visited(ticket) else { return Handled::page(page::unknown()) };
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
            return Handled::page(page::unknown());
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
    let path = path(&order.ticket);
    Handled::page(page::cashier(order, &absolute(request, &path), &path))
}

fn abandoned(state: &mut State, ticket: &str) -> Handled {
    match state.visited(ticket) {
        Some(order) => Handled::page(page::result(order, "abandoned", "您已放弃支付，未扣款。", "Nothing was paid.", Some(&path(ticket)))),
        None => Handled::page(page::unknown()),
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
        return page::result(order, "open", "订单尚未支付。", "The order is not paid.", Some(&path(&order.ticket)));
    };
    let patient = |since| moment.now < later(since, PATIENCE);
    match (attempt.course.end(), &attempt.notice) {
        (None, _) if !patient(attempt.begun) => page::result(order, "open", "银行尚未返回结果。", "The bank has not answered yet.", None),
        (None, _) => page::waiting(order),
        (Some(end), _) if end > moment.now => page::waiting(order),
        (Some(end), Some(notice)) if notice.has_server() && !notice.is_answered() && patient(end) => page::waiting(order),
        (Some(_), notice) => match notice.as_ref().and_then(|notice| notice.page()).and_then(|page| to(&page)) {
            Some(redirect) => redirect,
            None if matches!(attempt.course, Course::Fails(..)) => {
                page::result(order, "failed", "支付失败。", "The payment has failed.", Some(&path(&order.ticket)))
            }
            None => page::result(order, "paid", "支付成功。", "Paid.", None),
        },
    }
}

fn to_result(ticket: &str) -> Response<Bytes> {
    to(&format!("{}/result", path(ticket))).unwrap_or_else(page::unknown)
}

/// Sends the browser on; `None` when no header can carry the address.
fn to(address: &str) -> Option<Response<Bytes>> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(address).ok()?);
    Some(response)
}

fn path(ticket: &str) -> String {
    format!("{PATH}{ticket}")
}

/// The address of this very page, as the browser knows it.
fn address(request: &Request<Bytes>) -> String {
    absolute(request, request.uri().path())
}

fn absolute(request: &Request<Bytes>, path: &str) -> String {
    let header = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let host = header.or(request.uri().authority().map(|authority| authority.as_str())).unwrap_or("localhost");
    format!("https://{host}{path}")
}
