//! What a merchant has: available, frozen. Section 7.3.

use std::time::SystemTime;

use paycore::Fen;

use super::{account::Account, state::State, transfer};

/// What a payment brings is available at once; what a payout under way takes is frozen, and no longer available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Book {
    pub(super) available: Fen,
    pub(super) frozen: Fen,
}

impl Book {
    pub(super) fn of(state: &State, account: &Account, now: SystemTime) -> Self {
        let received = state.orders(account).filter_map(|order| order.received(now)).fold(account.balance, plus);
        let (mut spent, mut frozen) = (Fen::ZERO, Fen::ZERO);
        for payout in state.payouts(account) {
            match payout.status(now) {
                Some(status) if transfer::is_returned(status) => {}
                Some(status) if transfer::is_final(status) => spent = plus(spent, payout.cost()),
                _ => frozen = plus(frozen, payout.cost()),
            }
        }
        Self { available: received.checked_sub(plus(spent, frozen)).unwrap_or(Fen::ZERO), frozen }
    }
}

fn plus(one: Fen, other: Fen) -> Fen {
    one.checked_add(other).unwrap_or(one)
}
