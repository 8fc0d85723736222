//! Payouts: they wait, are cleared, and have one of three ends; and what they do to the balance.

use cnpay_sim::{Fault, FaultPlan, Rate, zhangxun::Account};
use paycore::Fen;

use super::shop::*;
use crate::world::World;

/// Available and frozen.
async fn book(world: &World) -> (String, String) {
    let reply = world.zx("balance", balance()).await;
    assert_eq!(reply.status(), "", "{reply:?}");
    (reply.get("acBal").to_owned(), reply.get("frozBalance").to_owned())
}

fn book_of(available: &str, frozen: &str) -> (String, String) {
    (available.to_owned(), frozen.to_owned())
}

#[tokio::test]
async fn waiting_clearing_cleared() {
    let world = World::new();
    let ordered = world.zx("TX0001", payout("T1", "150000")).await;
    assert_eq!(ordered.status(), "01", "which is no success");
    let expected = format!(
        r#"{{"orgNo":"{ORG}","code":"000000","msg":"受理成功","custId":"{MERCHANT}","custOrdNo":"T1","casOrdNo":"20250301101500000001","ordStatus":"01","casAmt":"150000","casTime":"20250301101500","sign":"{}"}}"#,
        ordered.get("sign")
    );
    assert_eq!(ordered.text, expected);
    assert_eq!(world.zx_payout_status("T1").await, "01");
    world.wait(2);
    assert_eq!(world.zx_payout_status("T1").await, "06");
    world.wait(2);
    let found = world.zx("TX0002", payout_query("T1")).await;
    assert_eq!(found.status(), "07");
    let expected = format!(
        r#"{{"orgNo":"{ORG}","code":"000000","msg":"查询成功","custId":"{MERCHANT}","custOrdNo":"T1","casOrdNo":"20250301101500000001","ordStatus":"07","casAmt":"150000","casDesc":"清算完成","casType":"00","casDate":"20250301101500","fee":"0","serviceFee":"0","netrecAmt":"150000","sign":"{}"}}"#,
        found.get("sign")
    );
    assert_eq!(found.text, expected);
}

#[tokio::test]
async fn the_account_number_decides() {
    let world = World::new();
    for (card, statuses) in [("62220003", ["01", "06", "08"]), ("62220004", ["01", "06", "09"]), ("62220006", ["07", "07", "07"])] {
        let ordered = world.zx("TX0001", with(payout(card, "100"), "cardNo", card)).await;
        assert_eq!(ordered.status(), statuses[0], "{card}");
        for status in &statuses[1..] {
            world.wait(2);
            assert_eq!(world.zx_payout_status(card).await, *status, "{card}");
        }
    }
}

#[tokio::test]
async fn the_amount_decides() {
    let world = World::new();
    assert_eq!(world.zx("TX0001", payout("T51", "151")).await.status(), "08");
    assert_eq!(world.zx("TX0001", payout("T68", "168")).await.status(), "00");
    assert_eq!(world.zx("TX0001", payout("T69", "169")).await.status(), "01");
    let unknown = world.zx("TX0001", payout("T71", "171")).await;
    assert_eq!((unknown.refusal().as_str(), unknown.get("custOrdNo")), ("999999 系统异常", "T71"));
    for (number, amount) in [("T97", "197"), ("T98", "198")] {
        world.post_form("TX0001", sealed(payout(number, amount))).await.expect_err("cut");
    }
    let found = async |number: &str| world.zx("TX0002", payout_query(number)).await;
    assert_eq!(found("T71").await.refusal(), "200002 订单不存在");
    assert_eq!(found("T98").await.status(), "01");
    world.wait(2);
    assert_eq!([found("T68").await.status(), found("T69").await.status()], ["01", "06"]);
    world.wait(2);
    assert_eq!([found("T68").await.status(), found("T71").await.status(), found("T98").await.status()], ["06", "07", "07"]);
    world.wait(600);
    assert_eq!([found("T68").await.status(), found("T69").await.status()], ["07", "06"]);
    assert_eq!(found("T97").await.refusal(), "200002 订单不存在");

    let pending = World::faulty(FaultPlan::seeded(1).with(Fault::Pending, Rate::ALWAYS));
    assert_eq!(pending.zx("TX0001", with(payout("T1", "100"), "cardNo", "62220006")).await.status(), "00");
}

#[tokio::test]
async fn either_number_finds_it() {
    let world = World::new();
    let reference = world.zx("TX0001", payout("T1", "100")).await.get("casOrdNo").to_owned();
    let by = async |number: &str, reference: &str| world.zx("TX0002", with(payout_query(number), "casOrdNo", reference)).await;
    assert_eq!(by("", &reference).await.get("custOrdNo"), "T1");
    assert_eq!(by("T1", &reference).await.status(), "01");
    assert_eq!(by("T2", &reference).await.refusal(), "200002 订单不存在");
    assert_eq!(by("T1", "9").await.refusal(), "200002 订单不存在");
    assert_eq!(world.zx("TX0001", payout("T1", "100")).await.refusal(), "200001 订单号重复");
}

#[tokio::test]
async fn the_balance_in_full() {
    let world = World::new();
    let reply = world.zx("balance", balance()).await;
    let expected = format!(
        r#"{{"orgNo":"{ORG}","code":"000000","msg":"查询成功","custId":"{MERCHANT}","account":"A{MERCHANT}","acType":"01","acBal":"100000000","frozBalance":"0","sign":"{}"}}"#,
        reply.get("sign")
    );
    assert_eq!(reply.text, expected);
    assert!(is_signed(&reply.fields));
}

#[tokio::test]
async fn the_balance_follows() {
    let world = zx_world(Account { balance: Fen::new(1000), payout_fee: Fen::new(10), ..account() });
    world.zx_choose("P1", "500", "pay").await;
    world.zx_choose("P2", "900", "fail").await;
    assert_eq!(book(&world).await, book_of("1500", "0"));
    assert_eq!(world.zx("TX0001", payout("T1", "1491")).await.refusal(), "200003 账户余额不足");
    assert_eq!(world.zx("TX0001", payout("T1", "990")).await.status(), "01", "a refused number was not used");
    let inside = with(with(payout("T2", "100"), "deductWay", "01"), "cardNo", "62220004");
    assert_eq!(world.zx("TX0001", inside).await.status(), "01");
    assert_eq!(book(&world).await, book_of("400", "1100"));
    world.wait(4);
    assert_eq!(book(&world).await, book_of("500", "0"), "one is gone, one is back");
    let credited = async |number: &str| {
        let found = world.zx("TX0002", payout_query(number)).await;
        [found.get("casAmt").to_owned(), found.get("fee").to_owned(), found.get("netrecAmt").to_owned()]
    };
    assert_eq!(credited("T1").await, ["990", "10", "990"]);
    assert_eq!(credited("T2").await, ["100", "10", "90"]);
    let eaten_up = with(payout("T3", "10"), "deductWay", "01");
    assert_eq!(world.zx("TX0001", eaten_up).await.refusal(), "100002 参数错误:casAmt");
}
