//! JSON whose spelling matters: what is signed is how a number was written, not what it is worth.
//!
//! [`Document::parse`] checks a whole text once: RFC 8259 to the letter, UTF-8 only, no lone surrogates, no key twice in one object, nothing
//! behind the end, all within [`Limits`](crate::Limits). A document is then walked in place ([`Value`]): nothing is copied but texts with
//! escapes, numbers keep their spelling, members their order. [`ObjectSource`] gives an object to [`flat`](crate::flat), [`JsonWriter`]
//! takes one from it.
//!
//! ```
//! use paywire::{Limits, json::Document};
//!
//! let limits = Limits { bytes: 1 << 16, depth: 8, children: 100 };
//! let document = Document::parse(br#"{"AMT":25.80,"NAME":"\u738b"}"#, limits)?;
//! assert_eq!(document.root().get("AMT").and_then(|amount| amount.number()), Some("25.80"));
//! assert_eq!(document.root().get("NAME").and_then(|name| name.text()).as_deref(), Some("王"));
//! # Ok::<(), paywire::json::JsonError>(())
//! ```

mod error;
mod parser;
mod source;
mod text;
#[cfg(feature = "registry")]
mod unique;
mod value;
mod writer;

pub use error::JsonError;
pub use source::ObjectSource;
pub use text::write_text;
#[cfg(feature = "registry")]
pub use unique::from_slice;
pub use value::{Document, Items, Kind, Members, Value};
pub use writer::{JsonWriter, Shape};
