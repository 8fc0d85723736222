//! The serde format of flat messages: a struct is a list of named texts, with the odd list or struct inside.
//!
//! It stands between serde and the wires. A wire gives a [`Source`] or takes a [`Sink`]; XML, a list of form pairs and a JSON object
//! are all that. Names are matched here against the struct's own field list, so that duplicates are refused, unknown names are kept
//! ([`Node`]) and two spellings of one field are merged, which serde's attributes cannot do.

mod de;
mod error;
mod names;
mod node;
mod ser;

pub use de::{UNTRIMMED, read_struct};
pub use error::FlatError;
pub use names::{Names, field_names};
pub use node::{Node, NodeSource, Tree};
pub use ser::write_struct;

use std::{borrow::Cow, fmt};

/// One child of the element that is open. It may hold a secret: `Debug` masks the text.
#[derive(Clone, PartialEq, Eq)]
pub enum Item<'de> {
    /// A name with a text, which may be empty.
    Leaf(&'de str, Cow<'de, str>),
    /// A name with children: the next calls of [`Source::next`] give them, up to a `None`.
    Branch(&'de str),
}

impl<'de> Item<'de> {
    /// The name.
    pub fn name(&self) -> &'de str {
        match self {
            Item::Leaf(name, _) | Item::Branch(name) => name,
        }
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Item::Leaf(name, _) => write!(f, "Leaf({name:?}, ***)"),
            Item::Branch(name) => write!(f, "Branch({name:?})"),
        }
    }
}

/// Where a message is read from.
pub trait Source<'de> {
    /// How reading fails.
    type Error: Into<FlatError>;

    /// The next child of the open element; `None` closes the element.
    ///
    /// # Errors
    /// Whatever the wire refuses.
    fn next(&mut self) -> Result<Option<Item<'de>>, Self::Error>;
}

/// Where a message is written to.
pub trait Sink {
    /// Whether the field `name` is written at all. One that is not costs nothing.
    fn wants(&self, name: &'static str) -> bool {
        let _ = name;
        true
    }

    /// A name with its text.
    ///
    /// # Errors
    /// A text that the wire cannot carry.
    fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError>;

    /// A name whose children follow, up to [`close`](Self::close).
    ///
    /// # Errors
    /// A wire without nesting.
    fn open(&mut self, name: &'static str) -> Result<(), FlatError>;

    /// Ends what [`open`](Self::open) began.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    fn close(&mut self, name: &'static str) -> Result<(), FlatError>;
}
