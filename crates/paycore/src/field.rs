//! Field errors: which field, by its wire name, breaks which rule. Never the value.

use std::{borrow::Cow, fmt};

/// One field and the rule it breaks, such as `externalRefNumber: at most 32 characters`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct FieldError {
    /// The wire name.
    pub field: Cow<'static, str>,
    /// The rule, with the value's shape where it helps, never the value.
    pub rule: Cow<'static, str>,
}

impl FieldError {
    /// `field` breaks `rule`.
    pub fn new(field: impl Into<Cow<'static, str>>, rule: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), rule: rule.into() }
    }
}

/// All that is wrong with a message: at least one field error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldErrors {
    first: FieldError,
    more: Vec<FieldError>,
}

impl FieldErrors {
    /// The errors, or `None` when there are none.
    pub fn from_vec(errors: Vec<FieldError>) -> Option<Self> {
        let mut errors = errors.into_iter();
        let first = errors.next()?;
        Some(Self { first, more: errors.collect() })
    }

    /// The first error.
    pub fn first(&self) -> &FieldError {
        &self.first
    }

    /// Every error.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

impl From<FieldError> for FieldErrors {
    fn from(first: FieldError) -> Self {
        Self { first, more: Vec::new() }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        for error in &self.more {
            write!(f, "; {error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldErrors {}
