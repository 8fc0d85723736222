//! What the merchant is told: what it says, how it is signed, and until when it comes again.

use cnpay_sim::{
    Fault, FaultPlan, Rate, Settings, Timing,
    zhangxun::{Account, Wire},
};

use super::shop::*;
use crate::world::World;

const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
const JSON: &str = "application/json; charset=UTF-8";

fn always(fault: Fault) -> World {
    World::faulty(FaultPlan::seeded(1).with(fault, Rate::ALWAYS))
}

/// The statuses of what is due.
fn statuses(world: &World) -> Vec<String> {
    world.told().iter().map(|(_, body)| get(&read(body), "ordStatus").to_owned()).collect()
}

#[tokio::test]
async fn a_payment_is_told() {
    let world = World::new();
    let till = Till::new();
    world.zx_choose("P1", "1990", "pay").await;
    assert_eq!(world.simulator.deliver_due(&till).await, 0, "not yet");
    world.wait(1);
    assert_eq!(world.simulator.deliver_due(&till).await, 1);
    let mut told = till.only(BACK_URL, FORM);
    told.sort();
    let mut expected = [
        ("version", "2.1"),
        ("orgNo", ORG),
        ("custId", MERCHANT),
        ("custOrderNo", "P1"),
        ("prdOrdNo", "20250301101500000001"),
        ("ordAmt", "1990"),
        ("ordTime", "20250301101500"),
        ("payAmt", "1990"),
        ("ordStatus", "01"),
        ("ordDesc", "成功"),
        ("sign", get(&told, "sign")),
    ];
    expected.sort_unstable();
    assert_eq!(told.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), expected);
    world.wait(86400);
    assert!(world.told().is_empty(), "taken");
}

#[tokio::test]
async fn it_comes_as_json_too() {
    let world = zx_world(Account { notice_wire: Wire::Json, payout_notice_wire: Wire::Form, ..account() });
    let till = Till::new();
    world.zx_choose("P1", "1990", "fail").await;
    world.wait(1);
    assert_eq!(world.simulator.deliver_due(&till).await, 1);
    let told = till.only(BACK_URL, JSON);
    assert_eq!((get(&told, "ordStatus"), get(&told, "payAmt"), get(&told, "version")), ("02", "1990", "2.1"));
    world.zx("TX0001", payout("T1", "100")).await;
    world.wait(3);
    assert_eq!(world.simulator.deliver_due(&till).await, 1);
    assert_eq!(get(&till.only(CALL_BACK_URL, FORM), "ordStatus"), "06");
}

#[tokio::test]
async fn every_change_is_told_but_what_a_reply_said() {
    let world = World::new();
    assert_eq!(world.zx("pay", order("P51", "151")).await.status(), "02");
    world.zx_choose("P6", "100", "abandon").await;
    world.wait(60);
    assert!(world.told().is_empty());
    world.zx_choose("P68", "168", "pay").await;
    world.wait(3);
    assert_eq!(statuses(&world), ["04", "01"]);

    let lost = World::new();
    lost.post_form("pay", sealed(order("P98", "198"))).await.expect_err("cut");
    lost.wait(1);
    assert_eq!(statuses(&lost), ["01"]);
}

#[tokio::test]
async fn a_payout_is_told_in_the_other_vocabulary() {
    let world = World::new();
    let till = Till::new();
    world.zx("TX0001", payout("T1", "150000")).await;
    world.wait(3);
    assert_eq!(world.simulator.deliver_due(&till).await, 1);
    assert_eq!(get(&till.only(CALL_BACK_URL, JSON), "ordStatus"), "06");
    world.wait(2);
    assert_eq!(world.simulator.deliver_due(&till).await, 1);
    let told = till.only(CALL_BACK_URL, JSON);
    for (name, value) in [
        ("orgNo", ORG),
        ("custId", MERCHANT),
        ("custOrderNo", "T1"),
        ("prdOrdNo", "20250301101500000001"),
        ("payAmt", "150000"),
        ("ordStatus", "07"),
        ("casDesc", "清算完成"),
        ("utr", "B20250301101500000001"),
        ("version", ""),
        ("code", ""),
    ] {
        assert_eq!(get(&told, name), value, "{name}");
    }
    world.zx("TX0001", without(payout("T2", "100"), "callBackUrl")).await;
    world.wait(60);
    assert!(world.told().is_empty(), "nowhere to go");
    world.zx("TX0001", payout("T69", "169")).await;
    world.post_form("TX0001", sealed(payout("T98", "198"))).await.expect_err("cut");
    world.wait(10);
    assert_eq!(statuses(&world), ["06", "06", "07"]);
}

