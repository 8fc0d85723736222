//! The operations as run-time values: JSON in, JSON out, JSON Schema.

use kq_xml::{
    Confirm, Document, GetDynNum, InstallmentPurchase, Operation, PciDel, PciQuery, Preauth, Purchase, QueryCardinfo, QueryTxn,
    QuickPurchase, Refund, Void,
    registry::{self, OPERATIONS, message_to_json, request_from_json},
    to_vec,
};
use paywire::{flat::field_names, registry::Entry};
use serde_json::{Map, Value, json};

use crate::{
    cards::{PCI_QUERY_REPLY, QUERY_CARDINFO_REPLY},
    samples::{PURCHASE, PURCHASE_REPLY, QUERY_TXN_NOT_FOUND, purchase},
    tolerance::around,
};

fn entry(name: &str) -> &'static dyn Entry {
    let id = format!("kuaiqian.agreement.{name}");
    OPERATIONS.iter().copied().find(|entry| entry.id() == id).expect("an operation")
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

fn order() -> Map<String, Value> {
    fields(json!({
        "merchantId": "104110045112012",
        "terminalId": "00002012",
        "externalRefNumber": "ORDER0001",
        "entryTime": "20250301101500",
        "amount": "88.60",
        "customerId": "U90001",
        "payToken": "8190000000000000017",
        "tr3Url": "https://merchant.example/99bill/tr3",
    }))
}

fn order_with(name: &str, value: Value) -> Map<String, Value> {
    let mut order = order();
    order.insert(name.to_owned(), value);
    order
}

#[track_caller]
fn refused(order: &Map<String, Value>, error: &str) {
    assert_eq!(entry("purchase").encode(order).expect_err("a wrong field").to_string(), error);
}

#[test]
fn every_operation_once() {
    let ids: Vec<_> = OPERATIONS.iter().map(|entry| entry.id()).collect();
    let expected = [
        "ind_auth",
        "ind_auth_verify",
        "purchase",
        "query_txn",
        "pci_query",
        "pci_del",
        "query_cardinfo",
        "get_dyn_num",
        "quick_purchase",
        "refund",
        "void",
        "preauth",
        "confirm",
        "installment_purchase",
    ];
    assert_eq!(ids, expected.map(|name| format!("kuaiqian.agreement.{name}")));
    for entry in OPERATIONS {
        let path = match entry.id().rsplit('.').next().expect("a name") {
            "get_dyn_num" => "getDynNum",
            "quick_purchase" => "purchase",
            name => name,
        };
        assert_eq!(entry.path(), format!("/cnp/{path}"));
        assert!(!entry.title().is_empty());
    }
}

#[test]
fn json_in_is_the_sample_out() {
    assert_eq!(entry("purchase").encode(&order()), Ok(PURCHASE.as_bytes().to_vec()));
    assert_eq!(request_from_json::<Purchase>(&order()), Ok(purchase()));
}

#[test]
fn whole_numbers_are_taken_as_they_are_spelt() {
    let request = request_from_json::<Purchase>(&order_with("amount", json!(88))).expect("a request");
    assert_eq!(request.amount.to_fen(), "8800");
    let request = request_from_json::<Purchase>(&order_with("ext1", json!(u64::MAX))).expect("a request");
    assert_eq!(request.ext1.as_deref(), Some("18446744073709551615"));
}

#[test]
fn what_is_no_text_is_refused() {
    refused(&order_with("amount", json!(88.6)), "amount: a number with a fraction is written as a text, so that it stays exact");
    refused(&order_with("amount", json!(88e0)), "amount: a number with a fraction is written as a text, so that it stays exact");
    refused(&order_with("amount", json!(null)), "amount: a text is expected");
    refused(&order_with("amount", json!(true)), "amount: a text is expected");
    refused(&order_with("amount", json!({})), "amount: a text is expected");
    refused(&order_with("amount", json!(["88.60"])), "amount: a text is expected, not a list");
    refused(&order_with("extMap", json!(["phone"])), "extMap: a list of objects is expected");
    refused(&order_with("extMap", json!({"extDate": []})), "extMap: a list of objects is expected");
    refused(&order_with("extMap", json!("phone")), "extMap: child elements are expected");
}

