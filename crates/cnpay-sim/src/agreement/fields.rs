//! A request's document, read exactly as section 2.1 has it written.

use kq_xml::{LIMITS, NAMESPACE};
use paycore::Sensitive;
use paywire::{
    flat::{FlatError, Node, Source},
    xml::{Strictness, XmlReader},
};

use super::Refusal;

const ROOT: &str = "MasMessage";
const VERSION: &str = "1.0";

/// The children of the content element.
#[derive(Debug)]
pub(super) struct Fields(Vec<Node>);

impl Fields {
    /// Reads a document around the content element `element`.
    pub(super) fn read(document: &[u8], element: &'static str) -> Result<Self, Refusal> {
        let nodes = nodes(document).map_err(|_| Refusal::format(ROOT))?;
        let mut nodes = nodes.into_iter();
        match nodes.next() {
            Some(version) if version.name == "version" => match version.text() {
                Some(VERSION) => {}
                Some("") => return Err(Refusal::empty("version")),
                Some(text) if text.chars().count() > 6 => return Err(Refusal::length("version")),
                _ => return Err(Refusal::format("version")),
            },
            _ => return Err(Refusal::empty("version")),
        }
        let content = nodes.next().filter(|content| content.name == element).ok_or_else(|| Refusal::empty(element))?;
        if let Some(foreign) = nodes.next() {
            return Err(Refusal::format(&foreign.name));
        }
        let fields = content.nodes().to_vec();
        for (at, field) in fields.iter().enumerate() {
            if fields[..at].iter().any(|earlier| earlier.name == field.name) {
                return Err(Refusal::format(&field.name));
            }
        }
        Ok(Self(fields))
    }

    /// All of them, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Node> {
        self.0.iter()
    }

    pub(super) fn node(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|node| node.name == name)
    }

    /// The text of a field.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.node(name)?.text()
    }

    /// A field, to keep.
    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A field that the table requires.
    pub(super) fn required(&self, name: &'static str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| Refusal::empty(name))
    }

    /// The value of a key in `extMap`. An empty one is none.
    pub(super) fn pair(&self, key: &str) -> Option<&str> {
        self.node("extMap")?.nodes().iter().find_map(|pair| match pair.nodes() {
            [name, value] if name.text() == Some(key) => value.text().filter(|text| !text.is_empty()),
            _ => None,
        })
    }

    /// A field that the table requires and nobody may see.
    pub(super) fn secret(&self, name: &'static str) -> Result<Sensitive, Refusal> {
        self.required(name).map(Sensitive::from)
    }
}

fn nodes(document: &[u8]) -> Result<Vec<Node>, FlatError> {
    let refuse = |problem: &str| FlatError::Wire(problem.into());
    if document.starts_with(b"\xef\xbb\xbf") {
        return Err(refuse("a byte-order mark"));
    }
    if names_other_charset(document) {
        return Err(refuse("another charset than UTF-8"));
    }
    let mut reader = XmlReader::new(document, NAMESPACE, Strictness::Exact, LIMITS)?;
    if reader.root()? != ROOT {
        return Err(refuse("another root"));
    }
    let mut nodes = Vec::new();
    while let Some(item) = reader.next()? {
        nodes.push(Node::read(item, &mut reader)?);
    }
    reader.finish()?;
    Ok(nodes)
}

/// Whether the XML declaration names a charset other than UTF-8. The exact reader does not look: its other readers are given decoded text.
fn names_other_charset(document: &[u8]) -> bool {
    let end = document.windows(2).position(|pair| pair == b"?>").unwrap_or(0);
    let declaration = String::from_utf8_lossy(&document[..end]).to_ascii_lowercase();
    declaration.starts_with("<?xml") && declaration.contains("encoding") && !declaration.contains("utf-8")
}
