//! Replies: what an operation accepts says the same as the plain tree of the document, and survives writing.
#![no_main]

use cnpay_fuzz::{each_operation, fields, mutate};
use kq_xml::{Document, Operation, from_slice, registry::Visitor, reply_to_vec};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use paywire::flat::Node;
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate(data, size, max_size, seed) });

fuzz_target!(|bytes: &[u8]| each_operation(Check(bytes)));

#[derive(Clone, Copy)]
struct Check<'a>(&'a [u8]);

impl Visitor for Check<'_> {
    type Output = ();

    fn visit<O: Operation>(self) {
        let Ok(reply) = from_slice::<O>(self.0) else { return };
        let document = Document::from_slice(self.0).expect("a reply is a document");
        if let Some(content) = &reply.content {
            let answer = document.content(O::ANSWER).expect("it was read from there");
            assert_held(&fields(content), answer.nodes());
        }
        if reply.content.is_some() || reply.error.is_some() {
            let written = reply_to_vec::<O>(None, reply.content.as_ref(), reply.error.as_ref()).expect("it came out of XML");
            let again = from_slice::<O>(&written).expect("what was written can be read");
            let held = |content: O::Reply| without_nothing(fields(&content));
            assert_eq!(again.content.map(held), reply.content.map(held), "{}", O::ID);
            assert_eq!(again.error, reply.error, "{}", O::ID);
        }
    }
}

/// Without the items of lists that hold nothing: written, they are read as not given.
fn without_nothing(json: Value) -> Value {
    let Value::Object(members) = json else { return json };
    let items = |value| match value {
        Value::Array(mut items) => {
            items.retain(|item: &Value| item.as_object().is_none_or(|item| item.values().any(|value| !value.is_null())));
            Value::Array(items)
        }
        inside => without_nothing(inside),
    };
    members.into_iter().map(|(name, value)| (name, items(value))).collect()
}

/// Every value of `json` stands in `nodes` under its name.
fn assert_held(json: &Value, nodes: &[Node]) {
    for (name, value) in json.as_object().expect("a struct is an object") {
        let named: Vec<_> = nodes.iter().filter(|node| same(&node.name, name)).collect();
        match value {
            Value::Null => {}
            Value::String(text) => {
                let held = named.iter().filter_map(|node| node.text()).any(|held| held == text || held.trim_ascii() == text);
                assert!(held, "{name} was not received");
            }
            Value::Array(items) => {
                // What holds nothing was not given.
                let named = named.into_iter().filter(|node| node.text().is_none_or(|text| !text.trim_ascii().is_empty()));
                let named: Vec<_> = named.collect();
                assert_eq!(items.len(), named.len(), "{name}");
                items.iter().zip(named).for_each(|(item, node)| assert_held(item, node.nodes()));
            }
            inside => assert_held(inside, named.first().map_or(&[], |node| node.nodes())),
        }
    }
}

/// The abbreviated card number has two spellings.
fn same(received: &str, field: &str) -> bool {
    let spelled = |name: &str| if name.eq_ignore_ascii_case("storablePan") { "storablecardno".into() } else { name.to_ascii_lowercase() };
    spelled(received) == spelled(field)
}
