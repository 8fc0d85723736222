//! A request as the fields that go out, in the order of its list.

use std::{borrow::Cow, fmt};

use paycore::{FieldError, FieldErrors};
use paywire::{
    charset::Charset,
    flat::{FlatError, Sink, write_struct},
    form::Pairs,
    rules,
};

use crate::{Operation, SignedList, Signing};

/// The fields of a request that are not empty, in the order of its list. Values may be personal data: `Debug` prints the names only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Fields {
    fields: Vec<(Cow<'static, str>, String)>,
    /// The extensions that the signature covers, and the place in the list that each stands behind.
    signed: Vec<(Cow<'static, str>, usize)>,
}

/// A field of a later edition (section 2.3), on the caller's own account: name, value, and whether and where it is signed. The value may
/// be personal data: `Debug` leaves it out.
#[derive(Clone, PartialEq, Eq)]
pub struct Extension {
    /// The wire name.
    pub name: String,
    /// The value, which must not be empty.
    pub value: String,
    /// Its place.
    pub place: Place,
}

/// Where an [`Extension`] stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Signed, behind the field of that name, whether that is sent or not.
    After(&'static str),
    /// Signed, as the last field.
    Last,
    /// Sent and not signed.
    Unsigned,
}

/// Checks a request and takes it apart.
///
/// # Errors
/// All fields that break a rule, by wire name.
pub fn fields<O: Operation>(request: &O) -> Result<Fields, FieldErrors> {
    rules::check(request)?;
    let mut fields = Fields::default();
    write_struct(request, &mut fields).map_err(|error| match error {
        FlatError::Field(error) => FieldErrors::from(error),
        other => FieldError::new(O::ID, other.to_string()).into(),
    })?;
    Ok(fields)
}

impl Fields {
    /// Adds the signature, or what else goes last.
    pub fn push(&mut self, name: &'static str, value: impl Into<String>) {
        self.fields.push((name.into(), value.into()));
    }

    /// Adds a field of a later edition.
    ///
    /// # Errors
    /// A name that the request has already, an empty value, a control character.
    pub fn extend(&mut self, list: &SignedList, extension: Extension) -> Result<(), FieldError> {
        let Extension { name, value, place } = extension;
        let taken = list.fields.contains(&name.as_str()) || list.signature == name || self.get(&name).is_some();
        if taken || name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return Err(FieldError::new(name, "an extension has a name of its own, of ASCII letters and digits"));
        }
        if value.is_empty() {
            return Err(FieldError::new(name, "an extension has a value"));
        }
        printable(&name, &value)?;
        let anchor = match place {
            Place::Unsigned => {
                self.fields.push((name.into(), value));
                return Ok(());
            }
            Place::Last => list.fields.len(),
            Place::After(field) => match list.fields.iter().position(|listed| *listed == field) {
                Some(at) => at,
                None => return Err(FieldError::new(name, format!("{field} is no signed field"))),
            },
        };
        let at = self.fields.iter().rposition(|(name, _)| self.anchor(list, name).is_some_and(|at| at <= anchor)).map_or(0, |at| at + 1);
        self.signed.push((name.clone().into(), anchor));
        self.fields.insert(at, (name.into(), value));
        Ok(())
    }

    /// Behind which field of the list a field is signed; `None` when it is not.
    fn anchor(&self, list: &SignedList, name: &str) -> Option<usize> {
        let listed = list.fields.iter().position(|listed| *listed == name);
        listed.or_else(|| self.signed.iter().find(|(extension, _)| extension == name).map(|(_, anchor)| *anchor))
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Names and values, in order.
    pub fn as_slice(&self) -> &[(Cow<'static, str>, String)] {
        &self.fields
    }

    /// The same as bytes of `charset`, as a form carries them.
    ///
    /// # Errors
    /// A character that the charset does not have, by field.
    pub fn encode(&self, charset: Charset) -> Result<Pairs<'_>, FieldError> {
        self.fields.iter().map(|(name, value)| Ok((name.as_bytes(), encode(name, value, charset)?))).collect()
    }

    /// The base string (section 4.1): the signed fields, raw, joined; where a key ends the text, up to the key.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub fn base(&self, list: &SignedList, signing: Signing, charset: Charset) -> Result<Vec<u8>, FieldError> {
        let signed = self.fields.iter().filter(|(name, _)| self.anchor(list, name).is_some());
        let pairs = signed.map(|(name, value)| Ok((&**name, encode(name, value, charset)?))).collect::<Result<Vec<_>, FieldError>>()?;
        Ok(list.join(signing, pairs.iter().map(|(name, value)| (*name, &**value))))
    }
}

fn encode<'v>(name: &str, value: &'v str, charset: Charset) -> Result<Cow<'v, [u8]>, FieldError> {
    charset.encode_exactly(value).map_err(|stranger| FieldError::new(name.to_owned(), format!("{charset:?} has no {stranger}")))
}

/// Section 2.2, rule 11: browsers rewrite line ends, and the signature would no longer fit. The last two are no characters to XML.
fn printable(name: &str, value: &str) -> Result<(), FieldError> {
    if value.chars().any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        Err(FieldError::new(name.to_owned(), "no control characters"))
    } else {
        Ok(())
    }
}

impl Sink for Fields {
    fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
        printable(name, text).map_err(FlatError::Field)?;
        if !text.is_empty() {
            self.push(name, text);
        }
        Ok(())
    }

    fn open(&mut self, name: &'static str) -> Result<(), FlatError> {
        Err(FlatError::field(name, "a text is expected"))
    }

    fn close(&mut self, _: &'static str) -> Result<(), FlatError> {
        Ok(())
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.iter().map(|(name, _)| name)).finish()
    }
}

impl Extension {
    /// An extension.
    pub fn new(name: impl Into<String>, value: impl Into<String>, place: Place) -> Self {
        Self { name: name.into(), value: value.into(), place }
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extension").field("name", &self.name).field("place", &self.place).finish_non_exhaustive()
    }
}
