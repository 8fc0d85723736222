//! Tests that cross crates.

mod tidy;
