//! A pull reader over quick-xml that gives leaves and branches, and refuses everything a payment message has no use for.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::XmlError;
use crate::{
    Limits,
    flat::{Item, Source},
};

/// How exactly a document must be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// For replies: comments between elements, CDATA and foreign attributes are tolerated, the namespace may be missing.
    Tolerant,
    /// For requests and for signed notices: the namespace is required; comments, CDATA, prefixes and other attributes are refused.
    Exact,
}

/// Reads one document. First [`root`](Self::root), then the children by [`Source::next`], last [`finish`](Self::finish).
#[derive(Debug)]
pub struct XmlReader<'a> {
    input: &'a [u8],
    events: Reader<&'a [u8]>,
    namespace: &'static str,
    strictness: Strictness,
    limits: Limits,
    /// Children seen so far in each open element, the root first.
    open: Vec<usize>,
    /// A start tag that was read to learn that its parent is a branch.
    ahead: Option<Tag<'a>>,
    /// Elements inside each other right now, leaves included.
    level: usize,
    watch: Option<usize>,
    watched: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    empty: bool,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

enum Token<'a> {
    Open(Tag<'a>),
    Close,
    Text(Cow<'a, str>),
    Comment,
    Eof,
}

impl<'a> XmlReader<'a> {
    /// A reader of `input` whose elements belong to `namespace`. A UTF-8 byte-order mark is skipped.
    ///
    /// # Errors
    /// More bytes than the limit.
    pub fn new(input: &'a [u8], namespace: &'static str, strictness: Strictness, limits: Limits) -> Result<Self, XmlError> {
        if input.len() > limits.bytes {
            return Err(XmlError::new(limits.bytes, format!("more than {} bytes", limits.bytes)));
        }
        Ok(Self {
            input,
            events: Reader::from_reader(input.strip_prefix(BOM).unwrap_or(input)),
            namespace,
            strictness,
            limits,
            open: Vec::with_capacity(limits.depth.min(8)),
            ahead: None,
            level: 0,
            watch: None,
            watched: None,
        })
    }

    /// Reads up to the root's start tag and gives its name.
    ///
    /// # Errors
    /// No root, an XML declaration that is not at the start or names a charset other than UTF-8, a foreign namespace, or whatever
    /// [`Source::next`] refuses.
    pub fn root(&mut self) -> Result<&'a str, XmlError> {
        if self.input[self.skipped()..].starts_with(b"<?xml") {
            self.declaration()?;
        }
        loop {
            match self.token()? {
                Token::Open(tag) => {
                    self.open.push(0);
                    if tag.empty {
                        return Err(self.error("the root is empty"));
                    }
                    return Ok(tag.name);
                }
                Token::Text(text) if is_blank(&text) => {}
                Token::Comment => {}
                Token::Text(_) | Token::Close => return Err(self.error("text before the root")),
                Token::Eof => return Err(self.error("the document has no root")),
            }
        }
    }

    /// Notes how deep the byte offset `at` lies, once it is reached: where something was cut out of the document.
    pub fn watch(&mut self, at: usize) {
        self.watch = Some(at);
    }

    /// How many elements are open at the watched offset. `None` while it is not reached, and when it lies inside a tag.
    pub fn watched(&self) -> Option<usize> {
        self.watched
    }

    /// How many bytes have been read.
    pub fn position(&self) -> usize {
        usize::try_from(self.events.buffer_position()).map_or(usize::MAX, |position| position + self.skipped())
    }

    /// Reads to the end, after the root has been closed.
    ///
    /// # Errors
    /// Anything but blanks after the root, or a root that is still open.
    pub fn finish(mut self) -> Result<(), XmlError> {
        if !self.open.is_empty() {
            return Err(self.error("the root is not closed"));
        }
        loop {
            match self.token()? {
                Token::Eof => return Ok(()),
                Token::Comment => {}
                Token::Text(text) if is_blank(&text) => {}
                _ => return Err(self.error("something stands after the root")),
            }
        }
    }

    fn declaration(&mut self) -> Result<(), XmlError> {
        let Event::Decl(declaration) = self.event()? else {
            return Err(self.error("the XML declaration is not well-formed"));
        };
        match declaration.encoding() {
            None => Ok(()),
            // The caller has decoded what is not UTF-8, so an exact reader looks at the text it was given.
            Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") || self.strictness == Strictness::Exact => Ok(()),
            Some(_) => Err(self.error("the XML declaration names a charset other than UTF-8")),
        }
    }

    fn token(&mut self) -> Result<Token<'a>, XmlError> {
        let start = self.position();
        if self.watch == Some(start) {
            self.watched = Some(self.level);
        }
        match self.event()? {
            Event::Start(tag) => {
                let token = self.tag(start, &tag, false)?;
                self.level += 1;
                Ok(token)
            }
            Event::Empty(tag) => self.tag(start, &tag, true),
            Event::End(_) => {
                self.level = self.level.saturating_sub(1);
                Ok(Token::Close)
            }
            Event::Text(text) => {
                if self.watch.is_some_and(|at| (start..self.position()).contains(&at)) {
                    self.watched = Some(self.level);
                }
                let text = text.xml10_content();
                if text.as_bytes().contains(&b'>') && text.contains("]]>") {
                    return Err(self.error("`]]>` stands in a text"));
                }
                self.checked(text)
            }
            Event::CData(_) if self.strictness == Strictness::Exact => Err(self.error("CDATA is not accepted")),
            Event::CData(text) => self.checked(text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) => match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "apos" => Some('\''),
                        "quot" => Some('"'),
                        _ => None,
                    },
                    Err(_) => None,
                };
                let Some(character) = character else {
                    return Err(self.error("an entity that XML does not define"));
                };
                self.checked(Cow::Owned(character.to_string()))
            }
            Event::Comment(_) if self.strictness == Strictness::Exact => Err(self.error("a comment is not accepted")),
            Event::Comment(_) => Ok(Token::Comment),
            Event::DocType(_) => Err(self.error("a DOCTYPE is not accepted")),
            Event::PI(_) => Err(self.error("a processing instruction is not accepted")),
            Event::Decl(_) => Err(self.error("an XML declaration stands only at the start")),
            Event::Eof => Ok(Token::Eof),
        }
    }

    fn checked(&self, text: Cow<'a, str>) -> Result<Token<'a>, XmlError> {
        // Only control bytes and U+FFFE and U+FFFF, which begin with 0xEF, are ever wrong: most texts need one quick look.
        if text.bytes().all(|b| b >= b' ' && b != 0xef) {
            return Ok(Token::Text(text));
        }
        match text.chars().find(|&c| !is_xml_char(c)) {
            None => Ok(Token::Text(text)),
            Some(c) => Err(self.error(format!("U+{:04X} is not allowed in XML", u32::from(c)))),
        }
    }

    fn tag(&self, start: usize, tag: &BytesStart<'_>, empty: bool) -> Result<Token<'a>, XmlError> {
        // The event lends its name for too short a time; the same bytes stand in the input behind the `<`.
        let name = self
            .input
            .get(start + 1..)
            .and_then(|rest| rest.get(..tag.name().as_ref().len()))
            .and_then(|name| std::str::from_utf8(name).ok())
            .filter(|name| *name == tag.name().as_ref() && is_name(name))
            .ok_or_else(|| self.error("an element's name is not well-formed"))?;
        if self.strictness == Strictness::Exact && name.contains(':') {
            return Err(self.error("a namespace prefix is not accepted"));
        }
        let raw = tag.attributes_raw();
        if !raw.trim_ascii().is_empty() || (self.strictness == Strictness::Exact && self.open.is_empty()) {
            self.attributes(tag)?;
        }
        Ok(Token::Open(Tag { name, empty }))
    }

    fn attributes(&self, tag: &BytesStart<'_>) -> Result<(), XmlError> {
        let exact = self.strictness == Strictness::Exact;
        let is_root = self.open.is_empty();
        let mut named = false;
        for attribute in tag.attributes() {
            let Ok(attribute) = attribute else {
                return Err(self.error("an attribute is not well-formed"));
            };
            let key: &str = attribute.key.as_ref();
            let value: &str = &attribute.value;
            if value.contains('<') {
                return Err(self.error("an attribute is not well-formed"));
            }
            if key == "xmlns" {
                named = value == self.namespace;
                if !named && (exact || !value.is_empty()) {
                    return Err(self.error("a foreign namespace"));
                }
            }
            if exact && !(is_root && key == "xmlns") {
                return Err(self.error("an attribute other than the root's xmlns"));
            }
        }
        if exact && is_root && !named {
            return Err(self.error(format!("the namespace {} is missing", self.namespace)));
        }
        Ok(())
    }

    fn event(&mut self) -> Result<Event<'a>, XmlError> {
        self.events.read_event().map_err(|error| {
            let offset = usize::try_from(self.events.error_position()).unwrap_or(usize::MAX);
            XmlError::new(offset.saturating_add(self.skipped()), problem(&error))
        })
    }

    /// The byte-order mark, which quick-xml does not see.
    fn skipped(&self) -> usize {
        if self.input.starts_with(BOM) { BOM.len() } else { 0 }
    }

    fn error(&self, problem: impl Into<Cow<'static, str>>) -> XmlError {
        XmlError::new(self.position(), problem)
    }
}

