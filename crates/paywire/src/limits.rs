//! How much of a received document is read at all.

/// What a reader refuses to go beyond, so that a hostile document costs bounded memory and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole document.
    pub bytes: usize,
    /// Elements inside each other, the root included.
    pub depth: usize,
    /// Elements under one parent.
    pub children: usize,
}
