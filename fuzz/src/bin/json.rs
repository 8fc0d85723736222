//! Requests from JSON: what is accepted and may be sent survives the wire. A request document gives the same request through JSON.
#![no_main]

use cnpay_fuzz::{each_operation, fields, leaves, mutate, rewrite};
use kq_xml::{
    Document, Operation,
    registry::{Visitor, message_to_json, request_from_json},
    request_from_slice,
};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Map, Value};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate(data, size, max_size, seed) });

// JSON, or a document: mutated documents make objects with fields that are known.
fuzz_target!(|bytes: &[u8]| {
    if let Ok(json) = serde_json::from_slice(bytes) {
        each_operation(Check { json: &json, document: None });
    } else if let Ok(document) = Document::from_slice(bytes) {
        // Blanks at the ends of a text belong to it in JSON only.
        let mut trimmed = true;
        leaves(&document.contents, &mut |_, text| trimmed &= text.trim_ascii() == text);
        each_operation(Check { json: &message_to_json(&document), document: trimmed.then_some(bytes) });
    }
});

#[derive(Clone, Copy)]
struct Check<'a> {
    json: &'a Map<String, Value>,
    document: Option<&'a [u8]>,
}

impl Visitor for Check<'_> {
    type Output = ();

    fn visit<O: Operation>(self) {
        let from_json = request_from_json::<O>(self.json);
        // JSON is stricter: a pair of a list without a key is refused there, and no pair on the wire.
        if let (Some(Ok(exact)), Ok(from_json)) = (self.document.map(request_from_slice::<O>), &from_json) {
            assert_eq!(fields(from_json), fields(&exact), "{}", O::ID);
        }
        if let Ok(request) = from_json {
            rewrite(&request);
        }
    }
}
