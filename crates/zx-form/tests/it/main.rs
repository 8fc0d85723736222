//! The codec against the specification, against Python, and against hostile bytes.
#![allow(missing_docs, reason = "tests")]

mod document;
mod fields;
mod fuzz;
mod messages;
mod notices;
#[cfg(feature = "registry")]
mod registry;
mod replies;
mod samples;
mod secrets;
mod witness;
