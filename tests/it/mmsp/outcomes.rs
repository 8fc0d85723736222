//! Exit codes and members when there is no believable answer, or a refusal: they speak of the order.

use std::thread;

use serde_json::{Value, json};

use super::{
    shop::{Shop, card_payment, scanned, wages},
    witnesses::{AGENT_KEY, KEY, sign},
};
use crate::harness::{Folder, Listener, NOBODY, cnpay, here};

fn query_of(operation: &str, field: &str, order: &str) -> Value {
    json!({ "id": format!("mmsp.{operation}"), "fields": { field: order } })
}

#[test]
fn a_cut_connection_leaves_the_order_unknown_with_its_query() {
    let shop = Shop::open();
    let prepay = |order: &str, amount: &str| json!({ "MERORDERID": order, "AMT": amount, "GOODSNAME": "红茶", "TRADETYPE": "1" });
    for (amount, paid) in [("2097", false), ("2098", true)] {
        for (operation, request, settled_by, field) in [
            ("quickpay.pay", card_payment as fn(&str, &str) -> Value, "quickpay.query", "MERORDERID"),
            ("scan.wechat_micropay", scanned, "scan.query", "MERORDERID"),
            ("scan.alipay_prepay", prepay, "scan.query", "MERORDERID"),
            ("payout.pay", wages, "payout.query", "ORDERNO"),
        ] {
            let order = format!("{}{amount}", operation.len());
            let error = shop.run(operation, &request(&order, amount)).error(5);
            assert_eq!(
                (&error["kind"], &error["reason"], &error["order"]),
                (&json!("unknown"), &json!("reset"), &json!("unknown")),
                "{error}"
            );
            assert_eq!(error["query"], query_of(settled_by, field, &order), "{operation}");
            let fields = error["query"]["fields"].clone();
            let found = shop.run(settled_by, &fields);
            match (paid, operation) {
                // The platform never heard of it: refused, or that there is none; the order is open all the same.
                (false, "payout.pay") => assert_eq!(found.object(5)["code"], "1028"),
                (false, _) => {
                    assert_eq!((found.error(8)["kind"].as_str(), found.error(8)["order"].as_str()), (Some("refused"), Some("unchanged")))
                }
                (true, "quickpay.pay") => assert_eq!(found.object(4)["state"], "pending", "its code was never handed in"),
                (true, _) => assert_eq!(found.object(0)["state"], "succeeded", "{operation}"),
            }
        }
    }
    shop.call("scan.qq_micropay", &scanned("PAID", "10000"), "succeeded", 0);
    let refund = json!({ "MERORDERID": "PAID", "REFUND_MERORDERID": "BACK", "AMT": "98" });
    let error = shop.run("scan.refund", &refund).error(5);
    assert_eq!(error["query"], query_of("scan.refund_query", "REFUND_MERORDERID", "BACK"));
    shop.call("scan.refund_query", &error["query"]["fields"], "succeeded", 0);
}

#[test]
fn a_refusal_is_unsigned_and_ends_no_order() {
    let shop = Shop::new(&[], |mmsp, _| {
        mmsp.insert("key".into(), KEY.into());
    });
    let error = shop.run("quickpay.pay", &card_payment("QP1", "2580")).error(5);
    assert_eq!((&error["kind"], &error["order"], &error["reason"]), (&json!("refused"), &json!("unknown"), &Value::Null), "{error}");
    assert_eq!(error["query"], query_of("quickpay.query", "MERORDERID", "QP1"));
    assert!(error["message"].as_str().is_some_and(|text| text.contains("签名错误")), "{error}");
    for (operation, fields) in [
        ("quickpay.query", json!({ "MERORDERID": "QP1" })),
        ("scan.query", json!({ "MERORDERID": "QP1" })),
        ("scan.refund_query", json!({ "REFUND_MERORDERID": "R1" })),
        ("gateway.query", json!({ "MERORDERID": "QP1" })),
        ("gateway.batch_query", json!({ "START_DATE": "20240506", "END_DATE": "20240506" })),
        ("quickpay.bind_query", json!({ "BIND_ID": "B1" })),
    ] {
        let error = shop.run(operation, &fields).error(8);
        assert_eq!((&error["kind"], &error["order"], &error["query"]), (&json!("refused"), &json!("unchanged"), &Value::Null), "{error}");
    }
    let shop = Shop::open();
    shop.call("scan.wechat_micropay", &scanned("TWICE", "2580"), "succeeded", 0);
    let error = shop.run("scan.wechat_micropay", &scanned("TWICE", "2580")).error(5);
    assert_eq!((&error["kind"], &error["order"]), (&json!("refused"), &json!("unknown")), "the first one is paid: {error}");
    shop.call("scan.query", &error["query"]["fields"], "succeeded", 0);
    assert_eq!(shop.call("quickpay.pay", &card_payment("DECLINED", "2551"), "failed", 3)["code"], "D4");
}

