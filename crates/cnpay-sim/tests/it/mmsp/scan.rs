//! Scan: codes shown, codes scanned, and what becomes of the orders.

use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

fn by(number: &str) -> Value {
    json!({ "MERORDERID": number })
}

fn h5(number: &str, amount: &str) -> Value {
    json!({
        "AMT": amount, "CUR": "CNY", "GOODSNAME": "红茶", "NOTIFY_URL": NOTIFY_URL, "JUMP_URL": JUMP_URL, "MERORDERID": number,
    })
}

impl World {
    pub(crate) async fn scan_state(&self, number: &str) -> String {
        let reply = self.scan(2310, by(number)).await;
        if reply.0["CommandID"] == 32768 { reply.refusal() } else { reply.status() }
    }

    /// Places an order and pays it on its page.
    pub(crate) async fn scan_pay(&self, number: &str, amount: &str) {
        let placed = self.scan(2306, prepay(number, amount)).await;
        self.press(placed.get("URL"), "pay").await;
    }
}

#[tokio::test]
async fn a_code_is_shown_paid_and_queried() {
    let world = World::new();
    let placed = world.scan(2306, prepay("S1", "1990")).await;
    let (order_no, url) = (placed.get("ORDERNO").to_owned(), placed.get("URL").to_owned());
    assert!(url.starts_with("https://sim.example/mmsp/cashier/") && url.len() <= 100, "{url}");
    assert_eq!(order_no.len(), 18);
    assert_eq!(
        placed.0["Body"],
        json!({
            "STATUS": "1", "ORDERNO": order_no, "URL": url, "TRADETYPE": "1", "TRADETIME": "2025-03-01 10:15:00", "MERORDERID": "S1",
        })
    );
    assert_eq!(world.scan_state("S1").await, "3 AA");
    world.wait(42);
    world.press(&url, "pay").await;
    for asked in
        [by("S1"), json!({ "ORDERNO": order_no }), json!({ "ORDERNO": order_no, "MERORDERID": "S1" }), with(by("S1"), "ORDERNO", "")]
    {
        assert_eq!(
            world.scan(2310, asked).await.0["Body"],
            json!({
                "STATUS": "1", "ORDERNO": order_no, "AMT": "1990", "TRADETIME": "2025-03-01 10:15:00",
                "PAYTIME": "2025-03-01 10:15:42", "MERORDERID": "S1", "TRADETYPE": "1",
            })
        );
    }
    for asked in [by("S2"), json!({ "ORDERNO": "1" }), json!({ "ORDERNO": order_no, "MERORDERID": "S2" })] {
        assert_eq!(world.scan(2310, asked).await.refusal(), "0 [-2002] 没有该订单");
    }
    assert_eq!(world.scan(2310, json!({})).await.refusal(), "0 参数错误:ORDERNO");
}

#[tokio::test]
async fn every_wallet_has_its_commands() {
    let world = World::new();
    for (at, (command, body, wallet)) in [
        (2306, prepay("", "100"), "1"),
        (2321, h5("", "100"), "1"),
        (2308, prepay("", "100"), "2"),
        (1026, prepay("", "100"), "2"),
        (1027, prepay("", "100"), "2"),
        (1030, h5("", "100"), "2"),
        (2325, prepay("", "100"), "3"),
        (1031, prepay("", "100"), "4"),
        (1025, prepay("", "100"), "5"),
    ]
    .into_iter()
    .enumerate()
    {
        let number = format!("S{at}");
        let placed = world.scan(command, with(body, "MERORDERID", number.clone())).await;
        assert_eq!(placed.status(), "1", "{command}");
        world.press(placed.get("URL"), "pay").await;
        let found = world.scan(2310, by(&number)).await;
        assert_eq!((found.status().as_str(), found.get("TRADETYPE")), ("1", wallet), "{command}");
    }
    for (at, (command, wallet)) in [(2307, "1"), (2309, "2"), (776, "3"), (2326, "3")].into_iter().enumerate() {
        let number = format!("R{at}");
        let charged = world.scan(command, micropay(&number, "100")).await;
        assert_eq!(
            charged.0["Body"],
            json!({ "STATUS": "1", "ORDERNO": charged.get("ORDERNO"), "TRADETIME": "2025-03-01 10:15:00", "MERORDERID": number })
        );
        assert_eq!(world.scan(2310, by(&number)).await.get("TRADETYPE"), wallet, "{command}");
    }
    assert_eq!(world.card(776, json!({ "BIND_ID": "B0" })).await.status(), "2 S6", "the other meaning of 776");
}

