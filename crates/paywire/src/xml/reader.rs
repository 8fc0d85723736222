//! A pull reader over quick-xml that gives leaves and branches, and refuses everything a payment message has no use for.

use std::{borrow::Cow, fmt};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    XmlError,
    attributes::Attributes,
    chars::{Survey, is_blank, is_name, resolve, survey},
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
    text: &'a str,
    /// How long the byte-order mark is.
    mark: usize,
    survey: Survey,
    events: Reader<&'a [u8]>,
    namespace: &'static str,
    strictness: Strictness,
    limits: Limits,
    decoded: bool,
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
        // quick-xml would skip another one without counting its bytes.
        if text.as_bytes().starts_with(BOM) {
            return Err(XmlError::new(mark, "a second byte-order mark"));
        }
        let mut events = Reader::from_str(text);
        events.config_mut().enable_all_checks(true);
        Ok(Self {
            text,
            mark,
            survey,
            events,
            namespace,
            strictness,
            limits,
            decoded: false,
            open: Vec::with_capacity(limits.depth.min(8)),
            ahead: None,
            level: 0,
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
        if self.text.starts_with("<?xml") {
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
        self.mark.saturating_add(self.offset())
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
    fn declaration(&mut self) -> Result<(), XmlError> {
        match self.events.read_event() {
            Ok(Event::Decl(_)) => {}
            Ok(_) => return Err(self.error("the XML declaration is not well-formed")),
            Err(error) => return Err(self.ill_formed(&error)),
        }
        let inside = self.text.get("<?xml".len()..self.offset() - "?>".len()).unwrap_or_default();
        let mut expected = ["version", "encoding", "standalone"].into_iter();
        let mut attributes = Attributes(inside).peekable();
        if !matches!(attributes.peek(), Some(Ok(("version", _)))) {
            return Err(self.error("the XML declaration has no version"));
        }
        for attribute in attributes {
            match attribute {
                Ok((name, _)) if !expected.any(|expected| expected == name) => {
                    return Err(self.error("the XML declaration is not well-formed"));
                }
                Ok(("version", "1.0") | ("standalone", "yes" | "no")) => {}
                Ok(("encoding", name)) if self.decoded || name.eq_ignore_ascii_case("utf-8") => {}
                Ok(("encoding", _)) => return Err(self.error("the XML declaration names a charset other than UTF-8")),
                Ok(_) | Err(_) => return Err(self.error("the XML declaration is not well-formed")),
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn token(&mut self) -> Result<Token<'a>, XmlError> {
        let start = self.offset();
        if self.watch == Some(self.mark + start) {
            self.watched = Some(self.level);
        }
        // The event is looked at where it is: moving it costs more than reading it.
        match &self.events.read_event() {
            Ok(Event::Start(tag)) => {
                let token = self.tag(start, tag, false)?;
                self.level += 1;
                Ok(token)
            }
            Ok(Event::Empty(tag)) => self.tag(start, tag, true),
            Ok(Event::End(_)) => {
                self.level = self.level.saturating_sub(1);
                Ok(Token::Close)
            }
            Ok(Event::Text(text)) => {
                if self.watch.is_some_and(|at| (self.mark + start..self.position()).contains(&at)) {
                    self.watched = Some(self.level);
                }
                if self.survey.brackets && text.contains("]]>") {
                    return Err(self.error("`]]>` stands in a text"));
                }
                Ok(Token::Text(match self.text.get(start..self.offset()) {
                    Some(text) if !self.survey.returns => Cow::Borrowed(text),
                    _ => text.xml10_content(),
                }))
            }
            Ok(Event::CData(_) | Event::GeneralRef(_)) if self.level == 0 => Err(self.error("text outside the root")),
            Ok(Event::CData(_)) if self.strictness == Strictness::Exact => Err(self.error("CDATA is not accepted")),
            Ok(Event::CData(text)) => Ok(Token::Text(text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => match resolve(reference) {
                Some(character) => Ok(Token::Text(Cow::Owned(character.into()))),
                None => Err(self.error("an entity that XML does not define")),
            },
            Ok(Event::Comment(_)) if self.strictness == Strictness::Exact => Err(self.error("a comment is not accepted")),
            Ok(Event::Comment(_)) => Ok(Token::Comment),
            Ok(Event::DocType(_)) => Err(self.error("a DOCTYPE is not accepted")),
            Ok(Event::PI(_)) => Err(self.error("a processing instruction is not accepted")),
            Ok(Event::Decl(_)) => Err(self.error("an XML declaration stands only at the start")),
            Ok(Event::Eof) => Ok(Token::Eof),
            Err(error) => Err(self.ill_formed(error)),
        }
    }

    #[inline(always)]
    fn tag(&self, start: usize, tag: &BytesStart<'_>, empty: bool) -> Result<Token<'a>, XmlError> {
        // The event lends its name for too short a time; the same bytes stand in the document behind the `<`.
        let length = tag.name().as_ref().len();
        let name = self.text.get(start + 1..).and_then(|rest| rest.get(..length)).filter(|name| is_name(name));
        let Some(name) = name else {
            return Err(self.error("an element's name is not well-formed"));
        };
        if self.strictness == Strictness::Exact && name.contains(':') {
            return Err(self.error("a namespace prefix is not accepted"));
        }
        self.attributes(tag.attributes_raw())?;
        Ok(Token::Open(Tag { name, empty }))
    }

    fn attributes(&self, raw: &str) -> Result<(), XmlError> {
        let exact = self.strictness == Strictness::Exact;
        let exact_root = exact && self.level == 0;
        if raw.is_empty() && !exact_root {
            return Ok(());
        }
        let mut seen: Vec<&str> = Vec::new();
        for attribute in Attributes(raw) {
            let Ok((name, value)) = attribute else {
                return Err(self.error("an attribute is not well-formed"));
            };
            if seen.contains(&name) || seen.len() == MAX_ATTRIBUTES {
                return Err(self.error("an attribute stands twice, or there are too many"));
            }
            seen.push(name);
            if name == "xmlns" && value != self.namespace && (exact || !value.is_empty()) {
                return Err(self.error("a foreign namespace"));
            }
            if exact && !(exact_root && name == "xmlns") {
                return Err(self.error("an attribute other than the root's xmlns"));
            }
        }
        if exact_root && seen.is_empty() {
            return Err(self.error(format!("the namespace {} is missing", self.namespace)));
        }
        Ok(())
    }

    #[cold]
    fn ill_formed(&self, error: &quick_xml::Error) -> XmlError {
        let offset = usize::try_from(self.events.error_position()).unwrap_or(usize::MAX);
        XmlError::new(offset.saturating_add(self.mark), problem(error))
    }

    /// How many bytes of `text` have been read.
    fn offset(&self) -> usize {
        usize::try_from(self.events.buffer_position()).unwrap_or(usize::MAX)
    }

    #[cold]
    fn error(&self, problem: impl Into<Cow<'static, str>>) -> XmlError {
        XmlError::new(self.position(), problem)
    }
}

/// Never shows the document, which may hold secrets.
impl fmt::Debug for XmlReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XmlReader(at byte {} of {})", self.position(), self.mark + self.text.len())
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