#[test]
fn unknown_and_missing_fields() {
    refused(&order_with("tip", json!("1")), "tip: is not a field of kuaiqian.agreement.purchase");
    let mut misspelt = order_with("amuont", json!("1"));
    misspelt.remove("amount");
    refused(&misspelt, "amount: is required; amuont: is not a field of kuaiqian.agreement.purchase");
    refused(&order_with("Amount", json!("1")), "Amount: is not a field of kuaiqian.agreement.purchase");
    refused(
        &order_with("extMap", json!([{"key": "phone", "tip": "1"}])),
        "extMap.extDate.tip: is not a field of kuaiqian.agreement.purchase",
    );
    refused(&order_with("extMap", json!([{"value": "1"}])), "extMap.extDate.key: is required");
    let mut order = order();
    order.remove("merchantId");
    refused(&order, "merchantId: is required");
    refused(&order_with("amount", json!("88.605")), "amount: at most two decimals: a fen is the smallest unit");
}

#[test]
fn lists_are_arrays_of_objects() {
    let pairs = json!([{"key": "phone"}, {"key": "mine", "value": "1"}]);
    let request = request_from_json::<Purchase>(&order_with("extMap", pairs)).expect("a request");
    let expected = kq_xml::ExtMap::default().and("phone", "").and("mine", "1");
    assert_eq!(request.ext_map, expected);
}

#[test]
fn messages_as_json() {
    let json = |document: &str| message_to_json(&Document::from_slice(document.as_bytes()).expect("a document"));
    let request = Value::Object(json(PURCHASE));
    assert_eq!(request["amount"], "88.60");
    assert_eq!(request["extMap"][2], json!({"key": "savePciFlag", "value": "0"}));
    assert_eq!(request["extMap"].as_array().map(Vec::len), Some(5));
    let cards = Value::Object(json(&around(
        "<pciInfos><pciInfo><bankId>CCB</bankId></pciInfo><pciInfo><bankId>ICBC</bankId></pciInfo></pciInfos><extMap/><deep><a>1</a></deep>",
    )));
    assert_eq!(cards, json!({"pciInfos": [{"bankId": "CCB"}, {"bankId": "ICBC"}], "extMap": [], "deep": {"a": "1"}}));
}

#[test]
fn replies_as_json() {
    let reply = Value::Object(entry("purchase").decode(PURCHASE_REPLY.as_bytes()).expect("a reply"));
    assert_eq!((&reply["responseCode"], &reply["issuer"]), (&json!("00"), &json!("建设银行")));
    let refused = Value::Object(entry("query_txn").decode(QUERY_TXN_NOT_FOUND.as_bytes()).expect("a reply"));
    assert_eq!((&refused["errorCode"], &refused["externalRefNumber"]), (&json!("B.MGW.0170"), &json!("ORDER0404")));
    assert!(entry("purchase").decode(&PURCHASE_REPLY.as_bytes()[1..]).is_err());
    assert!(entry("ind_auth").decode(PURCHASE_REPLY.as_bytes()).is_err());
}

#[test]
fn a_schema_holds_the_field_table() {
    for entry in OPERATIONS {
        for schema in [entry.request_schema(), entry.reply_schema()] {
            let properties = schema.get("properties").and_then(Value::as_object).expect("properties");
            for (name, property) in properties {
                assert!(property["description"].as_str().is_some_and(|text| !text.is_empty()), "{} {name}", entry.id());
            }
        }
    }
    let schema = entry("purchase").request_schema();
    let property = |name: &str| &schema.get("properties").expect("properties")[name];
    assert_eq!((&property("externalRefNumber")["maxLength"], &property("externalRefNumber")["minLength"]), (&json!(32), &json!(1)));
    assert_eq!((&property("merchantId")["maxLength"], &property("merchantId")["minLength"]), (&json!(15), &json!(15)));
    assert_eq!(property("tr3Url")["maxLength"], json!(128));
    assert_eq!(property("payToken")["maxLength"], json!(32));
    assert_eq!(property("payToken")["writeOnly"], json!(true));
    assert_eq!((&property("amount")["type"], &property("entryTime")["type"]), (&json!("string"), &json!("string")));
}

/// The schema without its references.
fn resolved<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().and_then(|path| root.pointer(path.trim_start_matches('#')));
    target.map_or(schema, |target| resolved(target, root))
}

#[test]
fn every_field_of_a_reply_tells_its_length() {
    fn check(schema: &Value, root: &Value, path: &str) -> usize {
        let schema = resolved(schema, root);
        if schema["items"].is_object() {
            return check(&schema["items"], root, path);
        }
        match schema["properties"].as_object() {
            Some(fields) => fields.iter().map(|(name, field)| check(field, root, &format!("{path}.{name}"))).sum(),
            None => {
                assert!(schema["maxLength"].is_u64(), "{path}: {schema}");
                1
            }
        }
    }
    for entry in OPERATIONS {
        let schema = Value::from(entry.reply_schema());
        let fields = check(&schema, &schema, entry.id());
        assert!(fields >= entry.reply_fields().len(), "{}: {fields}", entry.id());
    }
}

