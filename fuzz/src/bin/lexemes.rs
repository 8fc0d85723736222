//! JSON that keeps its spelling: what is accepted, serde_json accepts and reads the same; what serde_json refuses is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paywire::{
    Limits,
    json::{Document, Kind, Value, from_slice},
};

const LIMITS: Limits = Limits { bytes: 1 << 16, depth: 32, children: 1000 };

fuzz_target!(|bytes: &[u8]| {
    let ours = Document::parse(bytes, LIMITS);
    match (ours, from_slice(bytes)) {
        (Ok(document), Ok(theirs)) => same(document.root(), &theirs),
        (Ok(_), Err(error)) => {
            // serde_json refuses a number that no float can hold; a lexeme can.
            assert!(error.to_string().contains("not JSON"), "{error}");
        }
        (Err(_), _) => {}
    }
});

fn same(ours: Value<'_>, theirs: &serde_json::Value) {
    match theirs {
        serde_json::Value::String(text) => assert_eq!(ours.text().as_deref(), Some(text.as_str())),
        serde_json::Value::Array(items) => {
            assert_eq!(ours.items().count(), items.len());
            ours.items().zip(items).for_each(|(ours, theirs)| same(ours, theirs));
        }
        serde_json::Value::Object(members) => {
            assert_eq!(ours.members().count(), members.len());
            ours.members().for_each(|(name, value)| same(value, members.get(&*name).expect("the same member")));
        }
        serde_json::Value::Number(_) => assert_eq!(ours.kind(), Kind::Number),
        _ => assert!(!matches!(ours.kind(), Kind::Text | Kind::Number | Kind::Array | Kind::Object)),
    }
}
