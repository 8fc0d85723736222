//! Refunds of scan payments.

use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

fn refund(order: &str, number: &str, amount: &str) -> Value {
    json!({ "MERORDERID": order, "REFUND_MERORDERID": number, "AMT": amount })
}

fn by(number: &str) -> Value {
    json!({ "REFUND_MERORDERID": number })
}

#[tokio::test]
async fn a_payment_is_given_back_in_parts() {
    let world = World::new();
    world.scan_pay("S1", "1000").await;
    world.wait(60);
    let taken = world.scan(2312, refund("S1", "F1", "400")).await;
    let body = json!({
        "STATUS": "1", "REFUND_ORDERNO": taken.get("REFUND_ORDERNO"), "AMT": "400", "REFUND_TIME": "2025-03-01 10:16:00",
        "REFUND_MERORDERID": "F1",
    });
    assert_eq!(taken.0["Body"], body);
    for asked in [by("F1"), json!({ "REFUND_ORDERNO": taken.get("REFUND_ORDERNO") })] {
        assert_eq!(world.scan(2313, asked).await.0["Body"], body);
    }
    assert_eq!(world.scan(2312, refund("S1", "F1", "400")).await.0["Body"], body, "the same refund");
    assert_eq!(world.scan(2312, refund("S1", "F1", "300")).await.refusal(), "0 商户订单号重复");
    assert_eq!(world.scan(2312, refund("S1", "F2", "601")).await.refusal(), "0 [-3005] 交易金额不符");
    assert_eq!(world.scan(2311, json!({ "MERORDERID": "S1" })).await.status(), "2 S5", "no cancel after a refund");
    assert_eq!(world.scan(2312, refund("S1", "F2", "600")).await.status(), "1");
    assert_eq!(world.scan(2312, refund("S1", "F3", "1")).await.refusal(), "0 [-3005] 交易金额不符");
    assert_eq!(world.scan_state("S1").await, "1", "there is no state for it");
}

#[tokio::test]
async fn what_cannot_be_given_back() {
    let world = World::new();
    world.scan(2306, prepay("S1", "1000")).await;
    assert_eq!(world.scan(2312, refund("S1", "F1", "400")).await.status(), "2 S8", "not paid");
    assert_eq!(world.scan(2313, by("F1")).await.status(), "2 S8");
    assert_eq!(world.scan(2312, refund("S2", "F2", "400")).await.refusal(), "0 [-2002] 没有该订单");
    assert_eq!(world.scan(2313, by("F2")).await.refusal(), "0 [-2002] 没有该订单");
    assert_eq!(world.scan(2313, json!({})).await.refusal(), "0 参数错误:REFUND_ORDERNO");
    assert_eq!(
        world.scan(2312, with(refund("S1", "F1", "400"), "REFUND_MERORDERID", json!(null))).await.refusal(),
        "0 参数错误:REFUND_MERORDERID"
    );
}

#[tokio::test]
async fn the_amount_decides() {
    let world = World::new();
    world.scan_pay("S1", "100000").await;
    assert_eq!(world.scan(2312, refund("S1", "F51", "151")).await.status(), "2 S8");
    assert_eq!(world.scan(2312, refund("S1", "F71", "171")).await.refusal(), "39999 支付失败");
    assert_eq!(world.scan(2313, by("F71")).await.refusal(), "0 [-2002] 没有该订单");
    world.wait(2);
    assert_eq!(world.scan(2313, by("F71")).await.status(), "1");
    for (number, amount) in [("F97", "197"), ("F98", "198")] {
        let body = with(refund("S1", number, amount), "RANDSTR", "x");
        world.try_ask(OPEN, 2312, "openplat", body).await.expect_err("cut");
    }
    assert_eq!(world.scan(2313, by("F97")).await.refusal(), "0 [-2002] 没有该订单");
    assert_eq!(world.scan(2313, by("F98")).await.status(), "1");
    assert_eq!(world.scan(2312, refund("S1", "F1", "99631")).await.status(), "1", "all but 171 and 198");
}
