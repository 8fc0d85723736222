//! What the targets share.

use kq_xml::{
    Operation,
    registry::{OPERATIONS, Visitor, visit},
};
use paywire::flat::{Node, Tree};
use serde_json::Value;

/// Visits every operation.
pub fn each_operation<V: Visitor + Copy>(visitor: V) {
    for operation in OPERATIONS {
        visit(operation.id(), visitor).expect("every id is known");
    }
}

/// Every field of a message as a value that can be compared.
pub fn fields<T: serde::Serialize>(message: &T) -> Value {
    serde_json::to_value(message).expect("a message has named texts only")
}

/// Writes a request where the rules allow it: then it must be read as it was, and written the same again.
pub fn rewrite<O: Operation>(request: &O) {
    let Ok(written) = kq_xml::to_vec(request) else { return };
    let read = kq_xml::request_from_slice::<O>(&written).expect("what was written can be read");
    assert_eq!(fields(&read), fields(request), "{}", O::ID);
    assert_eq!(kq_xml::to_vec(&read).expect("it was written before"), written, "{}", O::ID);
}

/// Calls `see` with the name and text of every leaf.
pub fn leaves<'a>(nodes: &'a [Node], see: &mut impl FnMut(&'a str, &'a str)) {
    for node in nodes {
        match &node.tree {
            Tree::Text(text) => see(&node.name, text.expose()),
            Tree::Nodes(nodes) => leaves(nodes, see),
        }
    }
}

/// The runs of digits in a text that are long enough for a card number.
pub fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 12)
}
