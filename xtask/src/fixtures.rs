//! `cargo xtask fixtures [--check]`: the generator stands in `tests/fixtures`, where it may use the crates of the workspace.

use crate::cargo::cargo;

const GENERATOR: &[&str] = &["run", "--quiet", "--package", "cnpay-tests", "--bin", "fixtures", "--"];

/// Derives the files anew.
pub(crate) fn write() -> bool {
    cargo(GENERATOR)
}

/// Says which files are not what they would be derived as.
pub(crate) fn check() -> bool {
    cargo(&[GENERATOR, &["--check"]].concat())
}
