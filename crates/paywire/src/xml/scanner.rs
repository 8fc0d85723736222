//! Cuts a document into tags and texts and pairs the tags.
//!
//! The events of quick-xml's reader cost more than everything that is done with them: each is checked for UTF-8, each open name is
//! copied. A document that is text already needs neither, so this stands on quick-xml's parser of a single tag.

use memchr::memchr2;
use quick_xml::parser::{ElementParser, Parser};

use super::chars::{NAME_BYTES, begins_name, is_blank_byte, is_name};

/// A piece of a document.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    /// A start tag: its name, and what stands between the name and the end.
    Open(&'a str, &'a str),
    /// A start tag that is an end tag too.
    Empty(&'a str, &'a str),
    /// An end tag.
    Close,
    /// A text up to the next tag or reference.
    Text(&'a str),
    /// The name of a reference, without `&` and `;`.
    Reference(&'a str),
    /// The text of a CDATA section.
    CData(&'a str),
    /// A comment.
    Comment,
    /// The end of the document.
    End,
}

/// Where a document stands.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    open: Vec<&'a str>,
}

type Found<'a> = Result<Piece<'a>, &'static str>;

impl<'a> Scanner<'a> {
    /// A scanner of `text`, before whose first byte it stands.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, open: Vec::with_capacity(8) }
    }

    /// How many bytes are behind.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// What stands inside an XML declaration, if the document begins with one.
    pub(super) fn declaration(&mut self) -> Result<Option<&'a str>, &'static str> {
        let Some(rest) = self.text.strip_prefix("<?xml") else { return Ok(None) };
        let inside = rest.split('?').next().filter(|inside| rest[inside.len()..].starts_with("?>"));
        let inside = inside.ok_or("the XML declaration does not end")?;
        self.at = "<?xml".len() + inside.len() + "?>".len();
        Ok(Some(inside))
    }

    /// The next piece. After an error the scanner stands where the wrong piece begins.
    #[inline]
    pub(super) fn next(&mut self) -> Found<'a> {
        let rest = &self.text[self.at..];
        match rest.as_bytes() {
            [] => Ok(Piece::End),
            [b'<', b'/', ..] => self.close(rest),
            [b'<', b'!', ..] => self.markup(rest),
            [b'<', b'?', ..] => Err("a processing instruction is not accepted"),
            [b'<', ..] => self.open(rest),
            [b'&', ..] => {
                let (name, _) = rest[1..].split_once(';').ok_or("an entity does not end")?;
                Ok(self.step(name.len() + 2, Piece::Reference(name)))
            }
            bytes => {
                let end = memchr2(b'<', b'&', bytes).unwrap_or(bytes.len());
                Ok(self.step(end, Piece::Text(&rest[..end])))
            }
        }
    }

    /// The text of the element whose start tag was the last piece, if nothing but text and the end tag follow, as in nearly every element.
    /// `None`: the scanner stands where it stood.
    #[inline]
    pub(super) fn plain_text(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let (text, behind) = rest.split_at(memchr2(b'<', b'&', rest.as_bytes())?);
        let behind = behind.strip_prefix("</")?.strip_prefix(self.open.last()?)?.strip_prefix('>')?;
        self.open.pop();
        self.at = self.text.len() - behind.len();
        Some(text)
    }

    #[inline]
    fn step(&mut self, bytes: usize, piece: Piece<'a>) -> Piece<'a> {
        self.at += bytes;
        piece
    }

    #[inline]
    fn open(&mut self, rest: &'a str) -> Found<'a> {
        let bytes = &rest.as_bytes()[1..];
        let end = bytes.iter().position(|b| !NAME_BYTES.has(*b)).unwrap_or(bytes.len());
        if bytes.get(end) != Some(&b'>') || !begins_name(bytes[0]) {
            return self.open_with_more(rest);
        }
        let name = &rest[1..=end];
        self.open.push(name);
        Ok(self.step(end + 2, Piece::Open(name, "")))
    }

    /// A tag with more in it than a name of ASCII letters.
    #[cold]
    fn open_with_more(&mut self, rest: &'a str) -> Found<'a> {
        let end = ElementParser::default().feed(rest.as_bytes()).ok_or("a tag does not end")?;
        let inside = &rest[1..end];
        let (inside, empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let (name, attributes) = inside.split_at(inside.bytes().position(is_blank_byte).unwrap_or(inside.len()));
        if !is_name(name) {
            return Err("an element's name is not well-formed");
        }
        if empty {
            return Ok(self.step(end + 1, Piece::Empty(name, attributes)));
        }
        self.open.push(name);
        Ok(self.step(end + 1, Piece::Open(name, attributes)))
    }

    #[inline]
    fn close(&mut self, rest: &'a str) -> Found<'a> {
        let name = self.open.pop().ok_or("an end tag closes nothing")?;
        let (found, behind) = rest[2..].split_at_checked(name.len()).ok_or("an end tag closes another element")?;
        let blanks = behind.bytes().take_while(|b| is_blank_byte(*b)).count();
        match behind.as_bytes().get(blanks) {
            Some(b'>') if found == name => Ok(self.step(2 + name.len() + blanks + 1, Piece::Close)),
            None if found == name => Err("a tag does not end"),
            _ => Err("an end tag closes another element"),
        }
    }

    #[cold]
    fn markup(&mut self, rest: &'a str) -> Found<'a> {
        if let Some(inside) = rest.strip_prefix("<!--") {
            let (comment, behind) = inside.split_once("--").ok_or("a comment does not end")?;
            return match behind.starts_with('>') {
                true => Ok(self.step("<!---->".len() + comment.len(), Piece::Comment)),
                false => Err("`--` stands in a comment"),
            };
        }
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let (text, _) = inside.split_once("]]>").ok_or("a CDATA section does not end")?;
            return Ok(self.step("<![CDATA[]]>".len() + text.len(), Piece::CData(text)));
        }
        Err("a DOCTYPE is not accepted")
    }
}
