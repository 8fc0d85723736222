//! Which field could not be read or written, and why.

use std::{borrow::Cow, fmt};

use paycore::FieldError;

use crate::xml::XmlError;

/// A message that could not be read or written. Names fields and rules, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlatError {
    /// The wire itself is broken.
    Wire(String),
    /// A field breaks a rule.
    Field(FieldError),
}

impl FlatError {
    /// `field` breaks `rule`.
    pub fn field(field: impl Into<Cow<'static, str>>, rule: impl Into<Cow<'static, str>>) -> Self {
        Self::Field(FieldError::new(field, rule))
    }

    /// Names the field that an error arose in, and where that field stands.
    pub(super) fn within(self, field: &'static str) -> Self {
        match self {
            Self::Field(error) if error.field.is_empty() => Self::field(field, error.rule),
            Self::Field(error) => Self::field(format!("{field}.{}", error.field), error.rule),
            other => other,
        }
    }
}

impl fmt::Display for FlatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wire(problem) => f.write_str(problem),
            Self::Field(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FlatError {}

impl From<XmlError> for FlatError {
    fn from(error: XmlError) -> Self {
        Self::Wire(error.to_string())
    }
}

impl serde::ser::Error for FlatError {
    fn custom<T: fmt::Display>(rule: T) -> Self {
        Self::field("", rule.to_string())
    }
}

impl serde::de::Error for FlatError {
    fn custom<T: fmt::Display>(rule: T) -> Self {
        Self::field("", rule.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::field(field, "is required")
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::field(field, "stands twice")
    }

    // The defaults quote the value.
    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::field("", format!("one of {} is expected", expected.join(", ")))
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::field("", format!("{expected} is expected"))
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::field("", format!("{expected} is expected"))
    }
}
