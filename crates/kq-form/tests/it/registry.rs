//! The operations as run-time values: JSON in, JSON out, JSON Schema.

use kq_form::{
    Document, FORM_LIMITS, Operation, Pay, Refund,
    registry::{self, OPERATIONS, message_to_json, request_from_json},
};
use paywire::{
    form::{Pairs, encode},
    registry::Entry,
};
use serde_json::{Map, Value, json};

use crate::{
    samples::{PAY_BODY, QUERY_REPLY, REMIT_ACCEPTED, pay, refund},
    soap::CALL,
};

fn entry(name: &str) -> &'static dyn Entry {
    let id = format!("kuaiqian.gateway.{name}");
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
        "bgUrl": "https://shop.example/pay/notify?shop=7&lang=zh",
        "signType": "1",
        "merchantAcctId": "1000000000101",
        "payerName": "测试买家",
        "payerContactType": "1",
        "payerContact": "buyer@example.com",
        "orderId": "T20240105-0001",
        "orderAmount": 1250,
        "orderTime": "20240105093000",
        "productName": "红茶 & \"礼盒\"",
        "productNum": 2,
        "ext1": "cart=77",
        "redoFlag": "0",
    }))
}

fn order_with(name: &str, value: Value) -> Map<String, Value> {
    let mut order = order();
    order.insert(name.to_owned(), value);
    order
}

#[test]
fn every_operation_once() {
    let ids: Vec<_> = OPERATIONS.iter().map(|entry| entry.id()).collect();
    let expected = ["pay", "timestamp", "remit", "query", "refund", "refund_query"];
    assert_eq!(ids, expected.map(|name| format!("kuaiqian.gateway.{name}")));
    for entry in OPERATIONS {
        assert!(entry.path().starts_with('/') && !entry.title().is_empty(), "{}", entry.id());
        assert!(entry.request_fields().is_empty() == (entry.id() == "kuaiqian.gateway.timestamp"));
        assert!(!entry.reply_fields().is_empty());
    }
    assert_eq!(entry("pay").reply_fields(), ["method", "url", "fields", "html"]);
    assert_eq!(entry("pay").reply_schema().as_value()["properties"]["fields"]["type"], "object");
}

#[test]
fn json_in_is_the_form_out() {
    let unsigned = PAY_BODY.rsplit_once("&signMsg=").expect("signed").0;
    assert_eq!(entry("pay").encode(&order()), Ok(unsigned.as_bytes().to_vec()));
    assert_eq!(request_from_json::<Pay>(&order()), Ok(pay()));
    let gbk = entry("pay").encode(&order_with("inputCharset", json!("2"))).expect("a form");
    assert!(String::from_utf8(gbk).expect("ASCII").contains("&productName=%BA%EC%B2%E8+%26+"));
    let json = json!({"merchant_id": "10000000001", "orderid": "T20240105-0001", "amount": "12.50", "postdate": "20240106090000", "txOrder": "R20240106-0001"});
    assert_eq!(request_from_json::<Refund>(&fields(json)), Ok(refund()));
    assert_eq!(entry("timestamp").encode(&Map::new()), Ok(vec![]));
}

