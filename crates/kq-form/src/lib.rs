#![doc = include_str!("../README.md")]

mod document;
mod fields;
mod fixed;
pub mod json;
mod list;
mod mask;
pub mod notice;
pub mod op;
mod operation;
#[cfg(feature = "registry")]
pub mod registry;
pub mod reply;
mod rules;
mod signed;
pub mod soap;
mod wire;
mod xml;

pub use document::{Document, Wire, query_of};
pub use fields::{Extension, Fields, Place, fields};
pub use fixed::InputCharset;
pub use list::{
    LISTS, NOTICE, PAY, QUERY, QUERY_ITEM, QUERY_REPLY, REFUND, REFUND_QUERY, REFUND_QUERY_ITEM, REFUND_QUERY_REPLY, REMIT_REPLY,
    SignedList, Signing, is_reserved,
};
pub use mask::masked;
pub use notice::PayNotice;
pub use op::{Pay, Query, Refund, RefundQuery, Remit, Timestamp};
pub use operation::{Kind, Operation};
pub use signed::{Listed, Signed, Twice};

use paywire::{
    Limits,
    flat::{FlatError, Names},
};

/// What is refused of a notice (section 7.2): more than 16 KiB, or 100 parameters.
pub const NOTICE_LIMITS: Limits = Limits { bytes: 16 << 10, depth: 1, children: 100 };

/// What is refused of a form that a merchant submits: more than 64 KiB, or 100 fields.
pub const FORM_LIMITS: Limits = Limits { bytes: 64 << 10, depth: 1, children: 100 };

/// What is refused of a reply: more than 1 MiB, which is paytransport's limit too, 16 elements or objects inside each other, 10,000 under one parent.
pub const REPLY_LIMITS: Limits = Limits { bytes: 1 << 20, depth: 16, children: 10_000 };

/// A received message that is not what it should be. Names fields and rules, never values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub FlatError);

impl Malformed {
    pub(crate) fn wire(problem: impl Into<String>) -> Self {
        Self(FlatError::Wire(problem.into()))
    }
}

impl From<FlatError> for Malformed {
    fn from(error: FlatError) -> Self {
        Self(error)
    }
}

/// Names as this provider spells them; a blank is a value.
const EXACT_NAMES: Names = Names { ignore_case: false, keep_blanks: true, synonyms: &[] };
