//! `cnpay notify mmsp.*`: what md5sum, PHP and Python have signed is believed, and nothing else.

use std::{sync::mpsc, thread, time::Duration};

use serde_json::{Value, json};

use super::{
    shop::{Shop, card_payment},
    witnesses::{AGENT_KEY, KEY, bases, sign},
};
use crate::harness::{Folder, Listener, Ran, cnpay, here};

/// Each notice, its Body as it comes, and the base that is signed.
const NOTICES: &[(&str, &str, &str)] = &[
    (
        "mmsp.quickpay.notice",
        r#"{"STATUS":"1","PUSH_COUNT":3,"MERORDERID":"QP20240506000017","AMT":"2580","BANK_NAME":"工商银行","LIST_ID":"100000900017","PAY_DATE":"20240506101230","NOTIFY_DATE":"20240506101235"}"#,
        r#"{"AMT":"2580","BANK_NAME":"工商银行","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","NOTIFY_DATE":"20240506101235","PAY_DATE":"20240506101230","PUSH_COUNT":3,"STATUS":"1"}&key="#,
    ),
    (
        "mmsp.scan.notice",
        r#"{"AMT":1990,"MERORDERID":20240506,"ORDERNO":"202405060000000042","PAYTIME":"2024-05-06 10:12:01","STATUS":1,"TRADETYPE":"1","TRDETIME":"2024-05-06 10:11:12"}"#,
        r#"{"AMT":1990,"MERORDERID":20240506,"ORDERNO":"202405060000000042","PAYTIME":"2024-05-06 10:12:01","STATUS":1,"TRADETYPE":"1","TRDETIME":"2024-05-06 10:11:12"}&key="#,
    ),
    (
        "mmsp.gateway.notice",
        r#"{"STATUS":"1", "MERORDERID":"GW20240506000009", "AMT":"8800","GOODSNAME":"\u9f99井茶\/250g","PAY_CHANNEL":"YLBILL-NET-B2C","LIST_ID":"110009000017","PAY_DATE":"20240506101112","REMARK":"","_MORE":"a/b","PUSH_COUNT":2}"#,
        r#"{"AMT":"8800","GOODSNAME":"龙井茶\/250g","LIST_ID":"110009000017","MERORDERID":"GW20240506000009","PAY_CHANNEL":"YLBILL-NET-B2C","PAY_DATE":"20240506101112","PUSH_COUNT":2,"REMARK":"","STATUS":"1","_MORE":"a\/b"}&key="#,
    ),
];

/// An envelope of some merchant: nothing in its header is signed.
fn envelope(ret_code: &str, body: &str, sign: &str) -> String {
    format!(
        r#"{{"CommandID":35104,"SeqID":1,"NodeType":3,"NodeID":"openplat","Version":"1.0.0","RetCode":{ret_code},"ErrorMsg":"","AGENTNO":"","MERNO":"somebody","TERMNO":"84970001","Body":{body},"Sign":"{sign}"}}"#
    )
}

fn by_key(notice: &str, key: &str, body: &str) -> Ran {
    cnpay(&["notify", notice, "--key", key], body)
}

/// Refused, without a word of what was received.
#[track_caller]
fn is_refused(ran: &Ran, notice: &str, what: &str) {
    let error = ran.error(6);
    let (kind, order, operation) = (json!("untrusted"), Value::Null, json!(notice));
    assert_eq!((&error["kind"], &error["order"], &error["operation"]), (&kind, &order, &operation), "{what}");
    for content in ["2580", "1990", "8800", "QP2024", "GW2024", "100000900017", "YLBILL", "井茶", KEY] {
        assert!(!ran.stdout.contains(content) && !ran.stderr.contains(content), "{what} repeats {content}: {ran:?}");
    }
}

