//! The operations as run-time values: JSON in, JSON out, JSON Schema.

use paycore::Effect;
use paywire::registry::Entry;
use serde_json::{Map, Value, json};
use zx_form::{
    Operation, Payout,
    registry::{self, OPERATIONS, request_from_json},
};

use crate::samples::{PAY, PAY_REPLY, QUERY_REPLY, payout};

fn entry(name: &str) -> &'static dyn Entry {
    let id = format!("zhangxun.{name}");
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
        "orgNo": "8161000204",
        "custId": 16_121_900_001_774_u64,
        "custOrderNo": "ZX20240506000001",
        "tranType": "0402",
        "payAmt": 1990,
        "backUrl": "https://shop.example/zx/notice?shop=7",
        "frontUrl": "",
        "goodsName": "冰美式 & 贝果",
        "buyIp": "203.0.113.7",
    }))
}

#[test]
fn every_operation_once() {
    let told: Vec<_> = OPERATIONS.iter().map(|entry| (entry.id(), entry.path(), entry.effect())).collect();
    assert_eq!(
        told,
        [
            ("zhangxun.pay", "/cashier/pay.ac", Effect::Changes),
            ("zhangxun.query", "/cashier/query.ac", Effect::Reads),
            ("zhangxun.payout", "/cashier/TX0001.ac", Effect::Changes),
            ("zhangxun.payout_query", "/cashier/TX0002.ac", Effect::Reads),
            ("zhangxun.balance", "/cashier/balance.ac", Effect::Reads),
        ]
    );
    assert!(OPERATIONS.iter().all(|entry| !entry.title().is_empty()));
}

#[test]
fn json_in_is_the_form_out() {
    let form = PAY.rsplit_once("&sign=").expect("signed").0.replace("&frontUrl=", "");
    assert_eq!(entry("pay").encode(&order()), Ok(form.into_bytes()));
    let json = serde_json::to_value(payout()).expect("texts").as_object().cloned().expect("an object");
    let json = json.into_iter().filter(|(_, value)| !value.is_null()).collect();
    assert_eq!(request_from_json::<Payout>(&json), Ok(payout()));
}

#[test]
fn what_is_no_field() {
    for (name, value, error) in [
        ("payAmt", json!(19.9), "payAmt: a number with a fraction is written as a text, so that it stays exact"),
        ("payAmt", json!("19.90"), "payAmt: fen as digits, without a leading zero"),
        ("payAmt", json!("01990"), "payAmt: fen as digits, without a leading zero"),
        ("payAmt", json!(0), "payAmt: greater than 0"),
        ("payAmt", json!(-1), "payAmt: fen as digits, without a leading zero"),
        ("goodsName", json!(null), "goodsName: a text is expected"),
        ("goodsName", json!(["a"]), "goodsName: a text is expected, not a list"),
        ("goodsName", json!(""), "goodsName: is required"),
        ("tip", json!("1"), "tip: is not a field of zhangxun.pay"),
        ("custOrdNo", json!("1"), "custOrdNo: is not a field of zhangxun.pay"),
        ("sign", json!("F"), "sign: is not a field of zhangxun.pay"),
    ] {
        let mut order = order();
        order.insert(name.into(), value);
        assert_eq!(entry("pay").encode(&order).expect_err("wrong").to_string(), error);
    }
}

#[test]
fn replies_as_json() {
    let reply = Value::Object(entry("query").decode(QUERY_REPLY.as_bytes()).expect("a reply"));
    assert_eq!(
        (&reply["ordAmt"], &reply["ordDesc"], &reply["sign"]),
        (&json!("1990"), &json!(""), &json!("29D7BC66C70E5F404D5D5AD3B76F0F14"))
    );
    assert!(entry("pay").decode(PAY_REPLY.as_bytes()).is_ok());
    for bytes in [PAY.as_bytes(), b"<html>", b"[]", br#"{"a":1,"a":1}"#] {
        assert!(entry("pay").decode(bytes).is_err());
    }
}

#[test]
fn a_schema_holds_the_field_table() {
    for entry in OPERATIONS {
        for (schema, fields, is_request) in
            [(entry.request_schema(), entry.request_fields(), true), (entry.reply_schema(), entry.reply_fields(), false)]
        {
            let properties = schema.get("properties").and_then(Value::as_object).expect("properties");
            let mut names: Vec<_> = properties.keys().map(String::as_str).collect();
            let mut fields = fields.to_vec();
            names.sort_unstable();
            fields.sort_unstable();
            assert_eq!(names, fields, "{}", entry.id());
            for (name, property) in properties {
                assert!(property["description"].as_str().is_some_and(|text| !text.is_empty()), "{} {name}", entry.id());
                assert!(!is_request || property["minLength"] == json!(1), "{} {name}: {property}", entry.id());
            }
        }
    }
    let schema = entry("payout").request_schema();
    assert_eq!(schema.get("required"), Some(&json!(["orgNo", "custId", "custOrdNo", "casAmt", "accountName", "cardNo"])));
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
    assert_eq!(registry::visit("zhangxun.payout_query", Path), Some("/cashier/TX0002.ac"));
    assert_eq!(registry::visit("zhangxun.notice", Path), None);
}
