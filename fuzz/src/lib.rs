//! What the targets share.

use kq_xml::{
    Operation,
    registry::{OPERATIONS, Visitor, visit},
};
use libfuzzer_sys::fuzzer_mutate;
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

/// Every other time takes out, moves or repeats a few whole tags, which random bytes hardly ever do; else what libFuzzer does.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut state = u64::from(seed);
    let mut pick = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut text = data[..size].to_vec();
    let places = tags(&text);
    if places.len() < 2 || pick(2) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let first = pick(places.len() - 1);
    let last = (first + 1 + pick(8)).min(places.len() - 1);
    let part = text[places[first]..places[last]].to_vec();
    let action = pick(3);
    if action < 2 {
        text.drain(places[first]..places[last]);
    }
    if action > 0 {
        let places = tags(&text);
        let to = places[pick(places.len())];
        text.splice(to..to, part);
    }
    if text.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..text.len()].copy_from_slice(&text);
    text.len()
}

/// Where tags begin, and the end.
fn tags(text: &[u8]) -> Vec<usize> {
    (0..text.len()).filter(|at| text[*at] == b'<').chain([text.len()]).collect()
}
