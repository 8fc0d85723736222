//! 0x0907 and 0x090A: an order is undone, or closed before anybody pays. Sections 4.3.14 and 4.3.15.

use std::time::Duration;

use mmsp_json::op::scan::{Cancel, Close, Order as Answer};
use paycore::Fen;

use super::query::{answer, find};
use crate::{
    clock::later,
    mmsp::{desk::Desk, order::Standing, problem, refusal::Refusal},
};

/// How long a cancel has to wait for the payment.
const PAUSE: Duration = Duration::from_secs(15);

/// Whatever the payer has done, no money stays with the merchant.
pub(super) fn cancel(desk: &mut Desk<'_>, request: Cancel) -> Result<Answer, Refusal> {
    let order = find(desk, request.order_no, request.mer_order_id)?;
    let problem = if desk.moment.now < later(order.placed, PAUSE) {
        Some(problem::CANCEL_TOO_SOON)
    } else if matches!(order.standing(desk.moment.now), Standing::Failed(_)) {
        Some(problem::CLOSED)
    } else if desk.state.refunded(&order.key) > Fen::ZERO {
        Some(problem::NOT_WAITING)
    } else {
        None
    };
    let reply = answer(desk, order, if problem.is_none() { "1" } else { "2" }, problem);
    let key = order.key.clone();
    if problem.is_none()
        && let Some(order) = desk.state.order_mut(&key)
    {
        order.end();
    }
    Ok(reply)
}

/// Only an order that nobody has begun to pay.
pub(super) fn close(desk: &mut Desk<'_>, request: Close) -> Result<Answer, Refusal> {
    let order = find(desk, request.order_no, request.mer_order_id)?;
    let problem = match order.standing(desk.moment.now) {
        Standing::Waiting => None,
        Standing::Paying | Standing::Unknown => Some(problem::PAYING),
        Standing::Paid(_) => Some(problem::NOT_WAITING),
        Standing::Failed(problem) => Some(problem),
    };
    let reply = answer(desk, order, if problem.is_none() { "1" } else { "2" }, problem);
    let key = order.key.clone();
    if problem.is_none()
        && let Some(order) = desk.state.order_mut(&key)
    {
        order.end();
    }
    Ok(reply)
}
