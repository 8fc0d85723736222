//! The readers, the flat format and the rules, on messages of nobody.
#![allow(missing_docs, reason = "tests")]

mod flat;
mod json;
mod rules;
mod xml;