impl<'a> Source<'a> for XmlReader<'a> {
    type Error = XmlError;

    fn next(&mut self) -> Result<Option<Item<'a>>, XmlError> {
        let tag = match self.ahead.take() {
            Some(tag) => tag,
            None => loop {
                match self.token()? {
                    Token::Open(tag) => break tag,
                    Token::Close => {
                        self.open.pop();
                        return Ok(None);
                    }
                    Token::Text(text) if is_blank(&text) => {}
                    Token::Comment => {}
                    Token::Text(_) => return Err(self.error("text between elements")),
                    Token::Eof => return Err(self.error("the document ends inside an element")),
                }
            },
        };
        if self.open.len() >= self.limits.depth {
            return Err(self.error(format!("more than {} elements inside each other", self.limits.depth)));
        }
        if let Some(children) = self.open.last_mut() {
            *children += 1;
            if *children > self.limits.children {
                return Err(self.error(format!("more than {} elements under one parent", self.limits.children)));
            }
        }
        if tag.empty {
            return Ok(Some(Item::Leaf(tag.name, Cow::Borrowed(""))));
        }
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        let mut comment = false;
        loop {
            match self.token()? {
                Token::Text(more) if text.is_empty() => text = more,
                Token::Text(more) => text.to_mut().push_str(&more),
                Token::Comment => comment = true,
                Token::Close if comment => return Err(self.error("a comment stands inside a value")),
                Token::Close => return Ok(Some(Item::Leaf(tag.name, text))),
                Token::Open(child) => {
                    if !is_blank(&text) {
                        return Err(self.error("a value has child elements"));
                    }
                    self.ahead = Some(child);
                    self.open.push(0);
                    return Ok(Some(Item::Branch(tag.name)));
                }
                Token::Eof => return Err(self.error("the document ends inside an element")),
            }
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

/// A name of ASCII letters, digits and `_ - . :`, not beginning with a digit or mark; letters beyond ASCII pass.
fn is_name(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphabetic() || b == b'_' || b >= 0x80;
    name.bytes().next().is_some_and(letter) && name.bytes().all(|b| letter(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b':'))
}

/// The characters of XML 1.0, section 2.2.
pub(super) const fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// quick-xml's errors quote the document, which may hold secrets: say what kind it is, not what stands there.
fn problem(error: &quick_xml::Error) -> &'static str {
    use quick_xml::{Error, errors::IllFormedError};
    match error {
        Error::Syntax(_) => "a tag, comment or declaration does not end",
        Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => "an end tag closes another element",
        Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => "an end tag closes nothing",
        Error::IllFormed(IllFormedError::UnclosedReference) => "an entity does not end",
        Error::IllFormed(_) => "not well-formed",
        Error::Encoding(_) => "not valid UTF-8",
        Error::Escape(_) => "an entity is not well-formed",
        _ => "cannot be read as XML",
    }
}