#[test]
fn what_is_no_field() {
    let refused = |order: &Map<String, Value>, error: &str| {
        assert_eq!(entry("pay").encode(order).expect_err("a wrong field").to_string(), error);
    };
    refused(&order_with("orderAmount", json!(12.5)), "orderAmount: a number with a fraction is written as a text, so that it stays exact");
    refused(&order_with("orderAmount", json!("12.50")), "orderAmount: whole fen: digits only");
    refused(&order_with("orderAmount", json!("0125")), "orderAmount: no leading zeros");
    refused(&order_with("orderAmount", json!("-1")), "orderAmount: whole fen: digits only");
    refused(&order_with("ext1", json!(null)), "ext1: a text is expected");
    refused(&order_with("ext1", json!(["a"])), "ext1: a text is expected, not a list");
    refused(&order_with("ext1", json!({"a": "b"})), "ext1: a text is expected");
    refused(&order_with("tip", json!("1")), "tip: is not a field of kuaiqian.gateway.pay");
    refused(&order_with("OrderId", json!("1")), "OrderId: is not a field of kuaiqian.gateway.pay");
    refused(&order_with("inputCharset", json!("4")), "inputCharset: one of 1, 2, 3 is expected");
    refused(&order_with("ext1", json!("€")).into_iter().chain([("inputCharset".into(), json!("2"))]).collect(), "ext1: Gbk has no €");
    let mut order = order();
    order.remove("orderId");
    refused(&order, "orderId: is required");
    let error = request_from_json::<Refund>(&fields(json!({"amount": "12.505"}))).expect_err("three decimals").to_string();
    assert!(error.starts_with("amount: "), "{error}");
}

#[test]
fn messages_as_json() {
    let json = |bytes: &[u8]| message_to_json(&Document::from_slice(bytes).expect("a message")).map(Value::Object);
    let form = json(PAY_BODY.as_bytes()).expect("no name twice");
    assert_eq!((&form["payerName"], &form["orderAmount"]), (&json!("测试买家"), &json!("1250")));
    let call = json(CALL.as_bytes()).expect("no name twice");
    assert_eq!(call["queryType"], json!("0"));
    assert_eq!(
        json(br#"{"a":1.50,"b":null,"c":[{"d":[1,"2"]},{}],"e":{"f":true}}"#),
        Ok(json!({"a": "1.50", "b": "", "c": [{"d": ["1", "2"]}, {}], "e": {"f": "true"}}))
    );
    let error = json(b"<r><a>1</a><a>2</a></r>").expect_err("twice").to_string();
    assert_eq!(error, "a: stands twice");
}

#[test]
fn replies_as_json() {
    let reply = Value::Object(entry("query").decode(QUERY_REPLY.as_bytes()).expect("a reply"));
    assert_eq!((&reply["pageSize"], &reply["errCode"], &reply["orderDetail"][0]["fee"]), (&json!("10"), &json!(""), &json!("0")));
    let reply = Value::Object(entry("remit").decode(REMIT_ACCEPTED.as_bytes()).expect("a reply"));
    assert_eq!(reply["remitCode"], json!("M1234M567890123"));
    assert!(entry("refund").decode(b"<REFUND><RESULT>Y</RESULT><result>N</result></REFUND>").is_err());
    assert!(entry("query").decode(b"<html>").is_err());
}

#[test]
fn a_schema_holds_the_field_table() {
    for entry in OPERATIONS {
        let schema = entry.request_schema();
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            assert_eq!(entry.id(), "kuaiqian.gateway.timestamp");
            continue;
        };
        for (name, property) in properties {
            assert!(property["description"].as_str().is_some_and(|text| !text.is_empty()), "{} {name}", entry.id());
            assert!(property["maxLength"].is_u64(), "{} {name}: {property}", entry.id());
        }
        let mut names: Vec<_> = properties.keys().map(String::as_str).collect();
        let mut fields = entry.request_fields().to_vec();
        names.sort_unstable();
        fields.sort_unstable();
        assert_eq!(names, fields);
    }
    let schema = entry("pay").request_schema();
    assert_eq!(schema.get("required"), Some(&json!(["signType", "merchantAcctId", "orderId", "orderAmount", "orderTime"])));
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
    assert_eq!(registry::visit("kuaiqian.gateway.refund", Path), Some("/webapp/receiveDrawbackAction.do"));
    assert_eq!(registry::visit("kuaiqian.gateway.notice", Path), None);
}

#[test]
fn an_encoded_form_is_read_back() {
    let bytes = entry("pay").encode(&order()).expect("a form");
    let pairs = Pairs::parse(&bytes, FORM_LIMITS).expect("a form");
    assert_eq!(encode(pairs.iter()).into_bytes(), bytes);
}
