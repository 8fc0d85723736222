//! The codec against the specification, against PHP and Python, and against hostile bytes.
#![allow(missing_docs, reason = "tests")]

mod bodies;
mod cost;
mod envelopes;
mod examples;
mod fields;
mod fuzz;
mod notices;
mod payouts;
#[cfg(feature = "registry")]
mod registry;
mod secrets;
mod signing;
mod witness;
