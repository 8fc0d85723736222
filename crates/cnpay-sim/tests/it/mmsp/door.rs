//! The envelope: who is let in, and in what order it is looked at.

use cnpay_sim::mmsp::{Account, Agent};
use http::Request;
use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

const STRUCTURE: &str = "0 消息结构体错误";
const MERCHANT_UNKNOWN: &str = "0 商户不存在";
const SIGNATURE: &str = "0 签名错误";

async fn refusal(world: &World, path: &str, text: impl Into<String>) -> String {
    Reply::read(&world.post_json(path, text.into()).await.expect("a reply"), &key()).refusal()
}

fn query() -> Value {
    envelope(773, "openapi", json!({ "MERORDERID": "Q1" }))
}

#[tokio::test]
async fn what_is_no_envelope_is_a_structure_error() {
    let world = World::new();
    for text in ["", "{", "[]", "\"x\"", "{}", "{\"CommandID\":773,\"CommandID\":773}", "{\"a\":1,}"] {
        assert_eq!(refusal(&world, OPEN, text).await, STRUCTURE, "{text}");
    }
    for (name, value) in [
        ("CommandID", json!(null)),
        ("CommandID", json!("x")),
        ("CommandID", json!(true)),
        ("CommandID", json!(1)),
        ("CommandID", json!(2323)),
        ("SeqID", json!("x")),
        ("NodeType", json!([])),
        ("NodeID", json!(3)),
        ("Version", json!(1)),
        ("AGENTNO", json!(1)),
        ("MERNO", json!(null)),
        ("TERMNO", json!({})),
        ("Body", json!("")),
        ("Body", json!([])),
    ] {
        let mut envelope = query();
        envelope[name] = value.clone();
        envelope["Sign"] = json!("");
        assert_eq!(refusal(&world, OPEN, envelope.to_string()).await, STRUCTURE, "{name} {value}");
    }
    assert_eq!(refusal(&world, GATEWAY, sealed(query(), &key())).await, STRUCTURE, "quick pay is not there");
    assert_eq!(refusal(&world, GATEWAY, "x=1").await, STRUCTURE, "neither a form of its kind nor JSON");
    assert_eq!(refusal(&world, GATEWAY, sealed(envelope(2322, "openapi", json!({})), &key())).await, STRUCTURE, "the form comes as a form");
}

#[tokio::test]
async fn structure_merchant_signature_fields_order_in_that_order() {
    let world = World::new();
    let mut wrong = envelope(773, "openapi", json!({}));
    wrong["MERNO"] = json!("1");
    wrong["SeqID"] = json!("x");
    wrong["Sign"] = json!("0");
    assert_eq!(refusal(&world, OPEN, wrong.to_string()).await, STRUCTURE);
    wrong["SeqID"] = json!("1");
    assert_eq!(refusal(&world, OPEN, wrong.to_string()).await, MERCHANT_UNKNOWN);
    wrong["MERNO"] = json!(MERCHANT);
    assert_eq!(refusal(&world, OPEN, wrong.to_string()).await, SIGNATURE);
    assert_eq!(refusal(&world, OPEN, sealed(wrong.clone(), &key())).await, "0 参数错误:MERORDERID");
    wrong["Body"] = json!({ "MERORDERID": "Q1" });
    assert_eq!(refusal(&world, OPEN, sealed(wrong, &key())).await, "0 [-2002] 没有该订单");
}

#[tokio::test]
async fn nobody_unknown_is_let_in() {
    let world = World::new();
    for (name, value) in [("MERNO", "001440353999854"), ("TERMNO", "84970002"), ("AGENTNO", "001440000000018")] {
        let mut envelope = query();
        envelope[name] = json!(value);
        assert_eq!(refusal(&world, OPEN, sealed(envelope, &key())).await, MERCHANT_UNKNOWN, "{name}");
    }
}

