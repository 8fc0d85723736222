//! What a payer does on the page of an order: looks, pays, fails, abandons, and is sent on.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use paywire::form;

use super::{
    Platform,
    order::{Course, Means, Order, Standing, notify_date, pay_date},
    page, payment, problem,
    state::State,
};
use crate::{
    NoAnswer,
    magic::Magic,
    page::{Choice, Ending, origin, posted, respond, see_other, unknown, with_query},
    service::{Handled, Moment},
};

/// What all addresses of the cashier begin with.
pub(super) const PATH: &str = "/mmsp/cashier/";

/// The address of an order's page.
pub(super) fn address(origin: &str, ticket: &str) -> String {
    format!("{origin}{PATH}{ticket}")
}

impl Platform {
    /// `/mmsp/cashier/TICKET`, and `/mmsp/cashier/TICKET/result`.
    pub(super) fn cashier(&self, request: &Request<Bytes>, rest: &str, moment: &Moment) -> Handled {
        let (ticket, result) = rest.strip_suffix("/result").map_or((rest, false), |ticket| (ticket, true));
        let mut state = self.state();
        let Some(order) = state.visited(ticket) else { return Handled::page(unknown()) };
        match (request.method(), result) {
            (&Method::GET | &Method::HEAD, true) => Handled::page(after(order, moment)),
            (&Method::GET | &Method::HEAD, false) => Handled::page(shown(order, &origin(request), moment)),
            (&Method::POST, false) => self.choose(request.body(), &mut state, ticket, moment),
            _ => Handled::status(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    /// The payer has pressed a button.
    fn choose(&self, body: &[u8], state: &mut State, ticket: &str, moment: &Moment) -> Handled {
        let Some(order) = state.visited(ticket) else { return Handled::page(unknown()) };
        let pays = match posted(body).as_ref().and_then(Choice::of) {
            Some(Choice::Pay) => true,
            Some(Choice::Fail) => false,
            Some(Choice::Abandon) => {
                return Handled::page(page::result(order, Ending::Abandoned, Some(&format!("{PATH}{ticket}"))));
            }
            None => return Handled::status(StatusCode::BAD_REQUEST),
        };
        if order.standing(moment.now) != Standing::Waiting {
            return Handled::page(to_result(order));
        }
        let magic = if pays { Magic::of(order.amount) } else { Magic::Paid };
        if magic == Magic::CutBefore {
            return Handled { answer: Err(NoAnswer::CutBefore), notices: Vec::new() };
        }
        let course = if pays { Course::of(order.amount, moment) } else { Course::Fails(problem::DECLINED) };
        let notice = payment::begin(order, &self.accounts, course, moment);
        let answer = if magic == Magic::CutAfter { Err(NoAnswer::CutAfter) } else { Ok(to_result(order)) };
        Handled { answer, notices: notice.into_iter().collect() }
    }
}

/// The page of an order, or how it ended.
pub(super) fn shown(order: &Order, origin: &str, moment: &Moment) -> Response<Bytes> {
    if order.standing(moment.now) != Standing::Waiting {
        return to_result(order);
    }
    let action = format!("{PATH}{}", order.ticket);
    respond(page::cashier(order, &address(origin, &order.ticket), &action))
}

/// Where the payer's browser goes after a choice: nowhere yet, to the merchant, or to the last page that the platform has.
fn after(order: &Order, moment: &Moment) -> Response<Bytes> {
    let again = format!("{PATH}{}", order.ticket);
    let standing = order.standing(moment.now);
    match standing {
        Standing::Waiting => page::result(order, Ending::Unpaid, Some(&again)),
        Standing::Paying if order.course == Course::StaysOpen => page::result(order, Ending::Open, None),
        Standing::Paying | Standing::Unknown => page::waiting(order),
        Standing::Paid(_) | Standing::Failed(_) => match front_return(order, moment).and_then(|url| see_other(&url)) {
            Some(redirect) => redirect,
            None if matches!(standing, Standing::Paid(_)) => page::result(order, Ending::Paid, None),
            None => page::result(order, Ending::Failed, None),
        },
    }
}

/// The merchant's page: of the gateway with the result, which nobody has signed (section 4.4.5), of the others without.
fn front_return(order: &Order, moment: &Moment) -> Option<String> {
    let jump_url = order.jump_url.as_deref()?;
    let Means::Bank { channel, remark } = &order.means else { return Some(jump_url.to_owned()) };
    let standing = order.standing(moment.now);
    let problem = standing.problem();
    let paid = order.paid(moment.now);
    let fields = [
        ("STATUS", standing.status().to_owned()),
        ("ERRCODE", problem::code(problem).unwrap_or_default()),
        ("ERRMSG", problem::text(problem).unwrap_or_default()),
        ("LIST_ID", order.reference.clone()),
        ("MERORDERID", order.number().to_owned()),
        ("AMT", order.amount.to_fen()),
        ("GOODSNAME", order.goods.clone().unwrap_or_default()),
        ("PAY_CHANNEL", channel.clone()),
        ("PAY_DATE", pay_date(paid)),
        ("NOTIFY_DATE", notify_date(paid, moment)),
        ("REMARK", remark.clone()),
    ];
    let pairs = fields.iter().map(|(name, text)| (name.as_bytes(), text.as_bytes()));
    Some(with_query(jump_url, &form::encode(pairs)))
}

fn to_result(order: &Order) -> Response<Bytes> {
    see_other(&format!("{PATH}{}/result", order.ticket)).unwrap_or_else(unknown)
}
