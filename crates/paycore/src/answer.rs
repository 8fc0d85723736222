//! A believable reply, judged.

use crate::{Advice, Query, Raw, TradeState};

/// A reply that belongs to the request and could be read, with what it says about the order.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer<R> {
    /// What became of the order.
    pub state: TradeState,
    /// How far a refund has come, where the provider says so.
    pub stage: Option<&'static str>,
    /// The provider's own code.
    pub code: Option<String>,
    /// The provider's own text.
    pub message: Option<String>,
    /// What to do, for the codes that the specification names.
    pub advice: Option<Advice>,
    /// The reply itself.
    pub reply: R,
    /// The reply as received.
    pub raw: Raw,
    query: Option<Query>,
}

impl<R> Answer<R> {
    /// A reply that says `state`.
    pub fn new(state: TradeState, reply: R) -> Self {
        Self { state, stage: None, code: None, message: None, advice: None, reply, raw: Raw::default(), query: None }
    }

    /// With the query that settles it.
    #[must_use]
    pub fn with_followup(mut self, query: Option<Query>) -> Self {
        self.query = query;
        self
    }

    /// The query that settles the order while it is open.
    pub fn followup(&self) -> Option<&Query> {
        self.query.as_ref().filter(|_| self.state.is_open())
    }

    /// The same answer around another form of the reply.
    pub fn map<S>(self, form: impl FnOnce(R) -> S) -> Answer<S> {
        Answer {
            state: self.state,
            stage: self.stage,
            code: self.code,
            message: self.message,
            advice: self.advice,
            reply: form(self.reply),
            raw: self.raw,
            query: self.query,
        }
    }
}
