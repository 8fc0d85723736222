//! A payer with a real browser: from the shop of `cnpay sim --open` to the cashier and back.
//!
//! Everything is on this machine. The browser trusts the simulator's key alone, and finds no other host.

mod chromium;
mod pages;
mod webdriver;

use chromium::{Device, with_browser};
use pages::Payer;

const TEA: &str = "红茶“礼盒” 250 克";
/// A name that would break out of markup where it is not escaped, or change where it is escaped twice.
const HOSTILE: &str = "商品<&quot;>'\"";

async fn buys(payer: &Payer, goods: &str) {
    let order = payer.orders(goods, "88.60").await;
    payer.presses("pay").await;
    payer.sees_the_result("succeeded", &order, goods).await;
    assert_eq!(payer.reads("notices").await, "1", "one verified, matching notice");
}

#[test]
fn a_payer_pays_on_a_desktop() {
    with_browser(Device::Desktop, |payer| async move {
        for goods in [TEA, HOSTILE] {
            buys(&payer, goods).await;
        }
    });
}

#[test]
fn a_payer_pays_on_a_phone() {
    with_browser(Device::Phone, |payer| async move {
        for goods in [TEA, HOSTILE] {
            buys(&payer, goods).await;
        }
    });
}

#[test]
fn a_payer_fails_then_pays() {
    with_browser(Device::Desktop, |payer| async move {
        let order = payer.orders(TEA, "12.00").await;
        payer.presses("fail").await;
        payer.sees_the_result("failed", &order, TEA).await;
        assert_eq!(payer.reads("notices").await, "1");
        payer.presses("again").await;
        assert_eq!(payer.is_at_the_cashier(TEA).await, order, "the same order");
        payer.presses("pay").await;
        payer.sees_the_result("succeeded", &order, TEA).await;
        assert_eq!(payer.reads("notices").await, "2", "one that it failed, one that it was paid");
    });
}

#[test]
fn a_payer_gives_up() {
    with_browser(Device::Phone, |payer| async move {
        let order = payer.orders(HOSTILE, "12.00").await;
        payer.presses("abandon").await;
        payer.waits_for("#result[data-result=abandoned]").await;
        payer.comes_back("/result").await;
        payer.waits_for("#state[data-state=unknown]").await;
        payer.comes_back("/result?orderId=SHOP&payResult=10&signMsg=00000000000000000000000000000000").await;
        payer.waits_for("#state[data-state=unknown]").await;
        payer.comes_back(&format!("/orders/{order}")).await;
        payer.sees_the_result("unknown", &order, HOSTILE).await;
        assert_eq!(payer.reads("notices").await, "0");
    });
}
