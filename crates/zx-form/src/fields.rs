//! A message that we write, as its fields in the order of its declaration.

use std::{borrow::Cow, fmt};

use paycore::{FieldError, FieldErrors};
use paywire::{
    flat::{FlatError, Sink, write_struct},
    form,
    json::write_text,
    rules,
};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{Malformed, Operation, SIGNATURE, message::join};

/// The fields of a message that are not empty. Values may be personal data: `Debug` prints the names only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Fields(Vec<(Cow<'static, str>, String)>);

/// Checks a request and takes it apart.
///
/// # Errors
/// All fields that break a rule, by wire name.
pub fn fields<O: Operation>(request: &O) -> Result<Fields, FieldErrors> {
    rules::check(request)?;
    Fields::of(request).map_err(|Malformed(error)| match error {
        FlatError::Field(error) => error.into(),
        other => FieldError::new(O::ID, other.to_string()).into(),
    })
}

impl Fields {
    /// The fields of a reply or notice, unchecked: what a simulator does.
    ///
    /// # Errors
    /// A value that is no text.
    pub fn of<M: Serialize>(message: &M) -> Result<Self, Malformed> {
        let mut fields = Self::default();
        write_struct(message, &mut fields)?;
        Ok(fields)
    }

    /// Adds the signature, or what else goes last.
    pub fn push(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a field that the specification does not list, on the caller's own account. It is signed like the others (decision Z21).
    ///
    /// # Errors
    /// A name that the message has already or that is none, an empty value.
    pub fn extend(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<(), FieldError> {
        let (name, value) = (name.into(), value.into());
        let is_word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !is_word || name == SIGNATURE || self.get(&name).is_some() {
            return Err(FieldError::new(name, "a further field has a name of its own, of ASCII letters and digits"));
        }
        if value.is_empty() {
            return Err(FieldError::new(name, "a further field has a value"));
        }
        self.0.push((name.into(), value));
        Ok(())
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Names and values, in order.
    pub fn as_slice(&self) -> &[(Cow<'static, str>, String)] {
        &self.0
    }

    /// The base (section 3.1): all but the signature, raw, sorted by name, up to where the key begins.
    pub fn base(&self) -> Zeroizing<Vec<u8>> {
        let mut pairs: Vec<_> = self.pairs().filter(|(name, _)| *name != SIGNATURE.as_bytes()).collect();
        pairs.sort_unstable_by_key(|(name, _)| *name);
        Zeroizing::new(join(pairs.into_iter()))
    }

    fn pairs(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()))
    }

    /// The body of a form, in UTF-8.
    pub fn to_form(&self) -> String {
        form::encode(self.pairs())
    }

    /// One flat JSON object of texts; the fields in `bare` are written as they stand, as numbers are.
    pub fn to_json(&self, bare: &[&str]) -> String {
        let mut json = String::with_capacity(512);
        for (name, value) in &self.0 {
            json.push(if json.is_empty() { '{' } else { ',' });
            write_text(name, &mut json);
            json.push(':');
            if bare.contains(&&**name) {
                json.push_str(value);
            } else {
                write_text(value, &mut json);
            }
        }
        json.push_str(if json.is_empty() { "{}" } else { "}" });
        json
    }
}

impl Sink for Fields {
    fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
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
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
