//! Cards that are bound, with a payment or without, and charged afterwards.

use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

const CARD: &str = "6222020000000000018";
const PHONE: &str = "13900000001";

fn bind_sms(number: &str) -> Value {
    json!({ "MERORDERID": number, "USER_ID": "U1", "CARDNO": CARD, "PHONENO": PHONE })
}

fn bind(number: &str, code: &str) -> Value {
    json!({
        "MERORDERID": number, "USER_ID": "U1", "CARDNO": CARD, "CARDTYPE": "2", "EXPDATE": "0129", "CVN2": "123", "NAME": "王小明",
        "ID_NO": "110101199003070011", "PHONENO": PHONE, "MSG_CODE": code,
    })
}

fn bound_sms(id: &str, number: &str, amount: &str) -> Value {
    json!({ "BIND_ID": id, "MERORDERID": number, "USER_ID": "U1", "PHONENO": PHONE, "AMT": amount, "RANDSTR": "p8Wc1vT5nB" })
}

fn bound_pay(id: &str, number: &str, amount: &str, code: &str) -> Value {
    json!({ "BIND_ID": id, "MERORDERID": number, "USER_ID": "U1", "AMT": amount, "MSG_CODE": code, "NOTIFY_URL": NOTIFY_URL })
}

impl World {
    /// Binds the card without a payment.
    async fn bound(&self) -> String {
        assert_eq!(self.card(781, bind_sms("B1")).await.status(), "1");
        let reply = self.card(774, bind("B1", "246810")).await;
        assert_eq!(reply.status(), "1");
        reply.get("BIND_ID").to_owned()
    }

    /// The code of a bound payment is out.
    async fn announced(&self, id: &str, number: &str, amount: &str) {
        assert_eq!(self.card(780, bound_sms(id, number, amount)).await.status(), "1");
    }
}

#[tokio::test]
async fn a_card_is_bound_by_its_code() {
    let world = World::new();
    assert_eq!(world.card(774, bind("B1", "246810")).await.refusal(), "0 [-2002] 没有该订单", "no code is out");
    let sent = world.card(781, bind_sms("B1")).await;
    assert_eq!(
        sent.0["Body"],
        json!({ "STATUS": "1", "USER_ID": "U1", "MERORDERID": "B1", "CARDNO": CARD, "LIST_ID": sent.get("LIST_ID") })
    );
    assert_eq!(world.card(781, bind_sms("B1")).await.status(), "2 S4", "within a minute");
    assert_eq!(world.card(774, bind("B1", "111111")).await.status(), "2 S2");
    assert_eq!(world.card(774, with(bind("B1", "246810"), "PHONENO", "13900000002")).await.status(), "2 D4");
    let bound = world.card(774, bind("B1", "246810")).await;
    let id = bound.get("BIND_ID");
    assert_eq!((bound.status().as_str(), bound.get("LIST_ID"), id.len()), ("1", sent.get("LIST_ID"), 32));
    assert_eq!(world.card(774, bind("B1", "246810")).await.refusal(), "0 商户订单号重复");
    assert_eq!(world.card(781, bind_sms("B1")).await.refusal(), "0 商户订单号重复");

    let shown = world.card(776, json!({ "BIND_ID": id })).await;
    assert_eq!(
        shown.0["Body"],
        json!({
            "STATUS": "1", "LIST_ID": sent.get("LIST_ID"), "CARDNO": CARD, "CARDTYPE": "2", "EXPDATE": "0129", "CVN2": "123",
            "NAME": "王小明", "ID_NO": "110101199003070011", "PHONENO": PHONE, "BIND_ID": id,
        })
    );
    assert_eq!(world.card(775, json!({ "BIND_ID": id })).await.status(), "1");
    assert_eq!(world.card(775, json!({ "BIND_ID": id })).await.status(), "2 S6");
    assert_eq!(world.card(776, json!({ "BIND_ID": id })).await.status(), "2 S6");
}