#[test]
fn a_refused_payout_stays_unknown_until_a_query_settles_it() {
    let shop = Shop::open();
    let mut settings = shop.sim.settings();
    settings["mmsp"]["payout"]["merchant"] = "001440353999854".into();
    let stranger = shop.sim.folder.write("sim/stranger.toml", settings.to_string());
    let run = |operation: &str, fields: Value| {
        cnpay(&["--config", &stranger, "call", &format!("mmsp.{operation}"), "--body", "-"], fields.to_string())
    };
    let error = run("payout.pay", wages("7", "100")).error(5);
    assert_eq!((&error["kind"], &error["order"]), (&json!("refused"), &json!("unknown")), "{error}");
    assert_eq!(error["query"], query_of("payout.query", "ORDERNO", "7"));
    assert!(error["message"].as_str().is_some_and(|text| text.contains("1002")), "{error}");
    for (operation, fields) in [("payout.query", json!({ "ORDERNO": "7" })), ("payout.balance", json!({ "ORDERNO": "8" }))] {
        let error = run(operation, fields).error(8);
        assert_eq!((&error["kind"], &error["order"]), (&json!("refused"), &json!("unchanged")), "{error}");
    }
    // More than there is, and the same number twice.
    let error = shop.run("payout.pay", &wages("9", "999999999")).error(5);
    assert!(error["message"].as_str().is_some_and(|text| text.contains("1031")), "{error}");
    assert_eq!(shop.call("payout.query", &error["query"]["fields"], "unknown", 5)["code"], "1028");
    shop.call("payout.pay", &wages("10", "100"), "succeeded", 0);
    let twice = shop.run("payout.pay", &wages("10", "100"));
    assert_eq!(twice.code, 5, "{twice:?}");
    shop.call("payout.query", &json!({ "ORDERNO": "10" }), "succeeded", 0);
    shop.call("payout.pay", &wages("11", "151"), "failed", 3);
}

#[test]
fn garbage_and_server_errors_prove_nothing() {
    let shop = Shop::new(&["--fault", "garbage=1"], |_, _| {});
    for (operation, fields) in
        [("quickpay.pay", card_payment("QP1", "2580")), ("scan.qq_micropay", scanned("S1", "1")), ("payout.pay", wages("1", "1"))]
    {
        let error = shop.run(operation, &fields).error(5);
        assert_eq!((&error["reason"], &error["order"]), (&json!("unparsable"), &json!("unknown")), "{error}");
    }
    for (operation, fields) in [("quickpay.query", json!({ "MERORDERID": "QP1" })), ("payout.balance", json!({ "ORDERNO": "8" }))] {
        let error = shop.run(operation, &fields).error(6);
        assert_eq!((&error["kind"], &error["order"]), (&json!("untrusted"), &json!("unchanged")), "{error}");
    }
    let shop = Shop::new(&["--fault", "http_5xx=1"], |_, _| {});
    let error = shop.run("quickpay.pay", &card_payment("QP1", "2580")).error(5);
    assert_eq!((&error["reason"], &error["query"]), (&json!("status"), &query_of("quickpay.query", "MERORDERID", "QP1")));
}

