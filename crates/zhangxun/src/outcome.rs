//! What a reply or a notice says about an order: sections 8.2 and 8.3 as pure functions.
//!
//! Payments and payouts share the codes of `ordStatus` and not their meanings, so each has its own functions over its own type.

use paycore::TradeState;
use zx_form::{PayStatus, PayoutStatus};

/// The status of a payment. Only the two documented ends are final; whatever else was observed may still change (decision Z4).
fn of_payment(status: &PayStatus) -> TradeState {
    match status {
        PayStatus::Succeeded => TradeState::Succeeded,
        PayStatus::Failed => TradeState::Failed,
        PayStatus::NotTraded | PayStatus::Processing | PayStatus::Unpaid => TradeState::Pending,
        PayStatus::Rejected | PayStatus::Cancelled | PayStatus::Refunded | PayStatus::Refunding | PayStatus::Other(_) => {
            TradeState::Pending
        }
    }
}

/// The `ordStatus` of a verified reply to a payment: without one it was accepted, and no more.
pub fn of_pay(status: Option<&PayStatus>) -> TradeState {
    status.map_or(TradeState::Pending, of_payment)
}

/// The `ordStatus` of a verified reply to a payment query: without one the order is as open as before.
pub fn of_query(status: Option<&PayStatus>) -> TradeState {
    status.map_or(TradeState::Unknown, of_payment)
}

/// The `ordStatus` of a verified payment notice.
pub fn of_notice(status: &PayStatus) -> TradeState {
    of_payment(status)
}

/// The status of a payout. `01` is no success, and what is not cleared has not failed: who takes it so pays twice.
fn of_cleared(status: &PayoutStatus) -> TradeState {
    match status {
        PayoutStatus::Cleared => TradeState::Succeeded,
        PayoutStatus::ClearingFailed => TradeState::Failed,
        PayoutStatus::NotProcessed | PayoutStatus::Waiting | PayoutStatus::Clearing => TradeState::Pending,
        PayoutStatus::ClearingCancelled | PayoutStatus::Other(_) => TradeState::Pending,
    }
}

/// The `ordStatus` of a verified reply to a payout: without one it was accepted, and no more.
pub fn of_payout(status: Option<&PayoutStatus>) -> TradeState {
    status.map_or(TradeState::Pending, of_cleared)
}

/// The `ordStatus` of a verified reply to a payout query: without one the payout is as open as before.
pub fn of_payout_query(status: Option<&PayoutStatus>) -> TradeState {
    status.map_or(TradeState::Unknown, of_cleared)
}

/// The `ordStatus` of a verified payout notice.
pub fn of_payout_notice(status: &PayoutStatus) -> TradeState {
    of_cleared(status)
}
