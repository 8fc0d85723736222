//! What became of an order.

use std::fmt;

use serde::Serialize;

/// What became of an order, as far as this answer tells.
///
/// Only [`Failed`](Self::Failed), [`Closed`](Self::Closed) and [`Reversed`](Self::Reversed) permit a fresh attempt, always under a new order number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TradeState {
    /// The money moved. Final.
    Succeeded,
    /// The provider recorded the order and it did not take effect. Final.
    Failed,
    /// The provider has the order and still works on it: ask again.
    Pending,
    /// Nobody can tell yet, not even whether the provider has the order: ask, never pay again.
    Unknown,
    /// The order was closed before it was paid. Final.
    Closed,
    /// The payment was given back. Final.
    Refunded,
    /// The payment was voided or reversed: the money is back with the payer. Final.
    Reversed,
    /// The call worked and speaks of no order's money: an SMS was sent, a card is bound, a list was read.
    Done,
    /// Nothing was sent: a form or a link for the payer's browser was built. Its order is unknown from the moment it is handed over.
    Built,
}

impl TradeState {
    /// The word of the state, as the command prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Closed => "closed",
            Self::Refunded => "refunded",
            Self::Reversed => "reversed",
            Self::Done => "done",
            Self::Built => "built",
        }
    }

    /// Whether asking again could tell more.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Unknown)
    }
}

impl fmt::Display for TradeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What sending a request twice would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It reads: sending it again is harmless.
    Reads,
    /// It changes something at the provider: it is sent once, and what has no believable answer is unknown.
    Changes,
}
