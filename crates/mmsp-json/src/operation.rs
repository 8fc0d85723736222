//! What ties a request to its reply.

use std::fmt::Debug;

use garde::Validate;
use paycore::{Effect, Query};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Outcome, Product};

/// An operation of the platform. The request is the type that implements it.
pub trait Operation: Serialize + DeserializeOwned + Validate<Context = ()> + Clone + Debug + Send + Sync + Sized + 'static {
    /// The id, such as `mmsp.quickpay.pay`.
    const ID: &'static str;
    /// What it is for, in a few words.
    const TITLE: &'static str;
    /// The product that it belongs to, and so where it goes.
    const PRODUCT: Product;
    /// What it speaks of: with the product, how its reply is judged.
    const KIND: Kind;
    /// Whether the platform takes it.
    const AVAILABILITY: Availability = Availability::Open;
    /// The fields that a client fills in from its settings, its clock and its random numbers.
    const PRESETS: &'static [&'static str];
    /// The fields that a reply repeats: present with another value, it answers another request.
    const ECHOED: &'static [&'static str] = &[];
    /// The answer. Its declared lengths describe the wire; a reply that breaks one is read all the same.
    type Reply: Serialize + DeserializeOwned + Default + Clone + Debug + Send + Sync;

    /// The query that settles this request when its outcome is open. `None`: no query does, or there is nothing to settle.
    fn settled_by(&self) -> Option<Query> {
        None
    }
}

/// An operation that travels in a signed envelope: quick pay, scan, gateway. Section 2.
pub trait Signed: Operation<Reply: Outcome> {
    /// The command id 命令字, sent in decimal.
    const COMMAND: u32;
}

/// An operation that travels encrypted: the payouts. Section 4.6.
pub trait Payout: Operation {
    /// The command id, a field of the plaintext.
    const COMMAND: u32;
}

/// A link that the payer's browser opens; nothing is sent by the merchant. Section 4.5.
pub trait Link: Operation {
    /// The link, below the address that is configured for it.
    fn url(&self, address: &str) -> String;
}

/// Whether the platform takes an operation, as its documentation says. Calling it all the same is the caller's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Availability {
    /// It does.
    Open,
    /// Not yet 暂未开通.
    NotYet,
    /// The operator knows.
    AskOperator,
}

impl Availability {
    /// The same in words; nothing where there is nothing to say.
    pub const fn remark(self) -> Option<&'static str> {
        match self {
            Self::Open => None,
            Self::NotYet => Some("not yet open"),
            Self::AskOperator => Some("ask the operator if it is open"),
        }
    }
}

/// What an operation speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An order is placed; nothing is charged before the payer acts.
    Placing,
    /// The payer's code is handed in: money moves after it.
    Confirm,
    /// A bound card is charged after a code.
    BoundPay,
    /// The payer's code is scanned: money moves at once.
    Reverse,
    /// An SMS is sent, a card is bound or unbound.
    Task,
    /// The state of an order is read.
    Query,
    /// Something else is read: paid orders, bindings, balances.
    List,
    /// Money goes back to the payer.
    Refund,
    /// The state of a refund is read.
    RefundQuery,
    /// An order is undone.
    Cancel,
    /// An unpaid order is closed.
    Close,
    /// Money leaves the merchant's account.
    Payout,
    /// A form that the payer's browser posts.
    Form,
    /// A link that the payer's browser opens.
    Link,
}

impl Kind {
    /// What sending the request twice would do.
    pub const fn effect(self) -> Effect {
        match self {
            Self::Query | Self::List | Self::RefundQuery | Self::Link => Effect::Reads,
            _ => Effect::Changes,
        }
    }

    /// Whether an order's state depends on the reply: a refused or unbelievable one leaves the order unknown, and a query settles it.
    pub const fn concerns_an_order(self) -> bool {
        !matches!(self, Self::Task | Self::Query | Self::List | Self::RefundQuery | Self::Form | Self::Link)
    }
}
