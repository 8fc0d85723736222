//! Where a text is not JSON, and why.

use std::{borrow::Cow, fmt};

/// The text is not JSON as it is read here. Says where and why; repeats nothing of the text but keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The keys and positions that lead there, such as `Body.BIZ_CONTENT[3].AMT`; empty at the root.
    pub path: String,
    pub(super) problem: Cow<'static, str>,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}: ", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for JsonError {}

impl From<JsonError> for crate::flat::FlatError {
    fn from(error: JsonError) -> Self {
        Self::Wire(error.to_string())
    }
}
