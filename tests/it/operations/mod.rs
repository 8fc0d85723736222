//! `cnpay operations`: what there is, and the field table of each as its JSON Schema.

mod agreement;
mod gateway;

use serde_json::{Value, json};

use crate::harness::cnpay;

use agreement::{REPLIES, REQUESTS};
use gateway::GATEWAY;

/// Id, path, effect, and the fields of the request, each with its length.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The length as the specification writes it.
fn length(field: &Value) -> String {
    match (field["minLength"].as_u64(), field["maxLength"].as_u64()) {
        (Some(least), Some(most)) if least == most => most.to_string(),
        (_, Some(most)) => format!("≤{most}"),
        _ => String::new(),
    }
}

#[test]
fn every_operation_is_listed() {
    let run = cnpay(&["operations"], "");
    assert_eq!(run.code, 0);
    let listed = run.objects();
    let listed: Vec<_> = listed.iter().filter(|object| object["id"].as_str().is_some_and(|id| id.starts_with("kuaiqian."))).collect();
    assert_eq!(listed.len(), REQUESTS.len() + GATEWAY.len(), "{listed:?}");
    for (object, (id, path, effect, _)) in listed.into_iter().zip(REQUESTS.iter().chain(GATEWAY)) {
        let title = object["title"].as_str().expect("a title");
        assert!(!title.is_empty());
        assert_eq!(*object, json!({ "id": id, "title": title, "path": path, "effect": effect }));
    }
    let text = cnpay(&["operations", "--output", "text"], "").stdout;
    for (id, ..) in REQUESTS.iter().chain(GATEWAY) {
        assert!(text.lines().any(|line| line.trim_start().starts_with(&format!("{id} "))), "{id} in one piece: {text}");
    }
}

#[test]
fn the_schema_is_the_field_table_with_its_limits() {
    for (id, path, effect, fields) in REQUESTS.iter().chain(GATEWAY) {
        let object = cnpay(&["operations", id], "").object(0);
        assert_eq!((&object["id"], &object["path"], &object["effect"]), (&json!(id), &json!(path), &json!(effect)));
        let none = serde_json::Map::new();
        let schema = object["request"]["properties"].as_object().unwrap_or(&none);
        assert_eq!(schema.len(), fields.len(), "{id}: {:?}", schema.keys());
        for (name, limit) in *fields {
            assert_eq!(length(&schema[*name]), *limit, "{id}: {name}");
        }
        let text = cnpay(&["operations", id, "--output", "text"], "").stdout;
        assert!(text.lines().any(|line| line == *path), "{text}");
        let mut rest = text.lines().skip_while(|line| *line != "request");
        for (name, limit) in *fields {
            let row = rest.find(|line| line.split_whitespace().next() == Some(name));
            let row = row.unwrap_or_else(|| panic!("{id}: no {name} in its place:\n{text}"));
            assert!(limit.is_empty() || row.split_whitespace().nth(1) == Some(limit), "{row}");
        }
    }
}

#[test]
fn the_fields_of_a_reply_are_told_with_their_limits() {
    assert_eq!(REPLIES.iter().map(|(names, _)| names.len()).sum::<usize>(), REQUESTS.len());
    for (name, fields) in REPLIES.iter().flat_map(|(names, fields)| names.iter().map(move |name| (name, fields))) {
        let id = format!("kuaiqian.agreement.{name}");
        let object = cnpay(&["operations", &id], "").object(0);
        let schema = object["reply"]["properties"].as_object().expect("properties");
        assert_eq!(schema.len(), fields.len(), "{id}: {:?}", schema.keys());
        for (name, limit) in *fields {
            assert!(schema.contains_key(*name), "{id}: no {name}");
            assert_eq!(length(&schema[*name]), *limit, "{id}: {name}");
        }
    }
}

#[test]
fn a_bound_card_is_told_with_its_limits() {
    let reply = cnpay(&["operations", "kuaiqian.agreement.pci_query"], "").object(0)["reply"].clone();
    let list = &reply["properties"]["pciInfos"];
    assert_eq!(list["type"], "array");
    let card = list["items"]["$ref"].as_str().expect("a reference").trim_start_matches('#');
    let card = &reply.pointer(card).expect("the card")["properties"];
    for (name, limit) in [("bankId", "≤6"), ("storablePan", "10"), ("shortPhoneNo", "7"), ("phoneNO", "≤20"), ("payToken", "≤32")] {
        assert_eq!(length(&card[name]), limit, "{name}");
    }
}

#[test]
fn what_is_no_operation_is_a_usage_error() {
    let error = cnpay(&["operations", "kuaiqian.agreement.tr4"], "").error(2);
    assert_eq!((&error["kind"], &error["order"]), (&json!("usage"), &Value::Null));
    assert!(error["message"].as_str().is_some_and(|message| message.starts_with("kuaiqian.agreement.tr4 is no operation")), "{error}");
}
