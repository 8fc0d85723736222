//! What becomes of an order when somebody pays it, or fails to.

use std::sync::Arc;

use super::{
    Gateway, code,
    notice::Notice,
    order::{self, Attempt, Course, Order},
    refunded::{self, Refund},
    state::State,
};
use crate::{clock::later, magic::Magic, outbox::Posting, service::Moment};

/// How an order is paid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Means {
    pub(super) bank: Option<&'static str>,
    /// The payer fails at the bank, whatever the amount.
    pub(super) fails: bool,
    /// Not at once even where the amount is an ordinary one.
    pub(super) later: bool,
}

/// An attempt that has begun.
pub(super) struct Begun {
    /// 99bill's number of it.
    pub(super) deal: String,
    /// The notice of its end, where it has one and an address to go to.
    pub(super) notice: Option<Posting>,
}

impl Gateway {
    /// Begins an attempt to pay the order of that ticket. `None` when there is no such order, or no such merchant any more.
    pub(super) fn begin(&self, state: &mut State, ticket: &str, means: Means, moment: &Moment) -> Option<Begun> {
        let deal = state.next_number();
        let order = state.visited(ticket)?;
        let account = self.account(&order.account)?;
        let method = match order.fields.text("payType") {
            // The cashier with all methods: a bank was chosen there.
            "00" => "10",
            method => method,
        };
        let mut attempt = Attempt {
            deal: deal.clone(),
            method: method.to_owned(),
            bank: means.bank,
            begun: moment.now,
            course: course(order, means, moment),
            notice: None,
        };
        attempt.notice = Notice::new(order, &attempt, account, self.seal(account, order.signing)).map(Arc::new);
        let letter = attempt.notice.clone().filter(|notice| notice.has_server());
        let notice = attempt.course.end().zip(letter).map(|(due, letter)| Posting { due, letter });
        let late = late(order, &attempt, moment);
        order.attempts.push(attempt);
        if let Some(refund) = late {
            let sequence = state.next_number();
            state.record_refund(Refund { sequence, ..refund });
        }
        Some(Begun { deal, notice })
    }
}

fn course(order: &Order, means: Means, moment: &Moment) -> Course {
    let (now, settled) = (moment.now, later(moment.now, moment.timing.settle_after));
    if means.fails {
        return Course::Fails(now, code::NO_BALANCE);
    }
    match Magic::of(order.amount) {
        Magic::Declined => Course::Fails(now, code::OVER_PAYMENT),
        Magic::PendingThenPaid => Course::Succeeds(settled),
        Magic::PendingForEver => Course::StaysOpen,
        Magic::UnknownThenPaid => Course::Surfaces(settled),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter if moment.pending || means.later => Course::Succeeds(settled),
        Magic::Paid | Magic::CutBefore | Magic::CutAfter => Course::Succeeds(now),
    }
}

/// The refund that 99bill makes by itself, still without its number, where the payment comes after the end of the order's time
/// (section 2.1, field 33).
fn late(order: &Order, attempt: &Attempt, moment: &Moment) -> Option<Refund> {
    let (Course::Succeeds(paid) | Course::Surfaces(paid)) = attempt.course else { return None };
    let is_late = order::end(&order.fields)? < paid;
    is_late.then(|| Refund {
        account: order.account.clone(),
        number: format!("AUTO{}", attempt.deal),
        order: order.id().to_owned(),
        amount: order.amount,
        sequence: String::new(),
        taken: paid,
        course: refunded::Course::Ends(later(paid, moment.timing.settle_after)),
    })
}
