//! A client certificate past its end: a local error, unless one wants to see what the gateway says.

use cnpay_sim::{Options, Running, Simulator};
use serde_json::json;
use toml::Table;

use crate::harness::{CUSTOMER, Folder, call_with};

/// A simulator in this process: `cnpay sim` hands out no expired certificate.
async fn simulator(folder: &Folder) -> Running {
    let running = Simulator::start(Options::default()).await.expect("a simulator");
    running.write(folder.at("").as_ref()).expect("its files");
    let expired = running.setup().expired_merchant();
    folder.write("expired.pfx", &expired.pfx);
    for (file, allow) in [("strict.toml", false), ("allow.toml", true)] {
        let mut settings: Table = running.config().parse().expect("TOML");
        let agreement = settings["kuaiqian"]["agreement"].as_table_mut().expect("a table");
        agreement.insert("identity".into(), "expired.pfx".into());
        agreement.insert("identity_password".into(), expired.pfx_password.expose().into());
        agreement.insert("allow_expired_identity".into(), allow.into());
        folder.write(file, settings.to_string());
    }
    running
}

#[test]
fn an_expired_certificate_is_refused_here_or_there_and_nothing_is_placed() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let folder = Folder::new();
    let running = runtime.block_on(simulator(&folder));
    let order = json!({ "externalRefNumber": "ORDER1", "amount": "1", "customerId": CUSTOMER, "payToken": "8190000000000000017" });
    let query = json!({ "externalRefNumber": "ORDER1" });

    let strict = call_with(&folder.at("strict.toml"), "purchase", &order).error(2);
    assert_eq!((&strict["kind"], &strict["field"]), (&json!("config"), &json!("kuaiqian.agreement.identity")));

    let refused = call_with(&folder.at("allow.toml"), "purchase", &order).error(3);
    assert_eq!((&refused["kind"], &refused["order"]), (&json!("refused"), &json!("not_placed")));
    let message = refused["message"].as_str().expect("a text");
    assert!(message.contains("HTTP 400") && message.contains("2022-01-01"), "{message}");
    let asked = call_with(&folder.at("allow.toml"), "query_txn", &query).error(8);
    assert_eq!((&asked["kind"], &asked["order"]), (&json!("refused"), &json!("unchanged")));
    runtime.block_on(running.stop());
}
