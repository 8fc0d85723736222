//! The operations as run-time values: every id, and every field with its limits as the specification's tables have them.

use std::collections::BTreeMap;

use mmsp_json::{
    Availability, Envelope, Link, Operation, Payout, Signed, parse,
    payout::Sealed,
    registry::{OPERATIONS, Visitor, id_of, message_to_json, payout_to_json, request_from_json, visit},
};
use paycore::Effect;
use paywire::registry::Entry;
use serde_json::{Map, Value, json};

use crate::envelopes::sample;

/// The tables of section 4, a field a line: operation, message, name, longest, needed, sensitive.
const FIELDS: &str = include_str!("../samples/fields.txt");

fn entry(id: &str) -> &'static dyn Entry {
    OPERATIONS.iter().copied().find(|entry| entry.id() == id).expect("an operation")
}

/// A value that every field of that name takes.
fn value(id: &str, name: &str) -> &'static str {
    match name {
        "AMT" => "2580",
        "CARDTYPE" | "TRADETYPE" | "TRADE_MODE" | "QRYTYPE" | "PAYTYPE" | "tradetype" => "1",
        "ACCTYPE" => "0",
        "CARDNO" | "ACCNO" => "6222020000000000018",
        "PHONENO" | "MOBILE" => "13900000001",
        "MSG_CODE" => "482913",
        "CODE" => "130000000000000043",
        "CUR" => "CNY",
        "CMDID" => match id {
            "mmsp.payout.pay" => "4097",
            "mmsp.payout.query" => "4098",
            _ => "4099",
        },
        "VERSION" => "1.0",
        "BUSITYPE" => "001",
        "REQTIME" => "20240506101112",
        "START_DATE" | "END_DATE" => "20240506",
        "PERPAGE" | "PAGE" => "10",
        "NOTIFY_URL" | "JUMP_URL" | "merurl" => "https://shop.example/a",
        "ORDERNO" | "MERNO" | "merno" | "termno" => "0014403539",
        "REFUND_MERORDERID" | "MERORDERID" => "QP2024050601",
        _ => "x1",
    }
}

/// A request with the fields that are required, and one of those of which one is.
fn request(id: &str) -> Map<String, Value> {
    let required = entry(id).request_schema().as_value()["required"].as_array().cloned().unwrap_or_default();
    let mut fields: Map<_, _> =
        required.iter().map(|name| name.as_str().expect("a name")).map(|name| (name.into(), value(id, name).into())).collect();
    let either = ["MERORDERID", "REFUND_MERORDERID", "ORDERNO"].into_iter().find(|name| entry(id).request_fields().contains(name));
    if let Some(name) = either {
        fields.entry(name).or_insert_with(|| value(id, name).into());
    }
    fields
}

fn error_of(id: &str, fields: &Map<String, Value>) -> String {
    entry(id).encode(fields).expect_err("a rule is broken").to_string()
}

#[test]
fn every_operation_once() {
    let ids: Vec<_> = OPERATIONS.iter().map(|entry| entry.id()).collect();
    assert_eq!(ids.len(), 37);
    for product in ["quickpay.", "scan.", "gateway.", "payout."] {
        assert!(ids.iter().any(|id| id.starts_with(&format!("mmsp.{product}"))));
    }
    assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1));
    for (id, path) in [
        ("mmsp.quickpay.pay", "0x0303"),
        ("mmsp.quickpay.bind_query", "0x0308"),
        ("mmsp.scan.qq_micropay", "0x0308"),
        ("mmsp.scan.close", "0x090A"),
        ("mmsp.payout.balance", "0x1003"),
        ("mmsp.scan.openid_url", ""),
    ] {
        assert_eq!(entry(id).path(), path);
    }
    assert_eq!((entry("mmsp.scan.query").effect(), entry("mmsp.scan.cancel").effect()), (Effect::Reads, Effect::Changes));
}

#[test]
fn a_command_leads_to_its_operation() {
    assert_eq!(id_of(771, ""), Some("mmsp.quickpay.pay"));
    assert_eq!(id_of(776, "openplat"), Some("mmsp.scan.qq_micropay"));
    assert_eq!(id_of(776, "openapi"), Some("mmsp.quickpay.bind_query"));
    assert_eq!(id_of(776, "POS"), Some("mmsp.quickpay.bind_query"));
    assert_eq!(id_of(2306, "POS"), Some("mmsp.scan.wechat_prepay"));
    assert_eq!(id_of(4097, ""), None);
}

