//! What is no message of this protocol.

use paywire::flat::FlatError;

/// What was received is no message of 掌讯. Says where and why, never what stood there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub FlatError);

impl Malformed {
    pub(crate) fn wire(problem: impl Into<String>) -> Self {
        Self(FlatError::Wire(problem.into()))
    }

    pub(crate) fn twice(name: &[u8]) -> Self {
        let name: String = String::from_utf8_lossy(name).chars().take(40).collect();
        Self(FlatError::field(paycore::without_numbers(&name), TWICE))
    }

    /// Whether it can be read but for a name that stands twice, which leaves open what was meant.
    pub fn is_repetition(&self) -> bool {
        match &self.0 {
            FlatError::Field(error) => error.rule == TWICE,
            // The JSON reader has no other mark for it.
            other => other.to_string().ends_with(TWICE),
        }
    }
}

const TWICE: &str = "stands twice";

impl<E: Into<FlatError>> From<E> for Malformed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}