/// An answer that somebody else has signed, one to another order, one with another amount, and one that says something twice.
#[test]
fn an_answer_that_does_not_verify_is_not_believed() {
    if !here("md5sum") {
        return;
    }
    let folder = Folder::new();
    for (body, key, reason) in [
        (r#"{"AMT":"2580","LIST_ID":"9","MERORDERID":"S1","STATUS":"0"}"#, AGENT_KEY, "untrusted"),
        (r#"{"AMT":"2580","LIST_ID":"9","MERORDERID":"S2","STATUS":"0"}"#, KEY, "untrusted"),
        (r#"{"AMT":"2581","LIST_ID":"9","MERORDERID":"S1","STATUS":"0"}"#, KEY, "untrusted"),
        (r#"{"AMT":"2580","MERORDERID":"S1","MERORDERID":"S1","STATUS":"0"}"#, KEY, "unparsable"),
    ] {
        let platform = Listener::new();
        let table = format!(
            "[mmsp]\nbase_url = \"{}\"\nmerchant = \"1\"\nterminal = \"2\"\nkey = \"{KEY}\"\nnotice_url = \"{NOBODY}\"\n",
            platform.plain_url()
        );
        let config = folder.write("cnpay.toml", table);
        let sign = sign(&format!("{body}&key="), key);
        let envelope = format!(r#"{{"CommandID":33539,"RetCode":1,"ErrorMsg":"","Body":{body},"Sign":"{sign}"}}"#);
        let answers = thread::spawn(move || platform.take_post(|_| envelope));
        let ran = cnpay(&["--config", &config, "call", "mmsp.quickpay.pay", "--body", "-"], card_payment("S1", "2580").to_string());
        answers.join().expect("it was called");
        let error = ran.error(5);
        assert_eq!(
            (&error["kind"], &error["reason"], &error["order"]),
            (&json!("unknown"), &json!(reason), &json!("unknown")),
            "{body}: {error}"
        );
        assert_eq!(error["query"], query_of("quickpay.query", "MERORDERID", "S1"));
    }
}

#[test]
fn nothing_is_sent_of_what_is_wrong_or_cannot_be_reached() {
    let shop = Shop::open();
    let with = |mut fields: Value, name: &str, value: &str| {
        fields[name] = value.into();
        fields
    };
    let card = card_payment("QP1", "2580");
    for (operation, fields, field) in [
        ("quickpay.pay", with(card.clone(), "AMT", "25.80"), "AMT"),
        ("quickpay.pay", with(card.clone(), "AMT", "0"), "AMT"),
        ("quickpay.pay", with(card.clone(), "CARDTYPE", "2"), "EXPDATE"),
        ("quickpay.pay", with(card.clone(), "NOTIFY_URL", "shop.example"), "NOTIFY_URL"),
        ("quickpay.pay", with(card, "COLOUR", "red"), "COLOUR"),
        ("scan.wechat_micropay", with(scanned("S1", "1"), "MERORDERID", "123456789012345678901"), "MERORDERID"),
        ("scan.query", json!({}), "ORDERNO"),
        ("gateway.pay", json!({ "MERORDERID": "G1", "AMT": "1", "PAY_CHANNEL": "ICBC" }), "JUMP_URL"),
        ("payout.pay", with(wages("1", "1"), "ACCTYPE", "1"), "ACCTYPE"),
        ("payout.pay", with(wages("1", "1"), "ACCTYPE", "2"), "BANKSETTLENO"),
        ("payout.pay", with(wages("1", "1"), "ORDERNO", "A1"), "ORDERNO"),
        ("payout.query", json!({ "ORDERNO": "1", "BSORDERNO": "2" }), "ORDERNO"),
    ] {
        let error = shop.run(operation, &fields).error(2);
        assert_eq!((&error["kind"], &error["field"], &error["order"]), (&json!("invalid"), &json!(field), &json!("not_placed")), "{error}");
        assert!(!error["message"].as_str().is_some_and(|text| text.contains("6222020000000000018")), "{error}");
    }
    let nobody = Shop::new(&[], |mmsp, _| {
        mmsp.insert("open_url".into(), NOBODY.into());
    });
    let error = nobody.run("quickpay.pay", &card_payment("QP1", "2580")).error(7);
    assert_eq!((&error["kind"], &error["order"], &error["query"]), (&json!("not_sent"), &json!("not_placed"), &Value::Null), "{error}");
}