#[tokio::test]
async fn a_payment_binds_once_it_is_paid() {
    let world = World::new();
    let placed = world.card(771, with(pay("Q1", "100"), "USER_ID", "U1")).await;
    let id = placed.get("BIND_ID").to_owned();
    assert_eq!(world.card(776, json!({ "BIND_ID": id })).await.status(), "2 S6");
    world.card(772, json!({ "LIST_ID": placed.get("LIST_ID"), "MSG_CODE": "246810" })).await;
    assert_eq!(world.card(773, json!({ "MERORDERID": "Q1" })).await.get("BIND_ID"), id);
    let shown = world.card(776, json!({ "BIND_ID": id })).await;
    assert_eq!((shown.status().as_str(), &shown.0["Body"]["EXPDATE"]), ("1", &json!(null)));
    world.announced(&id, "P1", "200").await;
    assert_eq!(world.card(779, bound_pay(&id, "P1", "200", "246810")).await.status(), "1");
}

#[tokio::test]
async fn a_bound_card_is_charged_after_its_code() {
    let world = World::new();
    let id = world.bound().await;
    assert_eq!(world.card(779, bound_pay(&id, "P1", "2580", "246810")).await.refusal(), "0 [-2002] 没有该订单");
    world.announced(&id, "P1", "2580").await;
    assert_eq!(world.card(780, bound_sms(&id, "P1", "2580")).await.status(), "2 S4");
    assert_eq!(world.card(780, bound_sms(&id, "P1", "2581")).await.refusal(), "0 商户订单号重复");
    for (body, status) in [
        (bound_pay(&id, "P1", "2580", "111111"), "2 S2"),
        (with(bound_pay(&id, "P1", "2580", "246810"), "USER_ID", "U2"), "2 D4"),
        (with(bound_pay(&id, "P1", "2580", "246810"), "BIND_ID", "B0"), "2 D4"),
    ] {
        assert_eq!(world.card(779, body).await.status(), status);
    }
    assert_eq!(world.card(779, bound_pay(&id, "P1", "2581", "246810")).await.refusal(), "0 [-3005] 交易金额不符");
    let paid = world.card(779, bound_pay(&id, "P1", "2580", "246810")).await;
    assert_eq!((paid.status().as_str(), paid.get("PAY_DATE"), paid.get("BIND_ID")), ("1", "20250301101500", id.as_str()));
    assert_eq!(world.card(779, bound_pay(&id, "P1", "2580", "246810")).await.status(), "2 S5");
    assert_eq!(world.card(773, json!({ "MERORDERID": "P1" })).await.status(), "1");

    for body in [with(bound_sms(&id, "P2", "100"), "PHONENO", "13900000002"), bound_sms("B0", "P2", "100")] {
        assert_eq!(world.card(780, body).await.status(), "2 D4");
    }
    assert_eq!(world.card(780, with(bound_sms(&id, "P2", "100"), "RANDSTR", json!(null))).await.refusal(), "0 参数错误:RANDSTR");
}

#[tokio::test]
async fn the_amount_decides_when_a_bound_card_is_charged() {
    let world = World::new();
    let id = world.bound().await;
    for (number, amount, charged, then) in [("P51", "151", "2 S1", "2 S1"), ("P68", "168", "1", "1"), ("P71", "171", "0 AA", "1")] {
        world.announced(&id, number, amount).await;
        assert_eq!(world.card(779, bound_pay(&id, number, amount, "246810")).await.status(), charged, "{amount}");
        world.wait(2);
        assert_eq!(world.card(773, json!({ "MERORDERID": number })).await.status(), then, "{amount}");
    }
    world.try_ask(OPEN, 780, "openapi", bound_sms(&id, "P97", "197")).await.expect_err("cut");
    assert_eq!(world.card(773, json!({ "MERORDERID": "P97" })).await.refusal(), "0 [-2002] 没有该订单");
    world.try_ask(OPEN, 780, "openapi", bound_sms(&id, "P98", "198")).await.expect_err("cut");
    world.try_ask(OPEN, 779, "openapi", bound_pay(&id, "P98", "198", "246810")).await.expect_err("cut");
    assert_eq!(world.card(773, json!({ "MERORDERID": "P98" })).await.status(), "1");
}