#[tokio::test]
async fn inside_a_wallet_there_is_a_page_or_raw_data() {
    let world = World::new();
    let inside = with(with(prepay("S1", "100"), "TRADETYPE", "2"), "OPENID", "o1");
    assert!(world.scan(2306, inside.clone()).await.get("URL").contains("/mmsp/cashier/"));
    let raw = world.scan(2306, with(with(inside.clone(), "IS_RAW", "1"), "MERORDERID", "S2")).await;
    assert_eq!(raw.get("URL"), "");
    let info: Value = serde_json::from_str(raw.get("PAY_INFO")).expect("JSON");
    let ticket = info["package"].as_str().and_then(|package| package.strip_prefix("prepay_id=")).expect("a ticket");
    world.press(&format!("https://sim.example/mmsp/cashier/{ticket}"), "pay").await;
    assert_eq!(world.scan_state("S2").await, "1");
    assert!(!world.scan(2306, with(with(prepay("S3", "100"), "IS_RAW", "1"), "TRADETYPE", "1")).await.get("URL").is_empty());
}

#[tokio::test]
async fn every_field_is_checked() {
    let world = World::new();
    let two = with(prepay("S1", "100"), "TRADETYPE", "2");
    for (command, body, field) in [
        (2306, with(prepay("S1", "100"), "TRADETYPE", "3"), "TRADETYPE"),
        (1031, two.clone(), "TRADETYPE"),
        (2306, with(prepay("S1", "100"), "AMT", "0"), "AMT"),
        (2306, prepay(&"x".repeat(21), "100"), "MERORDERID"),
        (2306, with(prepay("S1", "100"), "GOODSNAME", "茶".repeat(16)), "GOODSNAME"),
        (2306, with(prepay("S1", "100"), "NOTIFY_URL", "ftp://shop.example"), "NOTIFY_URL"),
        (2306, with(prepay("S1", "100"), "TIME_END", "20250301102000"), "TIME_END"),
        (2306, with(prepay("S1", "100"), "TIME_END", "2025-03-01 10:15:00"), "TIME_END"),
        (2306, with(prepay("S1", "100"), "CUR", "USD"), "CUR"),
        (2306, with(prepay("S1", "100"), "IP", "::1"), "IP"),
        (2306, two.clone(), "OPENID"),
        (2306, with(prepay("S1", "100"), "IST0", "3"), "IST0"),
        (2306, with(prepay("S1", "100"), "IS_MINIPG", "1"), "IS_MINIPG"),
        (2306, with(with(two.clone(), "OPENID", "o1"), "IS_MINIPG", "1"), "SUP_APPID"),
        (2308, two, "ALIPAY_USER_ID"),
        (2307, with(micropay("S1", "100"), "CUR", json!(null)), "CUR"),
        (2307, with(micropay("S1", "100"), "CODE", "x"), "CODE"),
        (2321, with(h5("S1", "100"), "JUMP_URL", json!(null)), "JUMP_URL"),
    ] {
        assert_eq!(world.scan(command, body.clone()).await.refusal(), format!("0 参数错误:{field}"), "{command} {body}");
    }
    assert_eq!(world.try_ask(OPEN, 2306, "openplat", prepay("S1", "1")).await.expect("a reply").refusal(), "0 参数错误:RANDSTR");
    let optional = with(with(with(prepay("S1", "100"), "TIME_END", "2025-03-01 10:16:00"), "CUR", "CNY"), "IP", "203.0.113.9");
    assert_eq!(world.scan(2306, optional).await.status(), "1");
    assert_eq!(world.scan(1030, with(h5("S2", "100"), "JUMP_URL", json!(null))).await.status(), "1");
    assert_eq!(world.scan(2308, prepay("S1", "100")).await.refusal(), "0 商户订单号重复");
}

