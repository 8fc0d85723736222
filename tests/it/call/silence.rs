//! No believable answer: 5 for an order, 6 for a query, and never sent again.

use serde_json::{Value, json};

use crate::harness::{CARD, CUSTOMER, PHONE, Sim, cnpay};

/// A purchase that needs no bound card: nobody will believe the answer anyway.
const TOKEN: &str = "8190000000000000017";

fn query_of(order: &str) -> Value {
    json!({ "id": "kuaiqian.agreement.query_txn", "fields": { "externalRefNumber": order, "txnType": "PUR" } })
}

#[test]
fn garbage_leaves_an_order_unknown_and_a_query_untrusted() {
    let sim = Sim::start(&["--fault", "garbage=1"]);
    let order = sim.purchase("GARBAGE", "1", TOKEN).error(5);
    assert_eq!((&order["kind"], &order["reason"], &order["order"]), (&json!("unknown"), &json!("unparsable"), &json!("unknown")));
    assert_eq!(order["query"], query_of("GARBAGE"));
    let query = sim.query("GARBAGE").error(6);
    assert_eq!((&query["kind"], &query["order"], &query["query"]), (&json!("untrusted"), &json!("unchanged"), &Value::Null));
    // No query of a transaction settles a signing.
    let signing = json!({ "customerId": CUSTOMER, "externalRefNumber": "SIGN1", "pan": CARD, "phoneNO": PHONE });
    let signing = sim.call("ind_auth", &signing).error(5);
    assert_eq!((&signing["order"], &signing["query"]), (&json!("unknown"), &Value::Null));
}

#[test]
fn a_server_error_leaves_an_order_unknown() {
    let sim = Sim::start(&["--fault", "http_5xx=1"]);
    let order = sim.purchase("BROKEN", "1", TOKEN).error(5);
    assert_eq!((&order["kind"], &order["reason"], &order["order"]), (&json!("unknown"), &json!("status"), &json!("unknown")));
    assert_eq!(order["query"], query_of("BROKEN"));
    let query = sim.query("BROKEN").error(5);
    assert_eq!((&query["reason"], &query["order"]), (&json!("status"), &json!("unchanged")), "a query changes no order");
}

#[test]
fn a_server_that_dies_with_the_request_in_hand_leaves_it_unknown() {
    let mut sim = Sim::start(&["-v", "--fault", "slow=1"]);
    let config = sim.config.clone();
    let fields = ["externalRefNumber=KILLED", "amount=1", "customerId=U1", "payToken=8190000000000000017"];
    let call =
        std::thread::spawn(move || cnpay(&[&["--config", &config, "call", "kuaiqian.agreement.purchase"][..], &fields].concat(), ""));
    sim.wait_for_log("/cnp/purchase");
    sim.kill();
    let order = call.join().expect("the call ends").error(5);
    assert_eq!((&order["kind"], &order["reason"], &order["order"]), (&json!("unknown"), &json!("reset"), &json!("unknown")));
    assert_eq!(order["query"], query_of("KILLED"));
}
