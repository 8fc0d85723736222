//! 0x0908 and 0x0909: money goes back, or will have. Sections 4.3.16 and 4.3.17.

use std::time::SystemTime;

use mmsp_json::{
    Product,
    op::scan::{Refund as Request, RefundQuery, Refunded},
};
use paycore::Fen;

use super::query::find;
use crate::{
    clock::later,
    magic::Magic,
    mmsp::{
        desk::Desk,
        order::{Key, dashed},
        problem,
        refusal::Refusal,
    },
};

/// A refund as the platform has recorded it.
#[derive(Debug, Clone)]
pub(in crate::mmsp) struct Refund {
    pub(in crate::mmsp) order: Key,
    pub(in crate::mmsp) amount: Fen,
    pub(in crate::mmsp) failed: bool,
    number: String,
    reference: String,
    taken: SystemTime,
    /// When the platform itself begins to know of it.
    surfaces: SystemTime,
}

/// The same number again is the same refund.
pub(super) fn refund(desk: &mut Desk<'_>, request: Request) -> Result<Refunded, Refusal> {
    let order = find(desk, request.order_no, request.mer_order_id)?;
    let earlier = find_refund(desk, |refund| refund.number == request.refund_mer_order_id);
    if let Some(earlier) = earlier {
        let same = earlier.order == order.key && earlier.amount == request.amt;
        return if same { Ok(answer(earlier)) } else { Err(Refusal::Duplicate) };
    }
    let (key, is_paid) = (order.key.clone(), order.paid(desk.moment.now).is_some());
    let left = order.amount.checked_sub(desk.state.refunded(&key)).unwrap_or(Fen::ZERO);
    if is_paid && left < request.amt {
        return Err(Refusal::Amount);
    }
    desk.strike(request.amt)?;
    let magic = Magic::of(request.amt);
    let surfaces = if magic == Magic::UnknownThenPaid { later(desk.moment.now, desk.moment.timing.settle_after) } else { desk.moment.now };
    let refund = Refund {
        order: key,
        amount: request.amt,
        failed: !is_paid || magic == Magic::Declined,
        number: request.refund_mer_order_id,
        reference: desk.state.next_reference(Product::Scan, desk.moment.now),
        taken: desk.moment.now,
        surfaces,
    };
    let reply = answer(&refund);
    desk.state.record_refund(refund);
    if magic == Magic::UnknownThenPaid { Err(Refusal::Failed) } else { Ok(reply) }
}

pub(super) fn refund_query(desk: &mut Desk<'_>, request: RefundQuery) -> Result<Refunded, Refusal> {
    let says = |given: &Option<String>, known: &str| given.as_deref().is_none_or(|given| given == known);
    let asked = |refund: &Refund| says(&request.refund_order_no, &refund.reference) && says(&request.refund_mer_order_id, &refund.number);
    let known = find_refund(desk, asked).filter(|refund| refund.surfaces <= desk.moment.now);
    known.map(answer).ok_or(Refusal::NoOrder)
}

fn find_refund<'d>(desk: &'d Desk<'_>, asked: impl Fn(&Refund) -> bool) -> Option<&'d Refund> {
    desk.state.refunds().find(|refund| refund.order.merchant == desk.call.account.merchant && asked(refund))
}

fn answer(refund: &Refund) -> Refunded {
    let problem = refund.failed.then_some(problem::REFUND_DECLINED);
    Refunded {
        status: Some(if refund.failed { "2" } else { "1" }.into()),
        refund_order_no: Some(refund.reference.clone()),
        amt: Some(refund.amount.to_fen()),
        refund_time: Some(dashed(refund.taken)),
        refund_mer_order_id: Some(refund.number.clone()),
        err_code: problem::code(problem),
        err_code_msg: problem::text(problem),
    }
}
