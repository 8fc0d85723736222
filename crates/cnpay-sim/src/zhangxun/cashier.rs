//! What a payer does on the page of an order: looks, pays, fails, abandons, and is sent on.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use zx_form::{ACCEPTED, Fields, FrontReturn, PayStatus};

use super::{
    Zhangxun, notice,
    order::{self, Order, compact},
    page::{cashier, summary},
    state::State,
};
use crate::{
    page::{self, Choice, Ending, Language, origin, posted, respond, see_other, unknown, with_query},
    service::{Handled, Moment},
};

/// What all addresses of the cashier begin with.
pub(super) const PATH: &str = "/mpcctp/cashier/";

/// The address of an order's page.
pub(super) fn address(origin: &str, ticket: &str) -> String {
    format!("{origin}{}", path(ticket))
}

fn path(ticket: &str) -> String {
    format!("{PATH}{ticket}")
}

impl Zhangxun {
    /// `/mpcctp/cashier/TICKET`, and `/mpcctp/cashier/TICKET/result`.
    pub(super) fn cashier(&self, request: &Request<Bytes>, rest: &str, moment: &Moment) -> Handled {
        let (ticket, result) = rest.strip_suffix("/result").map_or((rest, false), |ticket| (ticket, true));
        let mut state = self.state();
        let Some(order) = state.visited(ticket) else { return Handled::page(unknown()) };
        match (request.method(), result) {
            (&Method::GET | &Method::HEAD, true) => Handled::page(self.after(order, moment)),
            (&Method::GET | &Method::HEAD, false) => Handled::page(shown(order, &origin(request), moment)),
            (&Method::POST, false) => self.choose(request, &mut state, ticket, moment),
            _ => Handled::status(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    /// The payer has pressed a button, or arrives by the form that the merchant was handed.
    fn choose(&self, request: &Request<Bytes>, state: &mut State, ticket: &str, moment: &Moment) -> Handled {
        let Some(order) = state.visited(ticket) else { return Handled::page(unknown()) };
        let Some(form) = posted(request.body()) else { return Handled::status(StatusCode::BAD_REQUEST) };
        let course = match Choice::of(&form) {
            Some(Choice::Pay) => order::when_paid(order.request.pay_amt, moment),
            Some(Choice::Fail) => order::when_failed(moment),
            Some(Choice::Abandon) => {
                return Handled::page(page::result(Language::Both, &summary(order), Ending::Abandoned, Some(&path(ticket))));
            }
            None if form.get("choice").is_none() => return Handled::page(shown(order, &origin(request), moment)),
            None => return Handled::status(StatusCode::BAD_REQUEST),
        };
        let Some(account) = self.account(order) else { return Handled::page(unknown()) };
        let answer = Ok(to_result(order));
        if !order.is_unpaid(moment.now) {
            return Handled { answer, notices: Vec::new() };
        }
        order.course = course;
        order.notices = notice::of_order(order, account, moment);
        Handled { answer, notices: order.notices.iter().map(notice::Notice::posting).collect() }
    }

    /// Where the payer's browser goes after a choice: nowhere yet, to the merchant, or to the last page that the platform has.
    fn after(&self, order: &Order, moment: &Moment) -> Response<Bytes> {
        let ending = match order.status(moment.now) {
            _ if order.course.steps().any(|(from, _)| *from > moment.now) => return page::waiting(Language::Both, &summary(order)),
            Some(PayStatus::Unpaid) => {
                return page::result(Language::Both, &summary(order), Ending::Unpaid, Some(&path(&order.ticket)));
            }
            Some(PayStatus::Succeeded) => Ending::Paid,
            Some(PayStatus::Failed) => Ending::Failed,
            _ => Ending::Open,
        };
        let merchant = self.front_return(order, moment).and_then(|url| see_other(&url));
        merchant.unwrap_or_else(|| page::result(Language::Both, &summary(order), ending, None))
    }

    /// The merchant's page, with the signed status for its display. Section 4.7.
    fn front_return(&self, order: &Order, moment: &Moment) -> Option<String> {
        let account = self.account(order)?;
        let fields = Fields::of(&FrontReturn {
            org_no: Some(account.org.clone()),
            code: Some(ACCEPTED.into()),
            msg: Some("交易成功".into()),
            cust_id: Some(account.merchant.clone()),
            cust_order_no: Some(order.request.cust_order_no.clone()),
            prd_ord_no: Some(order.reference.clone()),
            ord_status: order.status(moment.now).cloned(),
            ord_amt: Some(order.request.pay_amt.to_fen()),
            pay_amt: order.received(moment.now).map(|amount| amount.to_fen()),
            ord_time: Some(compact(order.placed)),
        });
        Some(with_query(order.request.front_url.as_deref()?, &account.sign(fields.ok()?).to_form()))
    }
}

/// The page of an order, or how it ended.
fn shown(order: &Order, origin: &str, moment: &Moment) -> Response<Bytes> {
    if !order.is_unpaid(moment.now) {
        return to_result(order);
    }
    respond(cashier(order, &address(origin, &order.ticket), &path(&order.ticket)))
}

fn to_result(order: &Order) -> Response<Bytes> {
    see_other(&format!("{}/result", path(&order.ticket))).unwrap_or_else(unknown)
}
