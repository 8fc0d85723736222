//! The codec against the specification, against Python's XML parser, and against hostile bytes.
#![allow(missing_docs, reason = "tests")]

mod cards;
mod cost;
mod fields;
mod fuzz;
mod malformed;
#[cfg(feature = "registry")]
mod registry;
mod samples;
mod secrets;
mod strict;
mod tolerance;
mod tr3;
mod transactions;
mod witness;
