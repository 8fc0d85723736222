//! One payout as the platform has recorded it: it waits, is being cleared, and has an end.

use std::{sync::Arc, time::SystemTime};

use paycore::Fen;
use zx_form::{Payout, PayoutStatus};

use super::{course::Course, notice::Notice};
use crate::{clock::later, magic::Magic, service::Moment};

#[derive(Debug)]
pub(super) struct Transfer {
    /// As the merchant ordered it.
    pub(super) request: Payout,
    /// The platform's number of it.
    pub(super) reference: String,
    pub(super) ordered: SystemTime,
    pub(super) fee: Fen,
    pub(super) course: Course<PayoutStatus>,
    /// What the merchant is told of it.
    pub(super) notices: Vec<Arc<Notice>>,
}

impl Transfer {
    /// `None` while the platform itself does not know it.
    pub(super) fn status(&self, now: SystemTime) -> Option<&PayoutStatus> {
        self.course.status(now)
    }

    /// What leaves the balance.
    pub(super) fn cost(&self) -> Fen {
        cost(&self.request, self.fee).unwrap_or(self.request.cas_amt)
    }

    /// What the payee gets: `netrecAmt`.
    pub(super) fn credited(&self) -> Fen {
        credited(&self.request, self.fee).unwrap_or(Fen::ZERO)
    }
}

/// Whether the fee is taken from the amount: `deductWay` 01.
fn is_fee_inside(request: &Payout) -> bool {
    request.deduct_way.as_deref() == Some("01")
}

/// What a payout takes from the balance; `None` when there is no such amount.
pub(super) fn cost(request: &Payout, fee: Fen) -> Option<Fen> {
    if is_fee_inside(request) { Some(request.cas_amt) } else { request.cas_amt.checked_add(fee) }
}

/// What a payout brings its payee; `None` when the fee eats it up.
pub(super) fn credited(request: &Payout, fee: Fen) -> Option<Fen> {
    if !is_fee_inside(request) {
        return Some(request.cas_amt);
    }
    request.cas_amt.checked_sub(fee).filter(|left| *left > Fen::ZERO)
}

/// Whether nothing more comes of a payout.
pub(super) fn is_final(status: &PayoutStatus) -> bool {
    matches!(status, PayoutStatus::Cleared) || is_returned(status)
}

/// Whether the money is back.
pub(super) fn is_returned(status: &PayoutStatus) -> bool {
    matches!(status, PayoutStatus::ClearingFailed | PayoutStatus::ClearingCancelled)
}

/// The amount decides; of an ordinary one the payee's account number.
pub(super) fn course(request: &Payout, moment: &Moment) -> Course<PayoutStatus> {
    use PayoutStatus::{Cleared, Clearing, ClearingCancelled, ClearingFailed, NotProcessed, Waiting};
    let at = |pauses| later(moment.now, moment.timing.settle_after.saturating_mul(pauses));
    let ends = |end| Course::new([(at(0), Waiting), (at(1), Clearing), (at(2), end)]);
    let held_up = || Course::new([(at(0), NotProcessed), (at(1), Waiting), (at(2), Clearing), (at(3), Cleared)]);
    match (Magic::of(request.cas_amt), request.card_no.expose()) {
        (Magic::Declined, _) => Course::new([(at(0), ClearingFailed)]),
        (Magic::PendingThenPaid, _) => held_up(),
        (Magic::PendingForEver, _) => Course::new([(at(0), Waiting), (at(1), Clearing)]),
        (Magic::UnknownThenPaid, _) => Course::new([(at(2), Cleared)]),
        (Magic::Paid, number) if number.ends_with("0003") => ends(ClearingFailed),
        (Magic::Paid, number) if number.ends_with("0004") => ends(ClearingCancelled),
        (Magic::Paid | Magic::CutBefore | Magic::CutAfter, _) if moment.pending => held_up(),
        (Magic::Paid, number) if number.ends_with("0006") => Course::new([(at(0), Cleared)]),
        (Magic::Paid | Magic::CutBefore | Magic::CutAfter, _) => ends(Cleared),
    }
}

/// `casDesc`.
pub(super) const fn description(status: &PayoutStatus) -> &'static str {
    match status {
        PayoutStatus::NotProcessed | PayoutStatus::Other(_) => "未处理",
        PayoutStatus::Waiting => "待结算",
        PayoutStatus::Clearing => "清算中",
        PayoutStatus::Cleared => "清算完成",
        PayoutStatus::ClearingFailed => "清算失败",
        PayoutStatus::ClearingCancelled => "清算撤销",
    }
}
