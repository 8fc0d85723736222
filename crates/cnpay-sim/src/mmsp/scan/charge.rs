//! Reverse scan: the payer's code is charged at once, or the payer is asked. Sections 4.3.2, 4.3.5 and 4.3.10.

use mmsp_json::op::scan::Charged;

use super::place::{Submission, record};
use crate::mmsp::{
    desk::Desk,
    order::{Course, Standing, dashed},
    problem,
    refusal::Refusal,
};

pub(super) fn charge<O: Into<Submission>>(desk: &mut Desk<'_>, request: O) -> Result<Charged, Refusal> {
    let submission = request.into();
    let course = Course::of(submission.amt, &desk.moment);
    let at_once = course == Course::Succeeds(desk.moment.now);
    let key = record(desk, submission, course)?;
    if at_once {
        // The reply says it, so nothing is pushed (decision D99).
        desk.keep_silent(&key);
    }
    let order = desk.state.order(&key).ok_or(Refusal::NoOrder)?;
    let (status, problem) = match order.standing(desk.moment.now) {
        Standing::Paid(_) => ("1", None),
        Standing::Failed(problem) => ("2", Some(problem)),
        Standing::Waiting | Standing::Paying => ("3", Some(problem::PAYING)),
        Standing::Unknown => return Err(Refusal::Failed),
    };
    Ok(Charged {
        status: Some(status.into()),
        order_no: Some(order.reference.clone()),
        trade_time: Some(dashed(order.placed)),
        mer_order_id: Some(key.number.clone()),
        err_code: problem::code(problem),
        err_code_msg: problem::text(problem),
    })
}
