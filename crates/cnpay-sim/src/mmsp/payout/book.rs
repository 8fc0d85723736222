//! What a merchant has: pending settlement, available, frozen. Section 7.11.

use std::time::{Duration, SystemTime};

use paycore::Fen;

use super::course;
use crate::mmsp::{account::Account, state::State};

/// When money settles that came in the day before.
pub(super) const SETTLE_HOUR: u64 = 16;

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;
/// Beijing is that far ahead.
const AHEAD: u64 = 8 * HOUR;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Book {
    pub(super) pending: Fen,
    pub(super) available: Fen,
    pub(super) frozen: Fen,
}

impl Book {
    pub(super) fn of(state: &State, account: &Account, now: SystemTime) -> Self {
        let (mut pending, mut settled) = (Fen::ZERO, account.balance);
        for (paid, order) in state.paid(&account.merchant, now) {
            let kept = order.amount.checked_sub(state.refunded(&order.key)).unwrap_or(Fen::ZERO);
            let place = if settles(paid) <= now { &mut settled } else { &mut pending };
            *place = plus(*place, kept);
        }
        let (mut spent, mut frozen) = (Fen::ZERO, Fen::ZERO);
        for payout in state.payouts(&account.merchant) {
            let cost = plus(payout.request.amt, account.payout_fee);
            match payout.course.state(now) {
                course::State::Failed | course::State::Returned => {}
                course::State::Paid => spent = plus(spent, cost),
                _ => frozen = plus(frozen, cost),
            }
        }
        let available = settled.checked_sub(plus(spent, frozen)).unwrap_or(Fen::ZERO);
        Self { pending, available, frozen }
    }
}

fn plus(one: Fen, other: Fen) -> Fen {
    one.checked_add(other).unwrap_or(one)
}

/// The settlement hour of the next calendar day of Beijing.
fn settles(paid: SystemTime) -> SystemTime {
    let seconds = paid.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let next_day = (seconds + AHEAD) / DAY + 1;
    SystemTime::UNIX_EPOCH + Duration::from_secs(next_day * DAY + SETTLE_HOUR * HOUR - AHEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_settles_in_the_afternoon_of_the_next_day() {
        let at = |time: &str| {
            let seconds = paycore::BeijingTime::parse_compact(time).expect("a time").unix_seconds();
            SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.try_into().expect("after 1970"))
        };
        for paid in ["20250301000000", "20250301101500", "20250301235959"] {
            assert_eq!(settles(at(paid)), at("20250302160000"), "{paid}");
        }
    }
}