#[test]
fn a_list_of_cards_is_an_array() {
    let reply = Value::Object(entry("pci_query").decode(PCI_QUERY_REPLY.as_bytes()).expect("a reply"));
    let card = json!({
        "bankId": "CCB", "storablePan": "6299992348", "shortPhoneNo": "1390000", "phoneNO": "13900000000", "payToken": "8190000000000000017",
    });
    assert_eq!((&reply["pciInfos"], &reply["storablePan"]), (&json!([card]), &json!("")));
    let list = entry("pci_query").reply_schema();
    assert_eq!(list.get("properties").expect("properties")["pciInfos"]["type"], json!("array"));
}

#[test]
fn a_look_up_answers_with_the_card_not_the_echo() {
    let reply = Value::Object(entry("query_cardinfo").decode(QUERY_CARDINFO_REPLY.as_bytes()).expect("a reply"));
    assert_eq!((&reply["validFlag"], reply.get("txnType")), (&json!("1"), None));
}

#[test]
fn a_schema_has_the_fields_of_the_message() {
    fn check<O: Operation>(name: &str, required: &[&str]) {
        let schema = entry(name).request_schema();
        let properties = schema.get("properties").and_then(Value::as_object).expect("properties");
        let mut names = field_names::<O>().to_vec();
        names.sort_unstable();
        let mut described: Vec<_> = properties.keys().map(String::as_str).collect();
        described.sort_unstable();
        assert_eq!(described, names);
        assert_eq!(schema.get("required"), Some(&json!(required)));
    }
    check::<Purchase>("purchase", &["merchantId", "terminalId", "externalRefNumber", "entryTime", "amount", "customerId"]);
    check::<QueryTxn>("query_txn", &["merchantId"]);
    check::<PciQuery>("pci_query", &["merchantId", "customerId"]);
    check::<PciDel>("pci_del", &["merchantId", "customerId", "bankId"]);
    check::<QueryCardinfo>("query_cardinfo", &["cardNo"]);
    check::<GetDynNum>("get_dyn_num", &["merchantId", "customerId", "externalRefNumber", "amount"]);
    let payment = ["merchantId", "terminalId", "externalRefNumber", "entryTime", "amount"];
    let and = |more: &[&'static str]| [&payment, more].concat();
    check::<QuickPurchase>("quick_purchase", &and(&["customerId", "extMap"]));
    check::<Preauth>("preauth", &and(&["customerId"]));
    check::<Confirm>("confirm", &and(&["authorizationCode"]));
    check::<InstallmentPurchase>("installment_purchase", &and(&["termInMonths", "customerId"]));
    check::<Refund>("refund", &["merchantId", "terminalId", "entryTime", "amount", "externalRefNumber", "origRefNumber"]);
    check::<Void>("void", &["merchantId", "terminalId", "entryTime", "orignalTxnType", "amount", "externalRefNumber", "refNumber"]);
}

#[test]
fn the_schema_of_a_list_is_what_the_json_is() {
    let schema = entry("purchase").request_schema();
    let list = &schema.get("properties").expect("properties")["extMap"];
    assert_eq!(list["type"], json!("array"));
    let json = serde_json::to_value(&schema).expect("a schema");
    assert!(json["$defs"]["ExtDate"]["properties"]["key"].is_object(), "{json}");
}

#[test]
fn an_operation_is_visited_by_its_id() {
    struct Path;
    impl registry::Visitor for Path {
        type Output = &'static str;
        fn visit<O: Operation>(self) -> Self::Output {
            O::PATH
        }
    }
    assert_eq!(registry::visit("kuaiqian.agreement.purchase", Path), Some("/cnp/purchase"));
    assert_eq!(registry::visit("kuaiqian.agreement.tr3", Path), None);
}

#[test]
fn the_rules_hold_for_json_too() {
    let mut order = order_with("customerId", json!("客".repeat(33)));
    order.remove("payToken");
    let errors = entry("purchase").encode(&order).expect_err("two rules are broken");
    assert_eq!(errors.iter().count(), 2, "{errors}");
    assert!(to_vec(&purchase()).is_ok());
}
