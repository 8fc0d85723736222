//! When no reply came, or none that can be believed: what that says about the order. Section 8.1.

use bytes::Bytes;
use paycore::{Effect, Error, Order, Query, Reason, Unknown};
use paytransport::{Certainty, Kind, SendError};

/// What a request leaves behind when its answer cannot be believed.
pub(crate) struct Open {
    /// What sending it twice would do.
    pub(crate) effect: Effect,
    /// The query that settles it.
    pub(crate) query: Option<Query>,
}

impl Open {
    /// No reply at all.
    pub(crate) fn silence(self, error: &SendError) -> Error {
        match (error.certainty, error.kind) {
            (Certainty::NotSent, _) => Error::NotSent(error.message.clone()),
            (Certainty::MaybeSent, Kind::Timeout) => self.unknown(Reason::Timeout, &error.message, Bytes::new()),
            (Certainty::MaybeSent, Kind::Protocol | Kind::TooLarge) => self.unreadable(Reason::Unparsable, &error.message, Bytes::new()),
            (Certainty::MaybeSent, _) => self.unknown(Reason::Reset, &error.message, Bytes::new()),
        }
    }

    /// Nothing that speaks of the order came back.
    pub(crate) fn unknown(self, reason: Reason, message: &str, body: Bytes) -> Error {
        let order = match self.effect {
            Effect::Reads => Order::Unchanged,
            Effect::Changes => Order::Unknown(self.query),
        };
        Error::Unknown(Box::new(Unknown { reason, message: message.to_owned(), raw: body.into(), order }))
    }

    /// A reply that came and cannot be believed: to a reading call it is untrusted, to a changing one the outcome is unknown.
    pub(crate) fn unreadable(self, reason: Reason, message: &str, body: Bytes) -> Error {
        match self.effect {
            Effect::Reads => Error::Untrusted { message: message.to_owned(), raw: body.into() },
            Effect::Changes => self.unknown(reason, message, body),
        }
    }
}
