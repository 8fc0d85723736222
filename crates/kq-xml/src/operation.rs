//! What ties a request to its reply.

use std::fmt::Debug;

use garde::Validate;
use paycore::{Effect, Query};
use serde::{Serialize, de::DeserializeOwned};

/// An operation of agreement pay. The request is the type that implements it.
pub trait Operation: Serialize + DeserializeOwned + Validate<Context = ()> + Clone + Debug + Send + Sync + Sized + 'static {
    /// The id, such as `kuaiqian.agreement.purchase`.
    const ID: &'static str;
    /// What it is for, in a few words.
    const TITLE: &'static str;
    /// The path below the base URL.
    const PATH: &'static str;
    /// What it speaks of, and so how its reply is judged.
    const KIND: Kind;
    /// The content element of the request.
    const REQUEST: &'static str;
    /// The content element that answers.
    const ANSWER: &'static str;
    /// A content element that only repeats the request, beside the answer.
    const ECHO: Option<&'static str> = None;
    /// The fields that a client fills in from its settings and its clock.
    const PRESETS: &'static [&'static str];
    /// The fields that a reply repeats, in its answer or in its echo: present with another value, it answers another request.
    const ECHOED: &'static [&'static str];
    /// Whether the gateway puts `version` into the reply.
    const REPLY_HAS_VERSION: bool = true;
    /// The answering content element. Its declared lengths describe the wire; a reply that breaks one is read all the same.
    type Reply: Serialize + DeserializeOwned + Default + Clone + Debug + Send + Sync;

    /// The query that settles this request when its outcome is open. `None`: no query does, or there is nothing to settle.
    fn settled_by(&self) -> Option<Query> {
        None
    }

    /// The query that tells what became of the transaction that this one refunds or voids: what has to be asked when the answer is that
    /// somebody else refunded or voided it (section 6.7).
    fn original(&self) -> Option<Query> {
        None
    }
}

/// What an operation speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Something is done that moves no money: an SMS is sent, a card is bound.
    Task,
    /// Money moves from the payer, or is held.
    Payment,
    /// Money goes back to the payer.
    Refund,
    /// A transaction of the same day is cancelled.
    Void,
    /// The state of a transaction is read.
    Query,
    /// Something else is read: cards, a card's facts.
    List,
}

impl Kind {
    /// What sending the request twice would do.
    pub const fn effect(self) -> Effect {
        match self {
            Self::Task | Self::Payment | Self::Refund | Self::Void => Effect::Changes,
            Self::Query | Self::List => Effect::Reads,
        }
    }
}
