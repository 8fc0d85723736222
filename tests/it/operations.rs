//! `cnpay operations`: what there is, and the field table of each as its JSON Schema.

use serde_json::{Value, json};

use crate::harness::cnpay;

/// Id, path, effect, and the fields of the request, each with its length.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Sections 3.1 to 3.4 of the specification, typed off its tables.
const REQUESTS: &[Row] = &[
    (
        "kuaiqian.agreement.ind_auth",
        "/cnp/ind_auth",
        "changes",
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("pan", "≤19"),
            ("cardHolderName", "≤32"),
            ("idType", "≤32"),
            ("cardHolderId", "≤32"),
            ("expiredDate", "4"),
            ("cvv2", "3"),
            ("phoneNO", "≤20"),
            ("bindType", "1"),
        ],
    ),
    (
        "kuaiqian.agreement.ind_auth_verify",
        "/cnp/ind_auth_verify",
        "changes",
        &[
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("customerId", "≤32"),
            ("externalRefNumber", "≤32"),
            ("pan", "≤19"),
            ("validCode", "6"),
            ("token", "≤32"),
            ("phoneNO", "≤20"),
        ],
    ),
    (
        "kuaiqian.agreement.purchase",
        "/cnp/purchase",
        "changes",
        &[
            ("interactiveStatus", "3"),
            ("spFlag", "≤32"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("externalRefNumber", "≤32"),
            ("entryTime", "14"),
            ("amount", "≤12"),
            ("customerId", "≤32"),
            ("storableCardNo", "10"),
            ("payToken", "≤32"),
            ("settleMerchantId", "15"),
            ("bankId", "≤6"),
            ("tr3Url", "≤128"),
            ("ext1", "≤32"),
            ("extMap", ""),
        ],
    ),
    (
        "kuaiqian.agreement.query_txn",
        "/cnp/query_txn",
        "reads",
        &[
            ("externalRefNumber", "≤32"),
            ("refNumber", "12"),
            ("txnType", "3"),
            ("merchantId", "15"),
            ("terminalId", "8"),
            ("settleMerchantId", "15"),
            ("txnStatus", "1"),
        ],
    ),
];

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
    assert_eq!(listed.len(), REQUESTS.len(), "{listed:?}");
    for (object, (id, path, effect, _)) in listed.iter().zip(REQUESTS) {
        let title = object["title"].as_str().expect("a title");
        assert!(!title.is_empty());
        assert_eq!(*object, json!({ "id": id, "title": title, "path": path, "effect": effect }));
    }
    let text = cnpay(&["operations", "--output", "text"], "").stdout;
    for (id, ..) in REQUESTS {
        assert!(text.lines().any(|line| line.trim_start().starts_with(&format!("{id} "))), "{id} in one piece: {text}");
    }
}

#[test]
fn the_schema_is_the_field_table_with_its_limits() {
    for (id, path, effect, fields) in REQUESTS {
        let object = cnpay(&["operations", id], "").object(0);
        assert_eq!((&object["id"], &object["path"], &object["effect"]), (&json!(id), &json!(path), &json!(effect)));
        let schema = object["request"]["properties"].as_object().expect("properties");
        assert_eq!(schema.len(), fields.len(), "{id}: {:?}", schema.keys());
        for (name, limit) in *fields {
            assert_eq!(length(&schema[*name]), *limit, "{id}: {name}");
        }
        let text = cnpay(&["operations", id, "--output", "text"], "").stdout;
        assert!(text.contains(&format!("POST {path}")), "{text}");
        let mut rest = text.lines().skip_while(|line| *line != "request");
        for (name, limit) in *fields {
            let row = rest.find(|line| line.split_whitespace().next() == Some(name));
            let row = row.unwrap_or_else(|| panic!("{id}: no {name} in its place:\n{text}"));
            assert!(limit.is_empty() || row.split_whitespace().nth(1) == Some(limit), "{row}");
        }
    }
}

#[test]
fn the_fields_of_a_reply_are_told() {
    let reply = |id: &str| cnpay(&["operations", id], "").object(0)["reply"]["properties"].clone();
    for name in ["token", "storablePan", "responseCode"] {
        assert!(reply("kuaiqian.agreement.ind_auth").get(name).is_some(), "{name}");
    }
    for name in ["payToken", "responseTextMessage"] {
        assert!(reply("kuaiqian.agreement.ind_auth_verify").get(name).is_some(), "{name}");
    }
    for name in ["transTime", "refNumber", "issuer", "authorizationCode", "bindType"] {
        assert!(reply("kuaiqian.agreement.purchase").get(name).is_some(), "{name}");
    }
    for name in ["txnStatus", "voidFlag", "storableCardNo"] {
        assert!(reply("kuaiqian.agreement.query_txn").get(name).is_some(), "{name}");
    }
}

#[test]
fn what_is_no_operation_is_a_usage_error() {
    let error = cnpay(&["operations", "kuaiqian.agreement.tr4"], "").error(2);
    assert_eq!((&error["kind"], &error["order"]), (&json!("usage"), &Value::Null));
    assert!(error["message"].as_str().is_some_and(|message| message.starts_with("kuaiqian.agreement.tr4 is no operation")), "{error}");
}
