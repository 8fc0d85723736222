//! The hashes that acquirers sign with.

use std::fmt;

/// The hash under a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, std::hash::Hash)]
pub enum Hash {
    /// SHA-1: weak, and what most acquirers still sign with.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Hash {
    /// The word of the hash in settings and flags: `sha1`, `sha256`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
