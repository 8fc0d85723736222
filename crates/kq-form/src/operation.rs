//! What ties a request to its reply.

use std::fmt::Debug;

use garde::Validate;
use paycore::{Effect, Query};
use serde::{Serialize, de::DeserializeOwned};

use crate::SignedList;

/// An operation of the RMB gateway. The request is the type that implements it.
pub trait Operation: Serialize + DeserializeOwned + Validate<Context = ()> + Clone + Debug + Send + Sync + Sized + 'static {
    /// The id, such as `kuaiqian.gateway.pay`.
    const ID: &'static str;
    /// What it is for, in a few words.
    const TITLE: &'static str;
    /// The path below the base URL, that of production where there are several.
    const PATH: &'static str;
    /// What it speaks of, and so how its reply is judged.
    const KIND: Kind;
    /// What its signature covers; `None` for a request that is not signed.
    const SIGNED: Option<&'static SignedList>;
    /// The fields that a client fills in from its settings and its clock.
    const PRESETS: &'static [&'static str];
    /// The fields of a reply.
    type Reply: Serialize + DeserializeOwned + Default + Clone + Debug + Send + Sync;

    /// The query that settles this request when its outcome is open.
    fn settled_by(&self) -> Option<Query> {
        None
    }
}

/// What an operation speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Nothing is sent: a form for the payer's browser is built.
    Form,
    /// An order is placed by the merchant's own server.
    Payment,
    /// Money goes back to the payer.
    Refund,
    /// The state of orders or refunds is read.
    Query,
    /// Something else is read.
    Look,
}

impl Kind {
    /// What sending the request twice would do.
    pub const fn effect(self) -> Effect {
        match self {
            Self::Payment | Self::Refund => Effect::Changes,
            Self::Form | Self::Query | Self::Look => Effect::Reads,
        }
    }
}
