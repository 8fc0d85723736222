//! One payment as the platform has recorded it.

use std::{sync::Arc, time::SystemTime};

use paycore::{BeijingTime, Fen};
use zx_form::{Pay, PayStatus};

use super::{course::Course, notice::Notice};
use crate::{clock::later, magic::Magic, service::Moment};

#[derive(Debug)]
pub(super) struct Order {
    /// As the merchant placed it.
    pub(super) request: Pay,
    /// The platform's number of it.
    pub(super) reference: String,
    /// What the cashier's address ends in.
    pub(super) ticket: String,
    pub(super) placed: SystemTime,
    pub(super) course: Course<PayStatus>,
    /// What the merchant is told of it.
    pub(super) notices: Vec<Arc<Notice>>,
}

impl Order {
    /// `None` while the platform itself does not know it.
    pub(super) fn status(&self, now: SystemTime) -> Option<&PayStatus> {
        self.course.status(now)
    }

    /// Whether the payer has still to choose.
    pub(super) fn is_unpaid(&self, now: SystemTime) -> bool {
        self.status(now) == Some(&PayStatus::Unpaid)
    }

    /// What came in by then.
    pub(super) fn received(&self, now: SystemTime) -> Option<Fen> {
        (self.status(now) == Some(&PayStatus::Succeeded)).then_some(self.request.pay_amt)
    }
}

/// Whether nothing more comes of a payment.
pub(super) fn is_final(status: &PayStatus) -> bool {
    matches!(status, PayStatus::Succeeded | PayStatus::Failed)
}

/// A new order: with 51 it has failed, and with 98 the payer is quicker than the reply.
pub(super) fn when_placed(amount: Fen, moment: &Moment) -> Course<PayStatus> {
    match Magic::of(amount) {
        Magic::Declined => Course::new([(moment.now, PayStatus::Failed)]),
        Magic::CutAfter => when_paid(amount, moment),
        _ => Course::new([(moment.now, PayStatus::Unpaid)]),
    }
}

/// What becomes of an order that its payer pays now.
pub(super) fn when_paid(amount: Fen, moment: &Moment) -> Course<PayStatus> {
    let settled = later(moment.now, moment.timing.settle_after);
    let (processing, succeeded) = ((moment.now, PayStatus::Processing), (settled, PayStatus::Succeeded));
    match Magic::of(amount) {
        Magic::Declined => when_failed(moment),
        Magic::PendingThenPaid => Course::new([processing, succeeded]),
        Magic::PendingForEver => Course::new([processing]),
        Magic::UnknownThenPaid => Course::new([succeeded]),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter if moment.pending => Course::new([processing, succeeded]),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter => Course::new([(moment.now, PayStatus::Succeeded)]),
    }
}

/// What becomes of an order whose payer fails at the bank.
pub(super) fn when_failed(moment: &Moment) -> Course<PayStatus> {
    Course::new([(moment.now, PayStatus::Failed)])
}

/// `ordDesc`. Nothing is ever rejected, cancelled or refunded here: there is no such operation.
pub(super) const fn description(status: &PayStatus) -> &'static str {
    match status {
        PayStatus::Succeeded => "成功",
        PayStatus::Failed => "失败",
        PayStatus::Unpaid => "未支付",
        _ => "处理中",
    }
}

/// `yyyyMMddHHmmss`.
pub(super) fn compact(time: SystemTime) -> String {
    BeijingTime::from(time).compact()
}
