//! What a verbose call writes to stderr: the exchange, and no secret of it.

use serde_json::json;

use super::shop::{CARD, PHONE, Shop, card_payment, scanned, wages};
use crate::harness::cnpay;

#[test]
fn a_verbose_call_shows_the_exchange_and_no_secret() {
    let shop = Shop::open();
    let settings = shop.sim.settings();
    let mut secrets =
        vec![CARD.to_owned(), PHONE.into(), "王小明".into(), "110101199003070011".into(), "246810".into(), "134500000000000017".into()];
    secrets.push(settings["mmsp"]["key"].as_str().expect("a text").into());
    secrets.extend(shop.sim.folder.read("sim/payout.key").lines().filter(|line| line.len() == 64).map(str::to_owned));
    let list_id = shop.call("quickpay.pay", &card_payment("QP0", "100"), "pending", 4)["reply"]["LIST_ID"].clone();
    for (operation, fields) in [
        ("quickpay.pay", card_payment("QP1", "2580")),
        ("quickpay.confirm", json!({ "LIST_ID": list_id, "MSG_CODE": "246810" })),
        ("quickpay.pay", card_payment("QP1", "2580")),
        ("scan.alipay_micropay", scanned("S1", "1990")),
        ("payout.pay", wages("1", "100")),
        ("payout.pay", wages("2", "98")),
        ("payout.query", json!({ "ORDERNO": "1" })),
    ] {
        let ran = cnpay(&["-v", "--config", &shop.config, "call", &format!("mmsp.{operation}"), "--body", "-"], fields.to_string());
        assert!(ran.stderr.contains("> POST https://"), "{ran:?}");
        for secret in &secrets {
            assert!(!ran.stderr.contains(secret.as_str()), "{operation} shows {secret}: {}", ran.stderr);
        }
    }
}