#[tokio::test]
async fn an_order_runs_out_of_time() {
    let world = World::new();
    let placed = world.scan(2306, prepay("S1", "100")).await;
    world.scan(2306, with(prepay("S2", "100"), "TIME_END", "2025-03-01 10:16:00")).await;
    world.wait(60);
    assert_eq!((world.scan_state("S1").await.as_str(), world.scan_state("S2").await.as_str()), ("3 AA", "2 D4"));
    world.wait(240);
    assert_eq!(world.scan_state("S1").await, "2 D4");
    world.press(placed.get("URL"), "pay").await;
    assert_eq!(world.scan_state("S1").await, "2 D4", "too late");
}

#[tokio::test]
async fn the_amount_decides() {
    let world = World::new();
    let declined = world.scan(2306, prepay("S51", "151")).await;
    assert_eq!((declined.status().as_str(), declined.get("URL")), ("2 S1", ""));
    assert_eq!(world.scan_state("S51").await, "2 S1");
    for (number, amount) in [("S68", "168"), ("S69", "169"), ("S71", "171")] {
        world.scan_pay(number, amount).await;
    }
    assert_eq!(world.scan(2307, micropay("R51", "151")).await.status(), "2 S1");
    assert_eq!(world.scan(2307, micropay("R68", "168")).await.status(), "3 AA");
    assert_eq!(world.scan(2307, micropay("R69", "169")).await.status(), "3 AA");
    assert_eq!(world.scan(2307, micropay("R71", "171")).await.refusal(), "39999 支付失败");
    for kind in ["S", "R"] {
        assert_eq!(world.scan_state(&format!("{kind}68")).await, "3 AA");
        assert_eq!(world.scan_state(&format!("{kind}71")).await, "0 [-2002] 没有该订单");
    }
    world.wait(2);
    for kind in ["S", "R"] {
        assert_eq!(world.scan_state(&format!("{kind}68")).await, "1");
        assert_eq!(world.scan_state(&format!("{kind}69")).await, "3 AA");
        assert_eq!(world.scan_state(&format!("{kind}71")).await, "1");
    }
}

#[tokio::test]
async fn the_amount_cuts_connections() {
    let world = World::new();
    for (command, body) in [(2306, prepay("S97", "197")), (2307, micropay("R97", "197"))] {
        world.try_ask(OPEN, command, "openplat", with(body, "RANDSTR", "x")).await.expect_err("cut");
    }
    for (command, body) in [(2306, prepay("S98", "198")), (2307, micropay("R98", "198"))] {
        world.try_ask(OPEN, command, "openplat", with(body, "RANDSTR", "x")).await.expect_err("cut");
    }
    for (number, state) in [("S97", "0 [-2002] 没有该订单"), ("R97", "0 [-2002] 没有该订单"), ("S98", "1"), ("R98", "1")] {
        assert_eq!(world.scan_state(number).await, state, "{number}");
    }
}

#[tokio::test]
async fn a_cancel_waits_fifteen_seconds() {
    let world = World::new();
    world.scan(2307, micropay("R1", "169")).await;
    world.scan_pay("S1", "100").await;
    world.wait(14);
    assert_eq!(world.scan(2311, by("R1")).await.status(), "2 S7");
    world.wait(1);
    for number in ["R1", "S1"] {
        let cancelled = world.scan(2311, by(number)).await;
        assert_eq!((cancelled.status().as_str(), cancelled.get("MERORDERID")), ("1", number));
        assert_eq!(world.scan_state(number).await, "2 D4");
        assert_eq!(world.scan(2311, by(number)).await.status(), "2 D4", "once");
    }
    assert_eq!(world.scan(2311, by("S9")).await.refusal(), "0 [-2002] 没有该订单");
}

#[tokio::test]
async fn only_what_nobody_has_begun_to_pay_is_closed() {
    let world = World::new();
    let placed = world.scan(2306, prepay("S1", "100")).await;
    assert_eq!(world.scan(2314, by("S1")).await.status(), "1");
    world.press(placed.get("URL"), "pay").await;
    assert_eq!(world.scan_state("S1").await, "2 D4");
    world.scan_pay("S2", "100").await;
    world.scan_pay("S3", "169").await;
    for (number, status) in [("S1", "2 D4"), ("S2", "2 S5"), ("S3", "2 AA")] {
        assert_eq!(world.scan(2314, by(number)).await.status(), status, "{number}");
    }
}
