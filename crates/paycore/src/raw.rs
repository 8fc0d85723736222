//! The received bytes, kept.

use std::fmt;

use bytes::Bytes;

/// What was received, byte for byte. It may hold secrets, so `Debug` prints its length only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Raw(Bytes);

impl Raw {
    /// The bytes themselves.
    pub fn expose(&self) -> &Bytes {
        &self.0
    }
}

impl From<Bytes> for Raw {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}
