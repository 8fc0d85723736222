//! When no reply came, or none that can be believed: what that says about the order. The same for every provider.

use bytes::Bytes;
use paycore::{Effect, Error, Order, Query, Reason, Unknown};

use crate::{Certainty, Kind, SendError};

/// A request whose answer is missing or cannot be believed.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// What sending it twice would do.
    pub effect: Effect,
    /// The query that settles it.
    pub query: Option<Query>,
}

impl Unanswered {
    /// No reply at all.
    pub fn silence(self, error: &SendError) -> Error {
        match (error.certainty, error.kind) {
            (Certainty::NotSent, _) => Error::NotSent(error.message.clone()),
            (Certainty::MaybeSent, Kind::Timeout) => self.unknown(Reason::Timeout, &error.message, Bytes::new()),
            (Certainty::MaybeSent, Kind::Protocol | Kind::TooLarge) => self.unreadable(Reason::Unparsable, &error.message, Bytes::new()),
            (Certainty::MaybeSent, _) => self.unknown(Reason::Reset, &error.message, Bytes::new()),
        }
    }

    /// Nothing that speaks of the order came back.
    pub fn unknown(self, reason: Reason, message: &str, body: Bytes) -> Error {
        let order = match self.effect {
            Effect::Reads => Order::Unchanged,
            Effect::Changes => Order::Unknown(self.query),
        };
        Error::Unknown(Box::new(Unknown { reason, message: message.to_owned(), raw: body.into(), order }))
    }

    /// A reply that came and cannot be believed: to a reading call it is untrusted, to a changing one the outcome is unknown.
    pub fn unreadable(self, reason: Reason, message: &str, body: Bytes) -> Error {
        match self.effect {
            Effect::Reads => Error::Untrusted { message: message.to_owned(), raw: body.into() },
            Effect::Changes => self.unknown(reason, message, body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(effect: Effect) -> Unanswered {
        Unanswered { effect, query: Some(Query { id: "a.query", fields: vec![] }) }
    }

    #[test]
    fn silence_says_what_became_of_the_order() {
        let open = |error: Error| (error.kind(), error.order());
        let query = Order::Unknown(Some(Query { id: "a.query", fields: vec![] }));
        for (error, changes, reads) in [
            (SendError::not_sent(Kind::Connect, "x"), ("not_sent", Order::NotPlaced), ("not_sent", Order::NotPlaced)),
            (SendError::maybe_sent(Kind::Timeout, "x"), ("unknown", query.clone()), ("unknown", Order::Unchanged)),
            (SendError::maybe_sent(Kind::Closed, "x"), ("unknown", query.clone()), ("unknown", Order::Unchanged)),
            (SendError::maybe_sent(Kind::TooLarge, "x"), ("unknown", query.clone()), ("untrusted", Order::Unchanged)),
        ] {
            assert_eq!(open(sent(Effect::Changes).silence(&error)), changes, "{error}");
            assert_eq!(open(sent(Effect::Reads).silence(&error)), reads, "{error}");
        }
    }
}
