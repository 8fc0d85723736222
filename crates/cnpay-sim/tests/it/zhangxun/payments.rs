//! Orders: how they are placed, what becomes of them, and what a query says.

use cnpay_sim::{Fault, FaultPlan, Rate};

use super::shop::*;
use crate::world::World;

#[tokio::test]
async fn a_code_is_placed_and_paid() {
    let world = World::new();
    let placed = world.zx("pay", order("P1", "1990")).await;
    assert_eq!(placed.status(), "06");
    let page = placed.get("busContent").to_owned();
    let expected = format!(
        r#"{{"orgNo":"{ORG}","code":"000000","msg":"下单成功","custId":"{MERCHANT}","custOrderNo":"P1","prdOrdNo":"20250301101500000001","contentType":"01","busContent":"{page}","ordStatus":"06","ordDesc":"未支付","sign":"{}"}}"#,
        placed.get("sign")
    );
    assert_eq!(placed.text, expected);
    assert!(page.starts_with("https://sim.example/mpcctp/cashier/"), "{page}");
    assert_eq!(world.zx_status("P1").await, "06");

    world.press(&page, "pay").await;
    let found = world.zx("query", query("P1")).await;
    assert_eq!(found.status(), "01");
    let expected = format!(
        r#"{{"orgNo":"{ORG}","code":"000000","msg":"查询成功","custId":"{MERCHANT}","custOrderNo":"P1","prdOrdNo":"20250301101500000001","ordStatus":"01","ordAmt":1990,"payAmt":1990,"ordTime":"20250301101500","ordDesc":"成功","sign":"{}"}}"#,
        found.get("sign")
    );
    assert_eq!(found.text, expected);
}

#[tokio::test]
async fn the_trade_type_decides_the_content() {
    let world = World::new();
    for trade_type in ["0302", "0402", "0406", "0502", "0506", "0701", "0702", "0801", "0901", "0902"] {
        let placed = world.zx("pay", with(order(trade_type, "100"), "tranType", trade_type)).await;
        assert_eq!((placed.status(), placed.get("contentType")), ("06", "01"), "{trade_type}");
        assert_eq!(world.browse("GET", placed.get("busContent"), "").await.status, 200);
    }
    for trade_type in ["0101", "0405", "0412", "0505", "0802", "0905", "0906"] {
        let placed = world.zx("pay", with(order(trade_type, "100"), "tranType", trade_type)).await;
        assert_eq!((placed.status(), placed.get("contentType")), ("06", "02"), "{trade_type}");
        let page = get(&of_json(placed.get("busContent")), "payUrl").to_owned();
        assert_eq!(world.browse("GET", &page, "").await.status, 200);
    }
    let bank = with(with(order("P1", "100"), "tranType", "0601"), "bankCode", "ICBC");
    let placed = world.zx("pay", bank).await;
    assert_eq!((placed.status(), placed.get("contentType")), ("06", "03"));
    let html = placed.get("busContent");
    let action = html.split_once("action=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a form").0;
    assert!(html.contains(r#"name="bankCode" value="ICBC""#), "{html}");
    let page = world.browse("POST", action, "bankCode=ICBC").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains(r#"<dd id="bank">ICBC</dd>"#) && !page.text.contains("<svg"), "{}", page.text);
    assert_eq!(world.press(action, "pay").await.result(), "paid");
}

#[tokio::test]
async fn a_number_is_used_once() {
    let world = World::new();
    world.zx_choose("P1", "100", "abandon").await;
    let again = world.zx("pay", order("P1", "100")).await;
    assert_eq!((again.refusal().as_str(), again.get("custOrderNo")), ("200001 订单号重复", "P1"));
    assert_eq!(world.zx("TX0001", payout("P1", "100")).await.status(), "01", "payouts have numbers of their own");
    assert_eq!(world.zx("query", query("P2")).await.refusal(), "200002 订单不存在");
}

#[tokio::test]
async fn the_amount_decides() {
    let world = World::new();
    let declined = world.zx("pay", order("P51", "151")).await;
    assert_eq!((declined.status(), declined.get("ordDesc"), declined.get("busContent")), ("02", "失败", ""));
    assert_eq!(world.zx_status("P51").await, "02");

    for (number, amount) in [("P68", "168"), ("P69", "169")] {
        world.zx_choose(number, amount, "pay").await;
        let open = world.zx("query", query(number)).await;
        assert_eq!((open.status(), open.get("ordAmt"), open.get("payAmt")), ("04", amount, ""));
    }
    world.zx_choose("P71", "171", "pay").await;
    assert_eq!(world.zx("query", query("P71")).await.refusal(), "200002 订单不存在");

    world.post_form("pay", sealed(order("P97", "197"))).await.expect_err("cut");
    assert_eq!(world.zx("query", query("P97")).await.refusal(), "200002 订单不存在");
    world.post_form("pay", sealed(order("P98", "198"))).await.expect_err("cut");
    assert_eq!(world.zx_status("P98").await, "01");

    world.wait(2);
    for (number, status) in [("P68", "01"), ("P69", "04"), ("P71", "01")] {
        assert_eq!(world.zx_status(number).await, status, "{number}");
    }
    assert!(world.zx("query", query("P97")).await.refusal().starts_with("200002"));
}

#[tokio::test]
async fn faults_strike() {
    let always = |fault| World::faulty(FaultPlan::seeded(1).with(fault, Rate::ALWAYS));
    let pending = always(Fault::Pending);
    pending.zx_choose("P1", "100", "pay").await;
    assert_eq!(pending.zx_status("P1").await, "04");
    pending.wait(2);
    assert_eq!(pending.zx_status("P1").await, "01");

    always(Fault::DropAfter).post_form("pay", sealed(order("P1", "100"))).await.expect_err("cut");
    let request =
        http::Request::post("https://sim.example/mpcctp/cashier/pay.ac").body(sealed(order("P1", "100")).into()).expect("a request");
    let garbage = always(Fault::Garbage).send(request).await.expect("a response");
    assert!(std::str::from_utf8(garbage.body()).is_err());
}
