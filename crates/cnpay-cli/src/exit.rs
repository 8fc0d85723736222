//! Exit codes speak of the order, so that a script never pays twice.

use std::process::ExitCode;

use cnpay::{Error, Order, TradeState};

/// The exit codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, succeeded, or built.
    Done = 0,
    /// Anything that no other code names.
    Other = 1,
    /// Usage, settings, an invalid field, undecodable input: nothing was sent.
    Invalid = 2,
    /// Final: the money is not with the merchant.
    NotPaid = 3,
    /// The provider still works on it.
    Pending = 4,
    /// Nobody knows yet.
    Unknown = 5,
    /// Does not verify.
    Untrusted = 6,
    /// Nothing was sent.
    NotSent = 7,
    /// The call was refused and says nothing about any order.
    Refused = 8,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The code of a believable answer to the operation `id`.
    pub(crate) fn of_answer(id: &str, state: TradeState) -> Self {
        match (id.rsplit('.').next(), state) {
            // What was asked for is what happened.
            (Some("void" | "cancel"), TradeState::Reversed) | (Some("close"), TradeState::Closed) => Self::Done,
            _ => Self::of_state(state),
        }
    }

    fn of_state(state: TradeState) -> Self {
        match state {
            TradeState::Succeeded | TradeState::Done | TradeState::Built => Self::Done,
            TradeState::Failed | TradeState::Closed | TradeState::Refunded | TradeState::Reversed => Self::NotPaid,
            TradeState::Pending => Self::Pending,
            TradeState::Unknown => Self::Unknown,
            _ => Self::Other,
        }
    }

    /// The code of a call without one.
    pub(crate) fn of_error(error: &Error) -> Self {
        match error {
            Error::Invalid(_) | Error::Config(_) => Self::Invalid,
            Error::NotSent(_) => Self::NotSent,
            Error::Unknown(_) => Self::Unknown,
            Error::Untrusted { .. } => Self::Untrusted,
            Error::Refused(refusal) => match refusal.order {
                Order::NotPlaced => Self::NotPaid,
                Order::Unknown(_) => Self::Unknown,
                Order::Unchanged => Self::Refused,
            },
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_is_undone_on_purpose_is_no_failure() {
        for (id, state, exit) in [
            ("mmsp.scan.cancel", TradeState::Reversed, Exit::Done),
            ("mmsp.scan.close", TradeState::Closed, Exit::Done),
            ("kuaiqian.agreement.void", TradeState::Reversed, Exit::Done),
            ("mmsp.scan.cancel", TradeState::Closed, Exit::NotPaid),
            ("mmsp.scan.query", TradeState::Reversed, Exit::NotPaid),
            ("kuaiqian.agreement.query_txn", TradeState::Closed, Exit::NotPaid),
            ("mmsp.scan.cancel", TradeState::Unknown, Exit::Unknown),
        ] {
            assert_eq!(Exit::of_answer(id, state), exit, "{id} {state}");
        }
    }
}
