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

/// What the list of a query's reply is called, in SOAP and in JSON.
const LISTS: [&str; 2] = ["orders", "orderDetail"];

/// The items of the one list of a query's reply; none where there is no list, or an empty one. Each has its fields as [`Node::nodes`].
///
/// A list that bears neither known name is taken where it is the only one. Written as an array, as an array inside a bean
/// (`{"GatewayOrderDetail":[..]}`), or as one bean without an array, it is the same list; `null` and `nil` items are none.
///
/// # Errors
/// Several lists: which one answers is not known. A list that holds anything but objects: it must not look like an empty one.
pub fn items(nodes: &[Node]) -> Result<Vec<&Node>, Malformed> {
    let is_known = |node: &&Node| LISTS.contains(&node.name.as_str()) && node.text() != Some("");
    let known: Vec<_> = nodes.iter().filter(is_known).collect();
    let lists = if known.is_empty() { nodes.iter().filter(|node| node.text().is_none()).collect() } else { known };
    if lists.windows(2).any(|pair| pair[0].name != pair[1].name) {
        return Err(Malformed::wire("several lists"));
    }
    let mut items = Vec::new();
    lists.into_iter().try_for_each(|list| gather(list, &mut items))?;
    Ok(items)
}

/// As deep as the limits let documents be.
fn gather<'n>(node: &'n Node, items: &mut Vec<&'n Node>) -> Result<(), Malformed> {
    match node.text() {
        Some("") => Ok(()),
        Some(_) => Err(Malformed::wire(format!("{} holds a text in the place of an object", node.name))),
        None if holds_items(node) => node.nodes().iter().try_for_each(|item| gather(item, items)),
        None => {
            items.push(node);
            Ok(())
        }
    }
}

/// Whether the children are items, and not the fields of one: they share a name, and no text among them could be a field's.
fn holds_items(node: &Node) -> bool {
    let Some(first) = node.nodes().first() else { return false };
    let could_be = |item: &Node| item.name == first.name && (item.name == node.name || item.text().is_none_or(str::is_empty));
    node.nodes().iter().all(could_be)
}

/// A branch of branches that bear its own name.
#[cfg(feature = "registry")]
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