#[tokio::test]
async fn it_comes_ten_times() {
    let world = World::new();
    world.zx_choose("P1", "100", "pay").await;
    let start = world.simulator.next_due().expect("a notice");
    let till = Till::answering(200, "FAIL");
    let (mut waited, mut delays) = (0, Vec::new());
    world.wait(1);
    while let Some(next) = world.simulator.next_due() {
        let at = next.duration_since(start).expect("later").as_secs();
        world.wait(at - waited);
        waited = at;
        assert_eq!(world.simulator.deliver_due(&till).await, 0);
        delays.push(at);
        till.only(BACK_URL, FORM);
    }
    assert_eq!(delays, [0, 15, 45, 105, 225, 525, 1125, 2925, 6525, 13725]);
}

#[tokio::test]
async fn only_sc000000_ends_it() {
    for (status, body, ends) in [
        (200, "SC000000", true),
        (200, "{\"code\":\"SC000000\"}", true),
        (200, "sc000000", false),
        (200, "SC00000", false),
        (200, "SUCCESS", false),
        (200, "", false),
        (201, "SC000000", false),
        (302, "SC000000", false),
        (500, "SC000000", false),
    ] {
        let world = World::with(Settings { timing: Timing { resend_divisor: 15, ..Timing::default() }, ..Settings::default() });
        world.zx_choose("P1", "100", "pay").await;
        world.wait(1);
        assert_eq!(world.simulator.deliver_due(&Till::answering(status, body)).await, usize::from(ends), "{status} {body}");
        world.wait(1);
        assert_eq!(world.told().is_empty(), ends, "{status} {body}");
    }
}

#[tokio::test]
async fn a_final_answer_to_a_query_silences_it() {
    let world = World::new();
    world.zx_choose("P1", "100", "pay").await;
    assert_eq!(world.zx_status("P1").await, "01");
    world.zx_choose("P2", "168", "pay").await;
    assert_eq!(world.zx_status("P2").await, "04", "not final");
    world.zx("TX0001", with(payout("T1", "100"), "cardNo", "62220003")).await;
    world.wait(3);
    assert_eq!(statuses(&world), ["04", "01", "06"]);
    world.wait(1);
    assert_eq!(world.zx_payout_status("T1").await, "08");
    assert_eq!(world.zx_status("P2").await, "01");
    world.wait(86400);
    assert!(world.told().is_empty());
}

#[tokio::test]
async fn faults_strike_it_too() {
    let twice = always(Fault::NoticeDuplicate);
    twice.zx_choose("P1", "100", "pay").await;
    twice.wait(1);
    assert_eq!(statuses(&twice), ["01", "01"]);

    let late = always(Fault::NoticeDelay);
    late.zx_choose("P1", "100", "pay").await;
    late.wait(30);
    assert!(late.told().is_empty());
    late.wait(1);
    assert_eq!(late.told().len(), 1);

    for (fault, amount) in [(Fault::NoticeTamper, "1100"), (Fault::NoticeGbk, "100")] {
        let world = always(fault);
        world.zx_choose("P1", "100", "pay").await;
        world.zx("TX0001", payout("T1", "100")).await;
        world.wait(3);
        let told = world.told();
        assert_eq!(told.len(), 2);
        for (_, body) in told {
            let told = read(&body);
            assert_eq!((get(&told, "payAmt"), is_signed(&told)), (amount, false), "{fault}");
        }
    }
}
