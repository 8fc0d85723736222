//! Secrets that cannot leak by accident.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A card number, a name, a phone number, a code, a token, a key or a password.
///
/// `Debug` and `Display` print `***`, the memory is zeroised on drop, the value itself needs [`Sensitive::expose`]. `Serialize` writes the
/// value, because a message's serialised form is its wire form: never log through serde.
///
/// ```
/// use paycore::Sensitive;
///
/// let pan = Sensitive::from("6299990000000012348");
/// assert_eq!(format!("{pan} {pan:?}"), "*** ***");
/// assert_eq!(pan.expose(), "6299990000000012348");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Sensitive(Zeroizing<String>);

impl Sensitive {
    /// The real value.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to hide.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Sensitive {
    fn from(value: String) -> Self {
        Self(Zeroizing::new(value))
    }
}

impl From<&str> for Sensitive {
    fn from(value: &str) -> Self {
        Self(Zeroizing::new(value.to_owned()))
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Sensitive {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sensitive {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl garde::rules::length::chars::HasChars for Sensitive {
    fn num_chars(&self) -> usize {
        self.0.chars().count()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Sensitive {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Sensitive".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "writeOnly": true })
    }
}

/// A text for people with every number masked that is as long as a phone, card or identity number: eleven digits or more.
///
/// For what a provider says in its own words, which may repeat what it was sent.
///
/// ```
/// assert_eq!(paycore::without_numbers("card 6299990000000012348 of ORDER0001"), "card *** of ORDER0001");
/// ```
pub fn without_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| start + length);
        masked.push_str(&rest[..start]);
        masked.push_str(if end - start >= 11 { "***" } else { &rest[start..end] });
        rest = &rest[end..];
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printed_form_is_masked() {
        let secret = Sensitive::from("246810".to_owned());
        assert_eq!(format!("{secret} {secret:?} {secret:#?} {:?}", Some(&secret)), "*** *** *** Some(***)");
        assert_eq!(serde_json::to_string(&secret).expect("a string serialises"), "\"246810\"");
    }
}