#[test]
fn whoever_signs_it_right_is_believed() {
    if !here("md5sum") {
        return;
    }
    for (notice, body, base) in NOTICES {
        for other in bases(body) {
            assert_eq!(other, *base, "{notice}");
        }
        let good = sign(base, KEY);
        for (ret_code, given) in [("1", good.clone()), ("0", good.to_lowercase()), ("\"39999\"", good.clone())] {
            let told = by_key(notice, KEY, &envelope(ret_code, body, &given)).object(0);
            let (verified, state, ack) = (&told["verified"], &told["state"], &told["ack"]);
            assert_eq!((verified, state, ack), (&json!(true), &json!("succeeded"), &json!("SUCCESS")), "{notice}: {told}");
            assert_eq!(told["notice"]["_head"]["MERNO"], "somebody");
            let members: Value = serde_json::from_str(body).expect("JSON");
            for (name, value) in members.as_object().expect("an object") {
                assert_eq!(told["notice"][name], *value, "{notice}: {name} as received");
            }
        }
        let form = envelope("1", body, &good).replace('%', "%25").replace('&', "%26").replace('+', "%2B");
        assert_eq!(by_key(notice, KEY, &format!("result={form}")).object(0)["state"], "succeeded", "as a form");
    }
}

#[test]
fn what_cannot_be_believed() {
    if !here("md5sum") {
        return;
    }
    for (notice, body, base) in NOTICES {
        let good = sign(base, KEY);
        let amount = if body.contains("\"AMT\":1990") { ("1990", "1991") } else { ("\"AMT\":\"", "\"AMT\":\"1") };
        let twice = body.replacen('{', r#"{"STATUS":"1","#, 1);
        for (what, message) in [
            ("another amount", envelope("1", &body.replace(amount.0, amount.1), &good)),
            ("another state", envelope("1", &body.replacen("\"1\"", "\"2\"", 1).replacen(":1,", ":2,", 1), &good)),
            ("one field more", envelope("1", &body.replacen('{', r#"{"A":"","#, 1), &good)),
            ("a field twice", envelope("1", &twice, &good)),
            ("a field twice, signed", envelope("1", &twice, &sign(&base.replacen('{', r#"{"STATUS":"1","#, 1), KEY))),
            ("an empty signature", envelope("1", body, "")),
            ("a short one", envelope("1", body, &good[1..])),
            ("one of the base alone", envelope("1", body, &sign(base, ""))),
            ("another key's", envelope("1", body, &sign(base, AGENT_KEY))),
            ("no Body", envelope("1", "\"\"", &good)),
            ("nothing", String::new()),
            ("no envelope", "[]".into()),
            ("a Body outside of any envelope", (*body).to_owned()),
            ("as deep as it gets", envelope("1", &format!("{{\"A\":{}1{}}}", "[".repeat(500), "]".repeat(500)), &good)),
        ] {
            is_refused(&by_key(notice, KEY, &message), notice, what);
        }
        let other = sign(base, AGENT_KEY);
        is_refused(&by_key(notice, KEY, &envelope("1", body, &other)), notice, "the agent's, whom nobody has told of");
    }
}

/// A signature covers no command: the reply to a placed order must never pass for a notice.
#[test]
fn a_signed_reply_is_no_notice() {
    if !here("md5sum") {
        return;
    }
    let placed = r#"{"MERORDERID":"WX1","ORDERNO":"2","STATUS":"1","TRADETYPE":"1","URL":"weixin:x"}"#;
    let message = envelope("1", placed, &sign(&format!("{placed}&key="), KEY));
    for (notice, ..) in NOTICES {
        is_refused(&by_key(notice, KEY, &message), notice, "a placing reply");
    }
}

#[test]
fn only_paid_is_final() {
    if !here("md5sum") {
        return;
    }
    let (notice, body, base) = NOTICES[0];
    for (status, state) in [("0", "pending"), ("2", "unknown"), ("3", "unknown"), ("9", "unknown")] {
        let changed = |text: &str| text.replace(r#""STATUS":"1""#, &format!(r#""STATUS":"{status}""#));
        let told = by_key(notice, KEY, &envelope("1", &changed(body), &sign(&changed(base), KEY))).object(0);
        assert_eq!((&told["state"], &told["ack"]), (&json!(state), &json!("SUCCESS")), "{status}");
    }
}

#[test]
fn the_settings_hold_both_keys() {
    if !here("md5sum") {
        return;
    }
    let folder = Folder::new();
    let settings = folder.write(
        "cnpay.toml",
        format!("[mmsp]\nmerchant = \"001440353999853\"\nagent = \"001440000000017\"\nkey = \"{KEY}\"\nagent_key = \"{AGENT_KEY}\"\n"),
    );
    for (notice, body, base) in NOTICES {
        for key in [KEY, AGENT_KEY] {
            let told = cnpay(&["--config", &settings, "notify", notice], envelope("1", body, &sign(base, key))).object(0);
            assert_eq!(told["state"], "succeeded", "{notice}: the merchant number in the header is nobody's");
        }
        let strangers = cnpay(&["--config", &settings, "notify", notice], envelope("1", body, &sign(base, "x")));
        is_refused(&strangers, notice, "a stranger's");
    }
    let none = folder.write("none.toml", "[mmsp]\nmerchant = \"1\"\n");
    let error = cnpay(&["--config", &none, "notify", "mmsp.scan.notice"], "{}").error(2);
    assert_eq!((&error["kind"], &error["field"]), (&json!("config"), &json!("mmsp.key")), "{error}");
}

#[test]
fn the_front_page_return_is_shown_and_proves_nothing() {
    let query = "STATUS=1&ERRCODE=&MERORDERID=GW1&AMT=8800&GOODSNAME=%E9%BE%99%E4%BA%95%E8%8C%B6%2F250g&EXTRA=1";
    let returned = cnpay(&["notify", "mmsp.gateway.front_return", "--query", query], "").object(0);
    let notice = json!({ "STATUS": "1", "ERRCODE": "", "MERORDERID": "GW1", "AMT": "8800", "GOODSNAME": "龙井茶/250g", "EXTRA": "1" });
    assert_eq!(
        returned,
        json!({ "operation": "mmsp.gateway.front_return", "verified": false, "state": "unknown", "notice": notice, "ack": null })
    );
    assert_eq!(cnpay(&["notify", "mmsp.gateway.front_return"], format!("{query}\n")).object(0)["notice"], notice);
    for (what, query) in [("a name twice", "STATUS=1&STATUS=1"), ("no UTF-8", "GOODSNAME=%FF")] {
        is_refused(&cnpay(&["notify", "mmsp.gateway.front_return", "--query", query], ""), "mmsp.gateway.front_return", what);
    }
}

/// The simulator's own notice, taken as a merchant takes it.
#[test]
fn the_simulators_notice_is_believed_under_its_settings() {
    let merchant = Listener::new();
    let shop = Shop::new(&[], |mmsp, _| {
        mmsp.insert("notice_url".into(), merchant.plain_url().into());
    });
    let (config, (told, notices)) = (shop.config.clone(), mpsc::channel());
    thread::spawn(move || {
        merchant.take_post(|body| {
            let object = cnpay(&["--config", &config, "notify", "mmsp.quickpay.notice"], body).object(0);
            let ack = object["ack"].as_str().expect("a text").to_owned();
            told.send(object).expect("somebody waits");
            ack
        });
    });
    let placed = shop.call("quickpay.pay", &card_payment("TOLD", "2580"), "pending", 4);
    let list_id = &placed["reply"]["LIST_ID"];
    shop.call("quickpay.confirm", &json!({ "LIST_ID": list_id, "MSG_CODE": "246810" }), "pending", 4);
    let told = notices.recv_timeout(Duration::from_secs(30)).expect("a notice");
    assert_eq!((&told["state"], &told["notice"]["LIST_ID"], &told["notice"]["AMT"]), (&json!("succeeded"), list_id, &json!("2580")));
}
