//! The codec against the specification, against Python, and against hostile bytes.
#![allow(missing_docs, reason = "tests")]

mod charset;
mod document;
mod extensions;
mod fields;
mod fuzz;
mod lists;
mod notices;
#[cfg(feature = "registry")]
mod registry;
mod replies;
mod samples;
mod secrets;
mod soap;
mod witness;
