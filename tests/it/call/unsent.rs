//! No connection, nothing sent: 7.

use serde_json::{Value, json};

use crate::harness::{CUSTOMER, Folder, NOBODY, Sim, call_with, fixture, settings};

#[track_caller]
fn is_not_sent(config: &str, why: &str) {
    let order = json!({ "externalRefNumber": "ORDER1", "amount": "1", "customerId": CUSTOMER, "payToken": "8190000000000000017" });
    let error = call_with(config, "purchase", &order).error(7);
    assert_eq!((&error["kind"], &error["order"]), (&json!("not_sent"), &json!("not_placed")));
    assert_eq!((&error["query"], &error["reason"]), (&Value::Null, &Value::Null));
    assert!(error["message"].as_str().is_some_and(|message| message.contains(why)), "{error}");
}

#[test]
fn nobody_listens() {
    let folder = Folder::new();
    is_not_sent(&folder.write("cnpay.toml", settings(NOBODY, |_| {})), "refused");
}

#[test]
fn a_server_of_another_authority() {
    let sim = Sim::start(&[]);
    let config = sim.settings_with("stranger", |agreement| {
        agreement.insert("roots".into(), vec![fixture("keys/ca.crt.pem")].into());
    });
    is_not_sent(&config, "UnknownIssuer");
}

#[test]
fn a_client_certificate_of_another_authority() {
    let sim = Sim::start(&[]);
    let config = sim.settings_with("foreigner", |agreement| {
        agreement.insert("identity".into(), fixture("keys/client-aes.pfx").into());
        agreement.insert("identity_password".into(), "cnpay-test".into());
    });
    // Under TLS 1.2 the server refuses it before the request can leave.
    is_not_sent(&config, "alert");
}

#[test]
fn a_server_that_takes_no_connection() {
    let sim = Sim::start(&["--fault", "refuse=1"]);
    is_not_sent(&sim.config, "connecting to");
}
