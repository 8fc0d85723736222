//! A checked JSON text and the values in it.

use std::{borrow::Cow, fmt};

use super::{
    JsonError,
    parser::{Parsed, parse},
    text::{decode, plain_length},
};
use crate::Limits;

/// A JSON text that was checked as a whole. It may hold secrets: `Debug` prints its length only.
pub struct Document<'a> {
    parsed: Parsed<'a>,
}

impl<'a> Document<'a> {
    /// Checks the whole of a text. `depth` counts objects and arrays inside each other, `children` members or items of one.
    ///
    /// # Errors
    /// Anything that RFC 8259 does not allow, bytes that are not UTF-8, a lone surrogate, a key that stands twice in one object, and what is
    /// beyond the limits.
    pub fn parse(bytes: &'a [u8], limits: Limits) -> Result<Self, JsonError> {
        parse(bytes, limits).map(|parsed| Self { parsed })
    }

    /// The value that the text is.
    pub fn root(&self) -> Value<'_> {
        Value { document: self, start: 0, end: self.parsed.text.len() }
    }

    pub(super) fn text(&self) -> &str {
        self.parsed.text
    }

    /// What a key says that begins at `at`, its quotation mark included, and ends before `end`.
    pub(super) fn key(&self, at: usize, end: usize) -> &str {
        match self.parsed.escaped_keys.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(found) => &self.parsed.escaped_keys[found].1,
            Err(_) => &self.text()[at + 1..end - 1],
        }
    }
}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} bytes)", self.text().len())
    }
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Named members.
    Object,
    /// Items.
    Array,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// `null`.
    Null,
}

/// A value of a [`Document`]. It may hold secrets: `Debug` prints its kind and length only.
#[derive(Clone, Copy)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    start: usize,
    end: usize,
}

impl<'d> Value<'d> {
    /// The value as it is spelt, blanks inside it included.
    pub fn lexeme(self) -> &'d str {
        &self.document.text()[self.start..self.end]
    }

    /// Where in the document's value it begins and ends, in bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self.document.text().as_bytes().get(self.start) {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::Text,
            Some(b't' | b'f') => Kind::Truth,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// What a text says; `None` for anything else.
    pub fn text(self) -> Option<Cow<'d, str>> {
        let spelt = self.lexeme().strip_prefix('"')?;
        Some(decode(spelt.strip_suffix('"').unwrap_or(spelt)))
    }

    /// A number as it is spelt; `None` for anything else.
    pub fn number(self) -> Option<&'d str> {
        (self.kind() == Kind::Number).then(|| self.lexeme())
    }

    /// What a text says, or a number as it is spelt: the two are one on wires that cannot decide. `None` for anything else.
    pub fn text_or_number(self) -> Option<Cow<'d, str>> {
        self.text().or_else(|| self.number().map(Cow::Borrowed))
    }

    /// The members of an object in their order; anything else has none.
    pub fn members(self) -> Members<'d> {
        let is_object = self.kind() == Kind::Object;
        Members { walk: Walk { document: self.document, at: if is_object { self.start + 1 } else { self.end }, end: self.end } }
    }

    /// The items of an array in their order; anything else has none.
    pub fn items(self) -> Items<'d> {
        let is_array = self.kind() == Kind::Array;
        Items { walk: Walk { document: self.document, at: if is_array { self.start + 1 } else { self.end }, end: self.end } }
    }

    /// The member of that name.
    pub fn get(self, name: &str) -> Option<Value<'d>> {
        self.members().find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(super) fn document(self) -> &'d Document<'d> {
        self.document
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({} bytes)", self.kind(), self.end - self.start)
    }
}

/// The members of an object: names and values.
#[derive(Debug, Clone)]
pub struct Members<'d> {
    walk: Walk<'d>,
}

impl<'d> Iterator for Members<'d> {
    type Item = (&'d str, Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        self.walk.next_child()?;
        let key = self.walk.key();
        Some((key, self.walk.value()))
    }
}

/// The items of an array.
#[derive(Debug, Clone)]
pub struct Items<'d> {
    walk: Walk<'d>,
}

impl<'d> Iterator for Items<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Value<'d>> {
        self.walk.next_child()?;
        Some(self.walk.value())
    }
}

/// A place in a document that moves on. It relies on the text being checked: behind an unchecked one it would end early, never beyond.
#[derive(Clone)]
pub(super) struct Walk<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) at: usize,
    pub(super) end: usize,
}

impl fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.at, self.end)
    }
}

impl<'d> Walk<'d> {
    pub(super) fn bytes(&self) -> &'d [u8] {
        &self.document.text().as_bytes()[..self.end]
    }

    /// Skips blanks, commas and colons, which a checked text has in the right places only. The byte that then comes.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.bytes();
        while let Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Whether another child begins here: the object or array does not end.
    fn next_child(&mut self) -> Option<()> {
        match self.peek()? {
            b'}' | b']' => None,
            _ => Some(()),
        }
    }

    /// Steps over a key.
    pub(super) fn key(&mut self) -> &'d str {
        let start = self.at;
        self.skip_text();
        self.document.key(start, self.at)
    }

    /// Steps over a value.
    pub(super) fn value(&mut self) -> Value<'d> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'"') => self.skip_text(),
            Some(b'{' | b'[') => self.skip_nested(),
            _ => self.skip_word(),
        }
        Value { document: self.document, start, end: self.at }
    }

    fn skip_text(&mut self) {
        let bytes = self.bytes();
        self.at += 1;
        loop {
            self.at += plain_length(bytes.get(self.at..).unwrap_or_default());
            match bytes.get(self.at) {
                Some(b'\\') => self.at = (self.at + 2).min(bytes.len()),
                Some(_) => {
                    self.at += 1;
                    return;
                }
                None => return,
            }
        }
    }

    fn skip_nested(&mut self) {
        let extents = &self.document.parsed.extents;
        let found = extents.binary_search_by_key(&self.at, |(start, _)| *start as usize);
        self.at = found.map_or(self.end, |found| extents[found].1 as usize);
    }

    fn skip_word(&mut self) {
        let bytes = self.bytes();
        let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']');
        self.at += bytes[self.at..].iter().position(ends).unwrap_or(bytes.len() - self.at);
    }
}
