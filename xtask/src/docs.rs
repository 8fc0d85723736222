//! `cargo xtask docs [--check]`: the writer stands in `tests/docs`, where it may use the crates of the workspace.

use crate::cargo::cargo;

const WRITER: &[&str] = &["run", "--quiet", "--package", "cnpay-tests", "--bin", "docs", "--"];

/// Writes `docs/operations.md` anew.
pub(crate) fn write() -> bool {
    cargo(WRITER)
}

/// Says whether `docs/operations.md` is what the registry says.
pub(crate) fn check() -> bool {
    cargo(&[WRITER, &["--check"]].concat())
}
