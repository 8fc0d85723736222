//! What the gateway says, as a state and an exit code: 0, 3, 4, 5 and 8.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{CARD, CUSTOMER, PHONE, Sim, call_with};

/// State and code of an answer.
fn said(object: &Value) -> (&str, &str) {
    (object["state"].as_str().expect("a state"), object["code"].as_str().expect("a code"))
}

/// Asks until the order is no longer pending.
fn settled(sim: &Sim, order: &str) -> Value {
    let started = Instant::now();
    loop {
        let asked = sim.query(order);
        if asked.code != 4 {
            return asked.object(asked.code);
        }
        assert_eq!(said(&asked.object(4)), ("pending", "P"));
        assert!(started.elapsed() < Duration::from_secs(20), "{order} stays pending");
    }
}

#[test]
fn what_did_not_take_effect_exits_3() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    let declined = sim.purchase("DECLINED", "1.51", &token).object(3);
    assert_eq!(said(&declined), ("failed", "I8"));
    assert_eq!(declined["advice"], "the holder asks the bank about limits or restrictions");
    assert_eq!(said(&sim.query("DECLINED").object(3)), ("failed", "F"));

    let signing = json!({ "customerId": "U2", "externalRefNumber": "SIGN2", "pan": CARD, "phoneNO": PHONE });
    let begun = sim.call("ind_auth", &signing).object(0);
    let code = json!({
        "customerId": "U2", "externalRefNumber": "SIGN2", "pan": CARD, "validCode": "135790", "token": begun["reply"]["token"], "phoneNO": PHONE,
    });
    let wrong = sim.call("ind_auth_verify", &code).object(3);
    assert_eq!(said(&wrong), ("failed", "T6"));
    assert!(wrong["reply"].get("payToken").is_none());
    assert_eq!(said(&sim.purchase("UNBOUND", "1", "8190000000000000017").object(3)), ("failed", "T3"));
}

#[test]
fn a_refusal_at_the_door_ends_an_order_and_says_nothing_to_a_query() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    let wrong = sim.settings_with("wrong", |agreement| {
        agreement.insert("login_key".into(), "not-the-login-key".into());
    });
    let order = json!({ "externalRefNumber": "REFUSED", "amount": "1", "customerId": CUSTOMER, "payToken": token });
    let refused = call_with(&wrong, "purchase", &order).error(3);
    assert_eq!((&refused["kind"], &refused["order"]), (&json!("refused"), &json!("not_placed")));
    assert!(refused["message"].as_str().is_some_and(|message| message.contains("B.MGW.0004")), "{refused}");
    assert_eq!((&refused["query"], &refused["reason"], &refused["field"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(refused["operation"], "kuaiqian.agreement.purchase");
    assert_eq!(said(&sim.query("REFUSED").object(5)), ("unknown", "B.MGW.0170"), "it is true: nothing is recorded");

    let query = call_with(&wrong, "query_txn", &json!({ "externalRefNumber": "REFUSED" })).error(8);
    assert_eq!((&query["kind"], &query["order"]), (&json!("refused"), &json!("unchanged")));
}

#[test]
fn a_pending_order_exits_4_until_a_query_settles_it() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    for order in ["PENDING", "OPEN"] {
        let pending = sim.purchase(order, if order == "OPEN" { "1.69" } else { "1.68" }, &token).object(4);
        assert_eq!(said(&pending), ("pending", "C0"));
        assert_eq!(pending["advice"], "query, do not repeat");
    }
    assert_eq!(said(&settled(&sim, "PENDING")), ("succeeded", "S"));
    assert_eq!(said(&sim.query("OPEN").object(4)), ("pending", "P"), "pending for ever");
}

#[test]
fn an_unknown_order_exits_5_and_a_query_tells() {
    let sim = Sim::start(&[]);
    let token = sim.bind();

    let cut_after = sim.purchase("AFTER", "1.98", &token).error(5);
    assert_eq!((&cut_after["kind"], &cut_after["reason"], &cut_after["order"]), (&json!("unknown"), &json!("reset"), &json!("unknown")));
    let fields = json!({ "externalRefNumber": "AFTER", "txnType": "PUR" });
    assert_eq!(cut_after["query"], json!({ "id": "kuaiqian.agreement.query_txn", "fields": fields }));
    // The query that settles it can be called as it is given.
    assert_eq!(said(&sim.call("query_txn", &cut_after["query"]["fields"]).object(0)), ("succeeded", "S"));

    let cut_before = sim.purchase("BEFORE", "1.97", &token).error(5);
    assert_eq!((&cut_before["kind"], &cut_before["order"]), (&json!("unknown"), &json!("unknown")), "the caller cannot know");
    let nobody_knows = sim.query("BEFORE").object(5);
    assert_eq!(said(&nobody_knows), ("unknown", "B.MGW.0170"));
    assert_eq!(nobody_knows["message"], "No transaction[externalRefNumber='BEFORE', refNumber='null'] exists!");
    assert_eq!(nobody_knows["reply"]["errorCode"], "B.MGW.0170", "the refusal stands beside the echo");
    assert_eq!(nobody_knows["reply"]["externalRefNumber"], "BEFORE");

    assert_eq!(said(&sim.purchase("TIMEOUT", "1.71", &token).object(5)), ("unknown", "68"));
    assert_eq!(said(&settled(&sim, "TIMEOUT")), ("succeeded", "S"));
}

#[test]
fn an_order_number_used_again_is_no_failure() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    assert_eq!(sim.purchase("ONCE", "1", &token).code, 0);
    let again = sim.purchase("ONCE", "1", &token).object(5);
    assert_eq!(said(&again), ("unknown", "OR"));
    assert_eq!(again["advice"], "it may have taken effect: query, and let the transaction's state decide");
    assert_eq!(said(&sim.query("ONCE").object(0)), ("succeeded", "S"), "the first one stands");
}
