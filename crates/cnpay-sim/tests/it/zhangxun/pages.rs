//! The payer's side: the page of an order, its buttons, and where it leads.

use super::shop::*;
use crate::world::World;

#[tokio::test]
async fn a_page_shows_its_order_and_its_code() {
    let world = World::new();
    let placed = world.zx("pay", with(order("P1", "1990"), "goodsName", "红茶<b>")).await;
    let url = placed.get("busContent");
    let page = world.browse("GET", url, "").await;
    assert_eq!(page.status, 200);
    for part in [
        "微信支付",
        "<dd id=\"product\">红茶&lt;b&gt;</dd>",
        "<dd id=\"order\">P1</dd>",
        "<dd id=\"payee\">16121900001774</dd>",
        "<dd id=\"amount\">¥19.90</dd>",
        "<figure id=\"qr\"><svg",
        "<button id=\"pay\"",
        "<button id=\"fail\"",
        "<button id=\"abandon\"",
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert_eq!(page.attribute("action"), url.strip_prefix("https://sim.example"));
    assert_eq!(world.browse("GET", "/mpcctp/cashier/0", "").await.status, 404);
    assert_eq!(world.browse("POST", url, "choice=x").await.status, 400);
    assert_eq!(world.browse("POST", url, vec![b'x'; 2000]).await.status, 400);
    assert_eq!(world.browse("PUT", url, "").await.status, 405);
}

#[tokio::test]
async fn pay_fail_abandon() {
    let world = World::new();
    let first = world.zx_choose("P1", "100", "abandon").await;
    assert_eq!(world.press(&first, "abandon").await.result(), "abandoned");
    assert_eq!(world.browse("GET", &format!("{first}/result"), "").await.result(), "open");
    assert_eq!(world.zx_status("P1").await, "06");
    assert_eq!(world.press(&first, "pay").await.result(), "paid");
    assert_eq!(world.press(&first, "fail").await.result(), "paid", "too late");
    assert_eq!(world.browse("GET", &first, "").await.status, 303, "nothing to choose any more");
    let second = world.zx_choose("P2", "100", "fail").await;
    assert_eq!(world.browse("GET", &format!("{second}/result"), "").await.result(), "failed");
    assert_eq!(world.zx_status("P2").await, "02");
}

#[tokio::test]
async fn a_pending_payment_shows_itself() {
    let world = World::new();
    let result = async |url: &str| world.browse("GET", &format!("{url}/result"), "").await.result().to_owned();
    let (pending, open) = (world.zx_choose("P1", "168", "pay").await, world.zx_choose("P2", "169", "pay").await);
    let unknown = world.zx_choose("P3", "171", "pay").await;
    assert_eq!([result(&pending).await, result(&open).await, result(&unknown).await], ["waiting", "open", "waiting"]);
    world.wait(2);
    assert_eq!([result(&pending).await, result(&open).await, result(&unknown).await], ["paid", "open", "paid"]);
}

#[tokio::test]
async fn the_browser_brings_a_signed_status_back() {
    let world = World::new();
    for (number, amount, choice, status, paid) in
        [("P1", "1990", "pay", "01", "1990"), ("P2", "1990", "fail", "02", ""), ("P3", "169", "pay", "04", "")]
    {
        let placed = world.zx("pay", with(order(number, amount), "frontUrl", FRONT_URL)).await;
        let gone = world.press(placed.get("busContent"), choice).await;
        let location = gone.location.expect("an address");
        let (address, query) = location.split_once('?').expect("parameters");
        let told = of_form(query.as_bytes());
        assert_eq!((address, is_signed(&told)), (FRONT_URL, true), "{location}");
        let names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "payAmt").collect();
        assert_eq!(names, ["orgNo", "code", "msg", "custId", "custOrderNo", "prdOrdNo", "ordStatus", "ordAmt", "ordTime", "sign"]);
        let values = ["code", "custOrderNo", "prdOrdNo", "ordStatus", "ordAmt", "payAmt", "ordTime"].map(|name| get(&told, name));
        assert_eq!(values, ["000000", number, placed.get("prdOrdNo"), status, amount, paid, "20250301101500"]);
    }
    let own = "https://shop.example/zx/done?o=9";
    let placed = world.zx("pay", with(order("P4", "100"), "frontUrl", own)).await;
    let gone = world.press(placed.get("busContent"), "pay").await;
    assert!(gone.location.expect("an address").starts_with(&format!("{own}&orgNo=")));
}
