//! Calls by id, with JSON fields and JSON answers.

use serde_json::{Map, Value, json};
use zx_form::registry::OPERATIONS;

use crate::{
    replies::QUERY,
    support::{Reply, account, http, replayed, signed, verdict},
};

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

async fn called(id: &str, value: Value, replies: impl IntoIterator<Item = Reply>) -> (String, Vec<String>) {
    let mut account = account();
    account.payout_notice_url = Some("https://shop.example/zx/payout".into());
    let (client, wire) = replayed(account, replies);
    let result = client.call(id, fields(value)).await;
    let said = match &result {
        Err(error) if error.kind() == "invalid" => error.to_string(),
        _ => verdict(&result),
    };
    (said, wire.requests().iter().map(|(request, _)| String::from_utf8_lossy(request.body()).into_owned()).collect())
}

#[tokio::test]
async fn what_the_settings_know_is_filled_in() {
    let (_, sent) = called(
        "zhangxun.pay",
        json!({"custOrderNo": "ZX20240506000001", "tranType": "0402", "payAmt": 1990, "goodsName": "冰美式 & 贝果", "buyIp": "203.0.113.7"}),
        [],
    )
    .await;
    assert!(sent[0].ends_with("&sign=CFD7D7DC22F3902658031D5F743E3C81"), "{}", sent[0]);
    let (_, sent) =
        called("zhangxun.payout", json!({"custOrdNo": "1", "casAmt": "1", "accountName": "王", "cardNo": "6222", "version": "3.0"}), [])
            .await;
    assert!(sent[0].starts_with("version=3.0&orgNo=8161000204&custId=16121900001774&custOrdNo=1&casType=00&casAmt=1&callBackUrl=https"));
    for (id, value) in [
        ("zhangxun.query", json!({"custOrderNo": "1"})),
        ("zhangxun.payout_query", json!({"casOrdNo": "1"})),
        ("zhangxun.balance", json!({})),
    ] {
        let (said, sent) = called(id, value, []).await;
        assert_eq!((said.as_str(), sent.len()), ("not_sent: not placed", 1), "{id}");
        assert!(!sent[0].contains("Url"), "{id}");
    }
}

#[tokio::test]
async fn every_operation_can_be_called() {
    for entry in OPERATIONS {
        let (said, _) = called(entry.id(), json!({}), []).await;
        assert!(!said.contains("no operation"), "{said}");
    }
    let (said, sent) = called("zhangxun.notice", json!({}), []).await;
    assert_eq!((said.as_str(), sent.len()), ("zhangxun.notice: is no operation of 掌讯", 0));
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    for (value, error) in [
        (json!({}), "custOrderNo: is required"),
        (json!({"custOrderNo": "1", "custOrdNo": "1"}), "custOrdNo: is not a field of zhangxun.query"),
        (json!({"custOrderNo": 1.5}), "custOrderNo: a number with a fraction is written as a text, so that it stays exact"),
        (json!({"custOrderNo": "1", "orgNo": ""}), "orgNo: is required"),
    ] {
        let (said, sent) = called("zhangxun.query", value, []).await;
        assert_eq!((said.as_str(), sent.len()), (error, 0));
    }
}

#[tokio::test]
async fn the_reply_as_received() {
    let (client, _) = replayed(account(), [http(200, signed(&format!("{QUERY}&acT0=1.50")))]);
    let answer = client.call("zhangxun.query", fields(json!({"custOrderNo": "ZX20240506000001"}))).await.expect("an answer");
    assert_eq!((&answer.reply["ordAmt"], &answer.reply["acT0"], answer.reply.get("sign")), (&json!("1990"), &json!("1.50"), None));
    assert_eq!((answer.state.as_str(), answer.code.as_deref(), answer.message.as_deref()), ("succeeded", Some("000000"), Some("ok")));
    assert!(!format!("{answer:?}").contains("1.50"), "values are not printed");
}
