//! A pull reader that gives leaves and branches, and refuses everything a payment message has no use for.

use std::{borrow::Cow, fmt};

use super::{
    XmlError,
    attributes::Attributes,
    chars::{Survey, is_blank, resolve, survey, with_line_feeds},
    scanner::{Piece, Scanner},
};
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
pub struct XmlReader<'a> {
    /// The document behind its byte-order mark.
    scanner: Scanner<'a>,
    /// How long the byte-order mark is.
    mark: usize,
    survey: Survey,
    namespace: &'static str,
    strictness: Strictness,
    limits: Limits,
    decoded: bool,
    /// Children seen so far in each open element, the root first.
    open: Vec<usize>,
    /// A start tag that was read to learn that its parent is a branch.
    ahead: Option<Tag<'a>>,
    watch: Option<usize>,
    watched: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    empty: bool,
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// More attributes than any element of a payment message has.
const MAX_ATTRIBUTES: usize = 16;

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
    /// More bytes than the limit, bytes that are no UTF-8, characters that XML does not allow.
    pub fn new(input: &'a [u8], namespace: &'static str, strictness: Strictness, limits: Limits) -> Result<Self, XmlError> {
        if input.len() > limits.bytes {
            return Err(XmlError::new(limits.bytes, format!("more than {} bytes", limits.bytes)));
        }
        let (mark, bytes) = input.strip_prefix(BOM).map_or((0, input), |bytes| (BOM.len(), bytes));
        let text = std::str::from_utf8(bytes).map_err(|error| XmlError::new(mark + error.valid_up_to(), "not valid UTF-8"))?;
        let forbidden = |(at, character)| XmlError::new(mark + at, format!("U+{:04X} is not allowed in XML", u32::from(character)));
        let survey = survey(text).map_err(forbidden)?;
        Ok(Self {
            scanner: Scanner::new(text),
            mark,
            survey,
            namespace,
            strictness,
            limits,
            decoded: false,
            open: Vec::with_capacity(limits.depth.min(8)),
            ahead: None,
            watch: None,
            watched: None,
        })
    }

    /// The caller has decoded the document from another charset, which its XML declaration may still name.
    #[must_use]
    pub fn decoded(mut self) -> Self {
        self.decoded = true;
        self
    }

    /// Reads up to the root's start tag and gives its name.
    ///
    /// # Errors
    /// No root, an XML declaration that is not at the start or names a charset other than UTF-8, a foreign namespace, or whatever
    /// [`Source::next`] refuses.
    pub fn root(&mut self) -> Result<&'a str, XmlError> {
        if let Some(inside) = self.scanner.declaration().map_err(|problem| self.error(problem))? {
            self.declaration(inside)?;
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
        self.mark + self.scanner.at()
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

    /// `version` 1.0, then perhaps `encoding`, then perhaps `standalone`.
    fn declaration(&self, inside: &str) -> Result<(), XmlError> {
        // Nearly every document begins with one of these two.
        if inside == r#" version="1.0" encoding="UTF-8""# || inside == r#" version="1.0" encoding="UTF-8" standalone="yes""# {
            return Ok(());
        }
        let ill_formed = || self.error("the XML declaration is not well-formed");
        let mut expected = ["version", "encoding", "standalone"].into_iter();
        let mut attributes = Attributes(inside).peekable();
        if !matches!(attributes.peek(), Some(Ok(("version", _)))) {
            return Err(ill_formed());
        }
        for attribute in attributes {
            match attribute.map_err(|_| ill_formed())? {
                (name, _) if !expected.any(|expected| expected == name) => return Err(ill_formed()),
                ("version", "1.0") | ("standalone", "yes" | "no") => {}
                ("encoding", name) if self.decoded || name.eq_ignore_ascii_case("utf-8") => {}
                ("encoding", _) => return Err(self.error("the XML declaration names a charset other than UTF-8")),
                _ => return Err(ill_formed()),
            }
        }
        Ok(())
    }

    #[inline]
    fn token(&mut self) -> Result<Token<'a>, XmlError> {
        let (start, depth) = (self.position(), self.scanner.depth());
        let piece = match self.scanner.next() {
            Ok(piece) => piece,
            Err(problem) => return Err(self.error(problem)),
        };
        if let Some(at) = self.watch {
            let end = if matches!(piece, Piece::Text(_)) { self.position() } else { start + 1 };
            if (start..end).contains(&at) {
                self.watched = Some(depth);
            }
        }
        let exact = self.strictness == Strictness::Exact;
        match piece {
            Piece::Open(name, attributes) => self.tag(name, attributes, depth, false),
            Piece::Empty(name, attributes) => self.tag(name, attributes, depth, true),
            Piece::Close => Ok(Token::Close),
            Piece::Text(text) if self.survey.brackets && text.contains("]]>") => Err(self.error("`]]>` stands in a text")),
            Piece::Text(text) => Ok(Token::Text(self.line_feeds(text))),
            Piece::CData(_) | Piece::Reference(_) if depth == 0 => Err(self.error("text outside the root")),
            Piece::CData(_) if exact => Err(self.error("CDATA is not accepted")),
            Piece::CData(text) => Ok(Token::Text(self.line_feeds(text))),
            Piece::Reference(name) => match resolve(name) {
                Some(character) => Ok(Token::Text(Cow::Owned(character.into()))),
                None => Err(self.error("an entity that XML does not define")),
            },
            Piece::Comment if exact => Err(self.error("a comment is not accepted")),
            Piece::Comment => Ok(Token::Comment),
            Piece::End => Ok(Token::Eof),
        }
    }

    fn line_feeds(&self, text: &'a str) -> Cow<'a, str> {
        if self.survey.returns && text.contains('\r') { Cow::Owned(with_line_feeds(text)) } else { Cow::Borrowed(text) }
    }

    #[inline]
    fn tag(&self, name: &'a str, attributes: &str, depth: usize, empty: bool) -> Result<Token<'a>, XmlError> {
        let exact = self.strictness == Strictness::Exact;
        if exact && name.contains(':') {
            return Err(self.error("a namespace prefix is not accepted"));
        }
        if !attributes.is_empty() || (exact && depth == 0) {
            self.attributes(attributes, depth == 0)?;
        }
        Ok(Token::Open(Tag { name, empty }))
    }

    fn attributes(&self, raw: &str, root: bool) -> Result<(), XmlError> {
        // Nearly every root has its namespace and nothing more.
        if root && raw.strip_prefix(" xmlns=\"").and_then(|rest| rest.strip_suffix('"')) == Some(self.namespace) {
            return Ok(());
        }
        let exact = self.strictness == Strictness::Exact;
        let mut seen = Vec::new();
        for attribute in Attributes(raw) {
            let (name, value) = attribute.map_err(|_| self.error("an attribute is not well-formed"))?;
            if seen.contains(&name) || seen.len() == MAX_ATTRIBUTES {
                return Err(self.error("an attribute stands twice, or there are too many"));
            }
            seen.push(name);
            if name == "xmlns" && value != self.namespace && (exact || !value.is_empty()) {
                return Err(self.error("a foreign namespace"));
            }
            if exact && !(root && name == "xmlns") {
                return Err(self.error("an attribute other than the root's xmlns"));
            }
        }
        if exact && root && seen.is_empty() {
            return Err(self.error(format!("the namespace {} is missing", self.namespace)));
        }
        Ok(())
    }

    #[cold]
    fn error(&self, problem: impl Into<Cow<'static, str>>) -> XmlError {
        XmlError::new(self.position(), problem)
    }
}

/// Never shows the document, which may hold secrets.
impl fmt::Debug for XmlReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XmlReader(at byte {} of {})", self.position(), self.mark + self.scanner.len())
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
        if self.watch.is_none()
            && !self.survey.returns
            && !self.survey.brackets
            && let Some(text) = self.scanner.plain_text()
        {
            return Ok(Some(Item::Leaf(tag.name, Cow::Borrowed(text))));
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