#[test]
fn fields_and_limits_are_those_of_the_tables() {
    let mut tables: BTreeMap<(&str, &str), Vec<[&str; 4]>> = BTreeMap::new();
    for line in FIELDS.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let [id, message, name, longest, needed, sensitive] = words[..] else { panic!("{line}") };
        tables.entry((id, message)).or_default().push([name, longest, needed, sensitive]);
    }
    for ((id, message), rows) in tables {
        let entry = entry(id);
        let (fields, schema) = match message {
            "request" => (entry.request_fields(), entry.request_schema()),
            _ => (entry.reply_fields(), entry.reply_schema()),
        };
        let schema = schema.as_value();
        for [name, longest, needed, sensitive] in &rows {
            let property = &schema["properties"][name];
            let is = |word: &str| format!("{id} {message} {name}: {word}");
            assert!(fields.contains(name) && property.is_object(), "{}", is("missing"));
            if let Ok(longest) = longest.parse::<u64>() {
                // Tighter where the format is: a phone number has eleven digits, a time fourteen.
                assert_eq!(property["maxLength"].as_u64(), Some(longest), "{}", is("length"));
            }
            let is_required = schema["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name));
            let has_default = !property["default"].is_null();
            assert!(message == "reply" || is_required || has_default == (*needed == "R") || has_default, "{}", is("need"));
            assert_eq!(
                property["writeOnly"] == true || property["anyOf"][0]["writeOnly"] == true,
                *sensitive == "yes",
                "{}",
                is("sensitive")
            );
        }
        let known = |field: &&str| !rows.iter().any(|[name, ..]| name == field);
        let beyond: Vec<_> = fields.iter().copied().filter(known).collect();
        assert!(beyond.iter().all(|name| name.starts_with("ERR")), "{id} {message}: {beyond:?}");
    }
}

#[test]
fn every_field_is_checked_under_its_wire_name() {
    for entry in OPERATIONS {
        let id = entry.id();
        let good = request(id);
        assert!(entry.encode(&good).is_ok(), "{id}: {:?}", entry.encode(&good));
        let schema = entry.request_schema();
        for name in entry.request_fields() {
            let mut request = good.clone();
            request.insert((*name).into(), "\u{1}".repeat(300).into());
            let errors = error_of(id, &request);
            assert!(errors.split("; ").any(|error| error.starts_with(&format!("{name}: "))), "{id}.{name}: {errors}");
            assert!(!errors.contains('\u{1}'));
            if let Some(longest) = schema.as_value()["properties"][name]["maxLength"].as_u64() {
                let long = usize::try_from(longest).expect("small") + 1;
                request.insert((*name).into(), "1".repeat(long).into());
                assert!(error_of(id, &request).contains(&format!("{name}: ")), "{id}.{name}");
            }
            if good.contains_key(*name) && schema.as_value()["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name)) {
                let mut request = good.clone();
                request.remove(*name);
                assert_eq!(error_of(id, &request), format!("{name}: is required"), "{id}");
            }
        }
        let mut request = good.clone();
        request.insert("NEW".into(), "1".into());
        assert_eq!(error_of(id, &request), format!("NEW: is not a field of {id}"));
    }
}

#[test]
fn presets_and_echoes_are_fields() {
    struct Check;
    impl Check {
        fn operation<O: Operation>() -> Availability {
            let fields = paywire::flat::field_names::<O>();
            let replied = paywire::flat::field_names::<O::Reply>();
            assert!(O::PRESETS.iter().all(|name| fields.contains(name)), "{}", O::ID);
            assert!(O::ECHOED.iter().all(|name| fields.contains(name) && replied.contains(name)), "{}", O::ID);
            let listed = OPERATIONS.iter().find(|entry| entry.id() == O::ID).expect("every operation is listed");
            assert_eq!(listed.remark() == Some("not yet open"), O::AVAILABILITY == Availability::NotYet, "{}", O::ID);
            O::AVAILABILITY
        }
    }
    impl Visitor for Check {
        type Output = Availability;
        fn signed<O: Signed>(self) -> Availability {
            Self::operation::<O>()
        }
        fn payout<O: Payout>(self) -> Availability {
            Self::operation::<O>()
        }
        fn link<O: Link>(self) -> Availability {
            Self::operation::<O>()
        }
    }
    let found: Vec<_> = OPERATIONS.iter().map(|entry| visit(entry.id(), Check).expect("an operation")).collect();
    assert_eq!(found.iter().filter(|availability| **availability == Availability::NotYet).count(), 4);
    assert_eq!(found.iter().filter(|availability| **availability == Availability::AskOperator).count(), 2);
    assert!(visit("mmsp.quickpay.refund", Check).is_none());
}

