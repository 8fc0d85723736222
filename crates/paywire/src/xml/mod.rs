//! XML as the acquirers use it: elements and texts, one namespace, no markup beyond.

mod attributes;
mod chars;
mod error;
mod reader;
mod scanner;
mod writer;

pub use error::XmlError;
pub use reader::{Strictness, XmlReader};
pub use writer::XmlWriter;
