//! Writes a document of elements and texts, one line, escaped.

use std::fmt;

use super::chars::{SUSPECT_BYTES, is_xml_char};
use crate::flat::{FlatError, Sink};

/// Writes into a string. The bytes are UTF-8, in one line, without indentation.
#[derive(Default)]
pub struct XmlWriter {
    text: String,
}

impl XmlWriter {
    /// A document that begins with `prolog`, written as it is.
    pub fn new(prolog: &str) -> Self {
        let mut text = String::with_capacity(1024);
        text.push_str(prolog);
        Self { text }
    }

    /// Writes the start tag of the root, in `namespace`.
    pub fn root(&mut self, name: &str, namespace: &str) {
        self.text.push('<');
        self.text.push_str(name);
        self.text.push_str(" xmlns=\"");
        self.text.push_str(namespace);
        self.text.push_str("\">");
    }

    fn escape(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
        // Everything escaped is ASCII, so cutting at bytes keeps the characters whole.
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| matches!(c, '&' | '<' | '>' | '\r') || !is_xml_char(c)) {
            self.text.push_str(&rest[..at]);
            self.text.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                // A reader would turn a bare carriage return into a line feed.
                b'\r' => "&#13;",
                _ => return Err(FlatError::field(name, "has a character that XML cannot carry")),
            });
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
        Ok(())
    }

    /// The document.
    pub fn into_string(self) -> String {
        self.text
    }
}

/// Never shows the document, which may hold secrets.
impl fmt::Debug for XmlWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XmlWriter({} bytes)", self.text.len())
    }
}

impl Sink for XmlWriter {
    fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
        self.open(name)?;
        // Most texts need nothing, and bytes are looked over faster than characters.
        if text.bytes().any(|b| SUSPECT_BYTES.has(b)) {
            self.escape(name, text)?;
        } else {
            self.text.push_str(text);
        }
        self.close(name)
    }

    fn open(&mut self, name: &'static str) -> Result<(), FlatError> {
        self.text.push('<');
        self.text.push_str(name);
        self.text.push('>');
        Ok(())
    }

    fn close(&mut self, name: &'static str) -> Result<(), FlatError> {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        Ok(())
    }
}
