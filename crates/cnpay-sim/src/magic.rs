//! What an amount decides, for every provider in its own codes.

use paycore::Fen;

/// The SMS code that every simulated phone receives.
pub const SMS_CODE: &str = "246810";

/// What becomes of a payment: the amount in fen modulo 100 tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Magic {
    /// Any other amount.
    Paid,
    /// 51.
    Declined,
    /// 68.
    PendingThenPaid,
    /// 69.
    PendingForEver,
    /// 71: the provider itself does not know.
    UnknownThenPaid,
    /// 97: the connection is cut, and nothing was processed.
    CutBefore,
    /// 98: paid, and the connection is cut.
    CutAfter,
}

impl Magic {
    pub(crate) const fn of(amount: Fen) -> Self {
        match amount.get() % 100 {
            51 => Self::Declined,
            68 => Self::PendingThenPaid,
            69 => Self::PendingForEver,
            71 => Self::UnknownThenPaid,
            97 => Self::CutBefore,
            98 => Self::CutAfter,
            _ => Self::Paid,
        }
    }
}