#[tokio::test]
async fn a_signature_is_demanded_and_checked() {
    let world = World::new();
    for signature in [json!(null), json!(""), json!("00"), json!("0".repeat(32))] {
        let mut envelope = query();
        envelope["Sign"] = signature.clone();
        assert_eq!(refusal(&world, OPEN, envelope.to_string()).await, SIGNATURE, "{signature}");
    }
    assert_eq!(refusal(&world, OPEN, query().to_string()).await, SIGNATURE, "absent");
    assert_eq!(refusal(&world, OPEN, sealed(query(), "another key")).await, SIGNATURE);
    let lower = sealed(query(), &key());
    let sign = serde_json::from_str::<Value>(&lower).expect("JSON")["Sign"].as_str().expect("a text").to_owned();
    assert_eq!(refusal(&world, OPEN, lower.replace(&sign, &sign.to_lowercase())).await, "0 [-2002] 没有该订单");
}

/// The examples of section 3.4, under the published key: whatever the answer, it is not about the signature.
#[tokio::test]
async fn numbers_texts_slashes_and_chinese_are_signed_as_they_are_written() {
    let published = "ea21842eea24e448b991b1cb0a0294cf";
    let world = mmsp_world(Account {
        key: published.into(),
        agents: vec![Agent { number: AGENT.into(), key: Some("5f0c1e2d3b4a59687786a5b4c3d2e1f0".into()) }],
        ..account()
    });
    let head = format!(r#""CommandID":773,"MERNO":"{MERCHANT}","TERMNO":"{TERMINAL}""#);
    for (body, sign) in [
        (r#"{"RANDSTR":"p8Wc1vT5nB","LIST_ID":"100000900017","MSG_CODE":"482913"}"#, "F111CDEC928B43167B24A19B91F55551"),
        (
            r#"{"MERORDERID":"QP20240506000017","CARDNO":"6222020000000000018","AMT":"2580","CARDTYPE":"1","NAME":"\u738b小明","ID_NO":"110101199003070011","PHONENO":"13900000001","RANDSTR":"k3J9xQ2mZ7","NOTIFY_URL":"https:\/\/shop.example/mmsp/quickpay"}"#,
            "774E29DC5F7AD98FA62FDB87AB8B98B2",
        ),
        (
            r#"{"AMT":"2580","BANK_NAME":"工商银行","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","NOTIFY_DATE":"20240506101235","PAY_DATE":"20240506101230","PUSH_COUNT": 3,"STATUS":"1"}"#,
            "E45887F316CA20F67B65D4A0492C532E",
        ),
        (r#"{"MERORDERID":"RV2024050600043","ORDERNO":"","RANDSTR":"w9Zq3eM6lD"}"#, "6A06E370CF94ED578FE3E5C324127938"),
        (
            r#"{"GOODSNAME":"12\" 披萨\\双拼🍕","REMARK":"A\tB & 'C' <D>","MERORDERID":"GW20240506000010"}"#,
            "D03910AC29B7A325A157D45D038E368F",
        ),
    ] {
        let text = format!(r#"{{{head},"Body":{body},"Sign":"{sign}"}}"#);
        assert_ne!(refusal(&world, OPEN, text.clone()).await, SIGNATURE, "{body}");
        let quoted = text.replace("\"PUSH_COUNT\": 3", "\"PUSH_COUNT\":\"3\"").replace("p8Wc1vT5nB", "p8Wc1vT5nC").replace("小明", "大明");
        if quoted != text {
            assert_eq!(refusal(&world, OPEN, quoted).await, SIGNATURE, "{body}");
        }
    }
    let agent = format!(r#"{{{head},"AGENTNO":"{AGENT}","Body":{{"MERORDERID":"AG2024050600001","RANDSTR":"m1Np4gS8fO"}},"Sign":"SIGN"}}"#);
    let answer = |sign: &str| agent.replace("SIGN", sign);
    let found = world.post_json(OPEN, answer("C9F8EA1862266D446832813E11408E3D")).await.expect("a reply");
    assert!(found.contains("-2002"), "{found}");
    assert_eq!(refusal(&world, OPEN, answer("B3AC2EA02E2B99D691FDB6A1E5A45D17")).await, SIGNATURE, "the merchant's key is not tried");
}

#[tokio::test]
async fn an_agent_signs_and_is_answered_with_its_own_key() {
    let world = World::new();
    let mut envelope = envelope(771, "openapi", pay("Q1", "100"));
    envelope["AGENTNO"] = json!(AGENT);
    let text = world.post_json(OPEN, sealed(envelope.clone(), &agent_key())).await.expect("a reply");
    let reply = Reply::read(&text, &agent_key());
    assert_eq!((reply.status().as_str(), &reply.0["AGENTNO"]), ("0", &json!(AGENT)));

    let keyless = mmsp_world(Account { agents: vec![Agent { number: AGENT.into(), key: None }], ..account() });
    let text = keyless.post_json(OPEN, sealed(envelope, &key())).await.expect("a reply");
    assert_eq!(Reply::read(&text, &key()).status(), "0");
}

#[tokio::test]
async fn the_header_is_echoed() {
    let world = World::new();
    let text = sealed(
        json!({ "CommandID": "771", "SeqID": "7", "NodeID": "POS", "Version": "2", "AGENTNO": null, "MERNO": MERCHANT,
                "TERMNO": TERMINAL, "Extends": "x", "Body": pay("Q1", "100") }),
        &key(),
    );
    let reply = Reply::read(&world.post_json(OPEN, text).await.expect("a reply"), &key()).0;
    for (name, value) in [
        ("CommandID", json!(33539)),
        ("SeqID", json!(7)),
        ("NodeID", json!("POS")),
        ("Version", json!("2")),
        ("RetCode", json!(1)),
        ("ErrorMsg", json!("")),
        ("AGENTNO", json!("")),
        ("MERNO", json!(MERCHANT)),
        ("TERMNO", json!(TERMINAL)),
    ] {
        assert_eq!(reply[name], value, "{name}");
    }
}

#[tokio::test]
async fn the_addresses_take_post_alone() {
    for path in [OPEN, GATEWAY, "/mmsp/payout"] {
        let request = Request::get(format!("https://sim.example{path}")).body(bytes::Bytes::new()).expect("a request");
        assert_eq!(World::new().send(request).await.expect("a response").status(), 405, "{path}");
    }
}

#[tokio::test]
async fn a_merchant_sees_its_own_orders_alone() {
    let world = mmsp_world(Account { merchant: "001440353999854".into(), key: "the other's key".into(), ..account() });
    let placed = world.card(771, pay("Q1", "100")).await;
    assert_eq!(world.scan(2307, micropay("R1", "100")).await.status(), "1");
    for (command, node_id, body, refused) in [
        (773, "openapi", json!({ "MERORDERID": "Q1" }), "0 [-2002] 没有该订单"),
        (772, "openapi", json!({ "LIST_ID": placed.get("LIST_ID"), "MSG_CODE": "246810" }), "0 [-2002] 没有该订单"),
        (2310, "openplat", json!({ "MERORDERID": "R1", "RANDSTR": "x" }), "0 [-2002] 没有该订单"),
    ] {
        let mut other = envelope(command, node_id, body);
        other["MERNO"] = json!("001440353999854");
        let text = world.post_json(OPEN, sealed(other, "the other's key")).await.expect("a reply");
        assert_eq!(Reply::read(&text, "the other's key").refusal(), refused);
    }
    let mut same_number = envelope(771, "openapi", pay("Q1", "100"));
    same_number["MERNO"] = json!("001440353999854");
    let text = world.post_json(OPEN, sealed(same_number, "the other's key")).await.expect("a reply");
    assert_eq!(Reply::read(&text, "the other's key").status(), "0");
}

#[tokio::test]
async fn whatever_is_changed_is_answered_and_never_believed() {
    let world = World::new();
    let good = sealed(envelope(771, "openapi", pay("Q1", "100")), &key()).into_bytes();
    for at in 0..good.len() {
        for changed in [[&good[..at], &[good[at] ^ 1], &good[at + 1..]].concat(), good[..at].to_vec()] {
            let request = Request::post(format!("https://sim.example{OPEN}")).body(changed.clone().into()).expect("a request");
            let response = world.send(request).await.expect("a response");
            let reply: Value = serde_json::from_slice(response.body()).expect("JSON");
            let same_body = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).is_ok_and(|sent| sent["Body"] == pay("Q1", "100"));
            assert!(reply["CommandID"] == 32768 || same_body(&changed), "{}", String::from_utf8_lossy(&changed));
        }
    }
}
