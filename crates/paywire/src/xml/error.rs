//! Where a document breaks which rule.

use std::borrow::Cow;

/// The document breaks a rule of the reader. Never holds a value of the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}: {problem}")]
pub struct XmlError {
    /// Where, in bytes from the start.
    pub offset: usize,
    /// What is wrong.
    pub problem: Cow<'static, str>,
}

impl XmlError {
    pub(super) fn new(offset: usize, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { offset, problem: problem.into() }
    }
}
