//! XML of any root and namespace, as a tree: elements by their local names, texts, and the three attributes that SOAP gives a meaning.
//!
//! paywire's reader wants one known namespace and has no attributes; this one is as strict about everything that could hide content.

use paycore::Sensitive;
use paywire::{charset::Charset, flat::Node};
use quick_xml::{
    Reader,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

use crate::{Malformed, REPLY_LIMITS};

/// An element. It may hold secrets, so it has no `Debug`.
#[derive(Default)]
pub(crate) struct Element {
    /// The name without its prefix.
    pub(crate) name: String,
    /// What another element's `href` calls it.
    pub(crate) id: Option<String>,
    /// The address of the element that stands in its place, `#id`.
    pub(crate) href: Option<String>,
    /// `xsi:nil`.
    pub(crate) nil: bool,
    /// The text, which an element with children does not have.
    pub(crate) text: Sensitive,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The element as a node; its attributes say nothing.
    pub(crate) fn into_node(self) -> Node {
        if self.children.is_empty() {
            return Node::leaf(self.name, self.text);
        }
        Node::branch(self.name, self.children.into_iter().map(Self::into_node).collect())
    }
}

/// Reads a document, within [`REPLY_LIMITS`].
///
/// # Errors
/// A document that is not well-formed, of another charset than it says, or larger than the limits; a DOCTYPE, a processing instruction,
/// an entity that XML does not define; text beside elements, a comment inside a text, a reference beside content.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, Malformed> {
    if bytes.len() > REPLY_LIMITS.bytes {
        return Err(Malformed::wire(format!("more than {} bytes", REPLY_LIMITS.bytes)));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = declared_charset(bytes)?.decode(bytes).map_err(|error| Malformed::wire(error.to_string()))?;
    if !text.chars().all(is_xml_char) {
        return Err(Malformed::wire("a character that XML does not allow"));
    }
    let mut reader = Reader::from_str(&text);
    reader.config_mut().enable_all_checks(true);
    let mut tree = Tree::default();
    let mut is_start = true;
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        let wrong = |problem: &str| Malformed::wire(format!("before byte {at}: {problem}"));
        let taken = match event.map_err(|_| wrong("the document is not well-formed"))? {
            Event::Decl(_) if is_start => Ok(()),
            Event::Decl(_) => Err("an XML declaration that is not at the start"),
            Event::Start(tag) => tree.open(&tag),
            Event::Empty(tag) => tree.open(&tag).and_then(|()| tree.close()),
            Event::End(_) => tree.close(),
            Event::Text(text) if text.contains("]]>") => Err("`]]>` stands in a text"),
            Event::Text(text) => tree.text(&text.xml10_content()),
            Event::CData(_) if tree.open.is_empty() => Err("text outside the root"),
            Event::CData(text) => tree.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                character(&reference).ok_or("an entity that XML does not define").and_then(|c| tree.character(c))
            }
            Event::Comment(_) => tree.comment(),
            Event::PI(_) => Err("a processing instruction is not accepted"),
            Event::DocType(_) => Err("a DOCTYPE is not accepted"),
            Event::Eof => return tree.root().map_err(wrong),
        };
        taken.map_err(wrong)?;
        is_start = false;
    }
}

/// The charset that the XML declaration names; UTF-8 where it names none.
fn declared_charset(bytes: &[u8]) -> Result<Charset, Malformed> {
    if !bytes.starts_with(b"<?xml") {
        return Ok(Charset::Utf8);
    }
    let end = bytes.windows(2).position(|pair| pair == b"?>").map_or(bytes.len(), |at| at + 2);
    match Reader::from_reader(&bytes[..end]).read_event() {
        Ok(Event::Decl(declaration)) => match declaration.encoding() {
            None => Ok(Charset::Utf8),
            Some(Ok(label)) => {
                Charset::from_label(&label).ok_or_else(|| Malformed::wire("the XML declaration names a charset that is not read"))
            }
            Some(Err(_)) => Err(Malformed::wire("the XML declaration is not well-formed")),
        },
        _ => Err(Malformed::wire("the XML declaration is not well-formed")),
    }
}

