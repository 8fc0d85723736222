//! What is no message of this protocol.

use paywire::flat::FlatError;

/// What was received is not a message of this protocol. Says where and why, never what stood there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a message of the MMSP platform: {0}")]
pub struct Malformed(pub(crate) FlatError);

impl Malformed {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(FlatError::Wire(problem.into()))
    }

    pub(crate) fn field(name: &'static str, rule: &'static str) -> Self {
        Self(FlatError::field(name, rule))
    }
}

impl<E: Into<FlatError>> From<E> for Malformed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}