#[test]
fn what_settles_an_operation_is_a_request_that_is_taken() {
    struct Settle(Map<String, Value>);
    impl Settle {
        fn operation<O: Operation>(self) {
            let request: O = request_from_json(&self.0).expect("a request");
            let Some(query) = request.settled_by() else { return };
            let mut fields = crate::registry::request(query.id);
            fields.retain(|name, _| !matches!(name.as_str(), "MERORDERID" | "ORDERNO" | "REFUND_MERORDERID"));
            fields.extend(query.fields.into_iter().map(|(name, text)| (name.to_owned(), text.into())));
            assert!(entry(query.id).encode(&fields).is_ok(), "{}", O::ID);
        }
    }
    impl Visitor for Settle {
        type Output = ();
        fn signed<O: Signed>(self) {
            self.operation::<O>();
        }
        fn payout<O: Payout>(self) {
            self.operation::<O>();
        }
        fn link<O: Link>(self) {
            self.operation::<O>();
        }
    }
    for entry in OPERATIONS {
        visit(entry.id(), Settle(request(entry.id())));
    }
}

#[test]
fn json_in() {
    let mut fields = request("mmsp.scan.refund");
    fields.insert("AMT".into(), json!(200));
    let written = String::from_utf8(entry("mmsp.scan.refund").encode(&fields).expect("valid")).expect("text");
    assert!(written.contains(r#""AMT":"200""#), "{written}");
    for (value, error) in [
        (json!(2.5), "AMT: a number with a fraction is written as a text, so that it stays exact"),
        (json!("2.50"), "AMT: fen as digits, without a leading zero"),
        (json!("0200"), "AMT: fen as digits, without a leading zero"),
        (json!(-1), "AMT: fen as digits, without a leading zero"),
        (json!(0), "AMT: greater than 0"),
        (json!([]), "AMT: a text is expected, not a list"),
        (json!({}), "AMT: a text is expected"),
    ] {
        fields.insert("AMT".into(), value);
        assert_eq!(error_of("mmsp.scan.refund", &fields), error);
    }
}

#[test]
fn json_out() {
    let decoded = entry("mmsp.quickpay.query").decode(sample(33541).as_bytes()).expect("a reply");
    assert_eq!(
        (&decoded["STATUS"], &decoded["_head"]["CommandID"], &decoded["_head"]["AGENTNO"]),
        (&json!("1"), &json!(33541), &json!(""))
    );
    assert!(decoded["_head"].get("Body").is_none() && decoded["_head"].get("Sign").is_some());
    let refused = entry("mmsp.quickpay.query").decode(sample(32768).as_bytes()).expect("a refusal");
    assert_eq!(refused.keys().collect::<Vec<_>>(), ["_head"]);
    assert!(entry("mmsp.quickpay.query").decode(br#"{"RetCode":1,"Body":""}"#).is_err());
    assert!(entry("mmsp.scan.openid_url").decode(b"{}").is_err());

    let text = br#"{"Body":{"a":1.50,"b":18446744073709551616,"c":7,"d":[true,null,{"e":"\u738b"}],"f":-0}}"#;
    let document = parse(text).expect("JSON");
    let json = message_to_json(&Envelope::read(&document).expect("an envelope"));
    let expected = json!({"a":"1.50","b":"18446744073709551616","c":7,"d":[true,null,{"e":"王"}],"f":"-0","_head":{}});
    assert_eq!(Value::Object(json), expected);

    let sealed = Sealed::from_slice(br#"{"RETCODE":"0000","RETMSG":"ok","ENCRYPT":"x"}"#).expect("an envelope");
    let json = payout_to_json(&sealed, Some(br#"{"AMT":150000,"RETMSG":"inner"}"#)).expect("a plaintext");
    assert_eq!(Value::Object(json), json!({"AMT":150000,"RETCODE":"0000","RETMSG":"inner"}));
    assert!(payout_to_json(&sealed, Some(b"[]")).is_err());
}
