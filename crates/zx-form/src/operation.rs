//! What ties a request to its reply.

use std::fmt::Debug;

use garde::Validate;
use paycore::{Effect, Query};
use serde::{Serialize, de::DeserializeOwned};

use crate::Common;

/// An operation of 掌讯. The request is the type that implements it.
pub trait Operation: Serialize + DeserializeOwned + Validate<Context = ()> + Clone + Debug + Send + Sync + Sized + 'static {
    /// The id, such as `zhangxun.pay`.
    const ID: &'static str;
    /// What it is for, in a few words.
    const TITLE: &'static str;
    /// The path below the base URL.
    const PATH: &'static str;
    /// What it speaks of, and so how its reply is judged.
    const KIND: Kind;
    /// The fields that a client fills in from its settings.
    const PRESETS: &'static [&'static str];
    /// The fields that a reply repeats, by which it is known to answer this request. One with `code` 000000 has all that were sent.
    const REPEATED: &'static [&'static str] = &["orgNo", "custId"];
    /// The amount, where a reply may repeat it.
    const AMOUNT: Option<&'static str> = None;
    /// The fields of a reply. Every one is optional: a refusal has few.
    type Reply: Common + Serialize + DeserializeOwned + Default + Clone + Debug + Send + Sync;

    /// The query that settles this request when its outcome is open.
    fn settled_by(&self) -> Option<Query> {
        None
    }
}

/// What an operation speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An order is placed, or paid.
    Payment,
    /// Money leaves the merchant's balance.
    Payout,
    /// The state of a payment or payout is read.
    Query,
    /// Something else is read.
    Look,
}

impl Kind {
    /// What sending the request twice would do.
    pub const fn effect(self) -> Effect {
        match self {
            Self::Payment | Self::Payout => Effect::Changes,
            Self::Query | Self::Look => Effect::Reads,
        }
    }
}
