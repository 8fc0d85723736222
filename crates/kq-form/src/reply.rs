//! Replies in XML and JSON as trees of names and texts: what they hold is signed, if at all, by other rules than they are written by.

use paywire::{
    flat::{Names, Node, NodeSource, read_struct},
    json::{Document, Kind, ObjectSource},
};
use serde::de::DeserializeOwned;

use crate::{Fields, Malformed, REPLY_LIMITS, xml};

/// Names as the specification spells them; a blank is a value.
pub const EXACT: Names = crate::EXACT_NAMES;

/// Names in whatever case: the refund answers in capitals by XML and in an unknown case by JSON (section 8.3); an item of the refund
/// query spells `ROrderId` by SOAP (section 8.4).
pub const ANY_CASE: Names = Names { ignore_case: true, keep_blanks: false, synonyms: &[] };

/// The children of an XML document's root, whatever the root is called: of `<res>`, of `<REFUND>`. A root with a text and no children,
/// such as `<result>10</result>`, is given itself.
///
/// Names are given without prefixes. The charset is the declaration's (UTF-8, GBK, GB2312, GB18030), UTF-8 without one.
///
/// # Errors
/// A document that is not well-formed or beyond [`REPLY_LIMITS`], a DOCTYPE, a processing instruction, an entity that XML does not
/// define, text beside elements.
pub fn from_xml(bytes: &[u8]) -> Result<Vec<Node>, Malformed> {
    xml::parse(bytes).map(inside)
}

/// The children of a root, or the root itself where it has none.
pub(crate) fn inside(root: xml::Element) -> Vec<Node> {
    if root.children.is_empty() {
        return vec![root.into_node()];
    }
    root.children.into_iter().map(xml::Element::into_node).collect()
}

/// The members of a JSON object: texts, numbers as they are spelt, `true` and `false` as those words, `null` as the empty text. An array
/// is a branch whose children bear its own name.
///
/// # Errors
/// Anything but one JSON object within [`REPLY_LIMITS`], a key that stands twice in an object.
pub fn from_json(bytes: &[u8]) -> Result<Vec<Node>, Malformed> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let document = Document::parse(bytes, REPLY_LIMITS).map_err(|error| Malformed::wire(error.to_string()))?;
    if document.root().kind() != Kind::Object {
        return Err(Malformed::wire("a JSON object is expected"));
    }
    Node::read_all(&mut ObjectSource::new(document.root(), &[])).map_err(Malformed)
}

/// Reads the texts of a reply into a struct. What the struct does not name stays in the nodes.
///
/// # Errors
/// A name that stands twice, a text that the field's type refuses.
pub fn read<T: DeserializeOwned>(nodes: &[Node], names: Names) -> Result<T, Malformed> {
    read_struct(&mut NodeSource::new(nodes), names, &mut Vec::new()).map_err(Malformed)
}

/// The text of the element of that name, at whatever depth (section 6).
///
/// # Errors
/// None, several, or one with children.
pub fn element<'n>(nodes: &'n [Node], name: &str) -> Result<&'n str, Malformed> {
    let mut found = Vec::new();
    find(nodes, name, &mut found);
    match found[..] {
        [node] => node.text().ok_or_else(|| Malformed::wire(format!("{name} has child elements"))),
        [] => Err(Malformed::wire(format!("no {name}"))),
        _ => Err(Malformed::wire(format!("{name} stands twice"))),
    }
}

/// As deep as the limits let documents be.
fn find<'n>(nodes: &'n [Node], name: &str, found: &mut Vec<&'n Node>) {
    for node in nodes {
        if node.name == name {
            found.push(node);
        }
        find(node.nodes(), name, found);
    }
}

/// The items of the one list of a query's reply, whatever it is called (`orders` in SOAP, `orderDetail` in JSON); none where there is no
/// list. Each has its fields as [`Node::nodes`].
///
/// # Errors
/// Several lists: which one answers is not known.
pub fn items(nodes: &[Node]) -> Result<&[Node], Malformed> {
    let mut lists = nodes.iter().filter(|node| is_list(node));
    match (lists.next(), lists.next()) {
        (None, _) => Ok(&[]),
        (Some(list), None) => Ok(list.nodes()),
        _ => Err(Malformed::wire("several lists")),
    }
}

/// A branch of branches that bear its own name.
pub(crate) fn is_list(node: &Node) -> bool {
    let items = node.nodes();
    !items.is_empty() && items.iter().all(|item| item.name == node.name && item.text().is_none())
}

/// Writes a reply as an XML document with that root, as the gateway writes `<res>` and `<REFUND>`.
pub fn to_xml(root: &str, fields: &Fields) -> Vec<u8> {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root}>");
    for (name, value) in fields.as_slice() {
        xml::write_leaf(name, "", value, &mut out);
    }
    out.extend(["</", root, ">"]);
    out.into_bytes()
}
