//! Strict readers and writers that every cnpay codec stands on.
//!
//! - [`xml`]: an XML reader with limits that refuses what hides forged content (DOCTYPE, processing instructions, duplicates,
//!   split values, junk after the end), and a writer that cannot write an ill-formed document.
//! - [`flat`]: the serde format of messages that are a flat list of named texts, with the odd list inside.
//! - [`form`]: form pairs as bytes, and the page with a form that submits itself.
//! - [`charset`]: GBK and friends, strictly.
//! - [`json`]: JSON that keeps its spelling, without duplicate keys; a reader and a writer.
//! - `registry` (a feature): operations as run-time values.
//! - [`rules`]: garde's findings under wire names.

pub mod charset;
pub mod flat;
pub mod form;
pub mod json;
mod limits;
#[cfg(feature = "registry")]
pub mod registry;
pub mod rules;
pub mod xml;

pub use limits::Limits;