/// The elements that are open, and the root once it is closed.
#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    root: Option<Element>,
}

#[derive(Default)]
struct Open {
    element: Element,
    text: String,
    has_comment: bool,
}

type Taken = Result<(), &'static str>;

impl Tree {
    fn open(&mut self, tag: &BytesStart<'_>) -> Taken {
        if self.root.is_some() {
            return Err("something stands after the root");
        }
        if self.open.len() >= REPLY_LIMITS.depth {
            return Err("too many elements inside each other");
        }
        if let Some(parent) = self.open.last() {
            if parent.element.children.len() >= REPLY_LIMITS.children {
                return Err("too many elements under one parent");
            }
            if !is_blank(&parent.text) {
                return Err("a text beside elements");
            }
        }
        let name = tag.name();
        if !is_name(name.as_ref()) || tag.attributes_raw().contains('<') {
            return Err("a tag is not well-formed");
        }
        let mut element = Element { name: local(name.as_ref()).to_owned(), ..Element::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| "an attribute is not well-formed")?;
            match attribute.key.as_ref() {
                "id" => element.id = Some(attribute.value.into_owned()),
                "href" => element.href = Some(attribute.value.into_owned()),
                key if local(key) == "nil" => element.nil = matches!(&*attribute.value, "true" | "1"),
                _ => {}
            }
        }
        self.open.push(Open { element, ..Open::default() });
        Ok(())
    }

    fn close(&mut self) -> Taken {
        let Some(Open { mut element, text, has_comment }) = self.open.pop() else { return Err("an end tag closes nothing") };
        if element.children.is_empty() {
            if has_comment && !is_blank(&text) {
                return Err("a comment stands inside a text");
            }
            element.text = text.into();
        } else if !is_blank(&text) {
            return Err("a text beside elements");
        }
        let is_empty = element.children.is_empty() && is_blank(element.text.expose());
        if (element.nil || element.href.is_some()) && !is_empty {
            return Err("an element that is nil or a reference has content");
        }
        match self.open.last_mut() {
            Some(parent) => parent.element.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Taken {
        match self.open.last_mut() {
            Some(open) => open.text.push_str(text),
            None if is_blank(text) => {}
            None => return Err("text outside the root"),
        }
        Ok(())
    }

    fn character(&mut self, c: char) -> Taken {
        self.open.last_mut().ok_or("text outside the root")?.text.push(c);
        Ok(())
    }

    fn comment(&mut self) -> Taken {
        if let Some(open) = self.open.last_mut() {
            open.has_comment = true;
        }
        Ok(())
    }

    fn root(self) -> Result<Element, &'static str> {
        if !self.open.is_empty() {
            return Err("the document ends inside an element");
        }
        self.root.ok_or("the document has no root")
    }
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    match reference.resolve_char_ref().ok()? {
        Some(c) => Some(c),
        None => resolve_predefined_entity(reference)?.chars().next(),
    }
    .filter(|c| is_xml_char(*c))
}

fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

/// A name of letters and digits, with at most one prefix.
fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let begins = |c: char| c.is_alphabetic() || c == '_';
        part.starts_with(begins) && part.chars().all(|c| begins(c) || c.is_alphanumeric() || matches!(c, '-' | '.'))
    };
    match name.split_once(':') {
        Some((prefix, local)) => is_part(prefix) && is_part(local),
        None => is_part(name),
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// Writes a text. What XML cannot carry at all becomes U+FFFD, so that the document stays one.
pub(crate) fn write_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A reader would turn a bare carriage return into a line feed.
            '\r' => out.push_str("&#13;"),
            c if is_xml_char(c) => out.push(c),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
}

/// Writes an element with a text; `attributes` are written as they are, with a blank before them.
pub(crate) fn write_leaf(name: &str, attributes: &str, text: &str, out: &mut String) {
    out.extend(["<", name, attributes, ">"]);
    write_text(text, out);
    out.extend(["</", name, ">"]);
}
