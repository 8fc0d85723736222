//! What the merchant is told: what it says, how it is signed, and until when it comes again.

use cnpay_sim::{Fault, FaultPlan, Rate, Settings, Timing};
use serde_json::{Value, json};

use super::shop::*;
use crate::world::World;

fn always(fault: Fault) -> World {
    World::faulty(FaultPlan::seeded(1).with(fault, Rate::ALWAYS))
}

/// The bodies that are due.
fn due(world: &World) -> Vec<Vec<u8>> {
    world.simulator.due().iter().map(|delivery| delivery.request().body().to_vec()).collect()
}

#[tokio::test]
async fn quick_pay_is_told() {
    let world = World::new();
    let till = Till::new();
    world.quick_pay("Q1", "2580").await;
    assert_eq!(world.deliver(&till).await, 0, "not yet");
    world.wait(1);
    assert_eq!(world.deliver(&till).await, 1);
    let told = till.only();
    assert_eq!(
        (&told["CommandID"], &told["RetCode"], &told["NodeID"], &told["MERNO"]),
        (&json!(35104), &json!(1), &json!("openplat"), &json!(MERCHANT))
    );
    assert_eq!(
        told["Body"],
        json!({
            "AMT": "2580", "BANK_NAME": "工商银行", "CARDNO": "622202*********0018", "CARDTYPE": "1", "LIST_ID": told["Body"]["LIST_ID"],
            "MERORDERID": "Q1", "NOTIFY_DATE": "20250301101501", "PAY_DATE": "20250301101500", "PUSH_COUNT": 1, "STATUS": "1",
        })
    );
    world.wait(86400);
    assert_eq!(world.deliver(&till).await, 0, "taken");
}

#[tokio::test]
async fn scan_is_told() {
    let world = World::new();
    world.scan_pay("S1", "1990").await;
    world.wait(1);
    let till = Till::new();
    assert_eq!(world.deliver(&till).await, 1);
    let told = till.only();
    assert_eq!((&told["CommandID"], &told["RetCode"]), (&json!(2324), &json!(0)));
    assert_eq!(
        told["Body"],
        json!({
            "AMT": 1990, "MERORDERID": "S1", "ORDERNO": told["Body"]["ORDERNO"], "PAYTIME": "2025-03-01 10:15:00", "STATUS": "1",
            "TRADETYPE": "1", "TRDETIME": "2025-03-01 10:15:00",
        })
    );
}

#[tokio::test]
async fn the_gateway_tells() {
    let world = World::new();
    world.bank("G1", "8800", "pay").await;
    world.bank("G2", "8800", "fail").await;
    world.wait(1);
    let till = Till::new();
    assert_eq!(world.deliver(&till).await, 1, "of successes only");
    let told = till.only();
    assert_eq!(
        told["Body"],
        json!({
            "AMT": "8800", "GOODSNAME": "龙井茶/250g", "LIST_ID": told["Body"]["LIST_ID"], "MERORDERID": "G1",
            "NOTIFY_DATE": "20250301101501", "PAY_CHANNEL": "YLBILL-NET-B2C", "PAY_DATE": "20250301101500", "PUSH_COUNT": 1,
            "REMARK": "", "STATUS": "1",
        })
    );
}

#[tokio::test]
async fn a_reverse_scan_is_told_when_the_reply_did_not_say_it() {
    let world = World::new();
    let till = Till::new();
    world.scan(2307, micropay("R1", "100")).await;
    world.scan(2307, micropay("R68", "168")).await;
    world.scan(2307, micropay("R71", "171")).await;
    world.scan(2307, micropay("R69", "169")).await;
    world.wait(3);
    assert_eq!(world.deliver(&till).await, 2);
    let told: Vec<_> = till.received().iter().map(|body| notice(body, &key())["Body"]["MERORDERID"].clone()).collect();
    assert_eq!(told, ["R68", "R71"]);
}

#[tokio::test]
async fn an_agent_s_orders_are_told_with_its_key() {
    let world = World::new();
    let mut order = envelope(2307, "openplat", with(micropay("R1", "168"), "RANDSTR", "x"));
    order["AGENTNO"] = json!(AGENT);
    world.post_json(OPEN, sealed(order, &agent_key())).await.expect("a reply");
    world.wait(3);
    let told = due(&world);
    assert_eq!(notice(&told[0], &agent_key())["AGENTNO"], AGENT);
}

#[tokio::test]
async fn it_comes_again_by_the_schedule() {
    let delays = async |world: &World| {
        let till = Till::answering(200, "FAIL");
        let start = world.simulator.next_due().expect("a notice");
        let (mut waited, mut delays) = (0, Vec::new());
        let mut told = Vec::new();
        world.wait(1);
        while let Some(next) = world.simulator.next_due() {
            let at = next.duration_since(start).expect("later").as_secs();
            world.wait(at - waited);
            waited = at;
            assert_eq!(world.deliver(&till).await, 0);
            delays.push(at);
            told.extend(till.received().iter().map(|body| notice(body, &key())));
        }
        (delays, told)
    };
    let quick = World::new();
    quick.quick_pay("Q1", "100").await;
    let (seconds, told) = delays(&quick).await;
    assert_eq!(seconds, [0, 1, 6, 16, 46, 136, 316, 616]);
    let of = |name: &str| told.iter().map(|told| told["Body"][name].clone()).collect::<Vec<Value>>();
    assert_eq!(of("PUSH_COUNT"), [1, 2, 3, 4, 5, 6, 7, 8].map(Value::from));
    assert_eq!((&of("NOTIFY_DATE")[0], &of("NOTIFY_DATE")[7]), (&json!("20250301101501"), &json!("20250301102517")));

    let bank = World::new();
    bank.bank("G1", "100", "pay").await;
    assert_eq!(delays(&bank).await.0, seconds);

    let scan = World::new();
    scan.scan_pay("S1", "100").await;
    assert_eq!(delays(&scan).await.0, [0, 15, 30, 60, 240, 2040, 3840, 5640, 7440, 9240, 12840]);
}

#[tokio::test]
async fn only_success_ends_it() {
    for (status, body, ends) in [
        (200, "SUCCESS", true),
        (200, "success, thank you", true),
        (201, "Success", true),
        (200, " SUCCESS", false),
        (200, "SUCCES", false),
        (200, "FAIL", false),
        (200, "", false),
        (302, "SUCCESS", false),
        (500, "SUCCESS", false),
    ] {
        let world = World::with(Settings { timing: Timing { resend_divisor: 5, ..Timing::default() }, ..Settings::default() });
        world.scan_pay("S1", "100").await;
        world.wait(1);
        assert_eq!(world.deliver(&Till::answering(status, body)).await, usize::from(ends), "{status} {body}");
        world.wait(3);
        assert_eq!(due(&world).is_empty(), ends, "{status} {body}");
    }
}

#[tokio::test]
async fn a_cancelled_order_is_told_no_more() {
    let world = World::with(Settings {
        timing: Timing { settle_after: std::time::Duration::from_secs(60), ..Timing::default() },
        ..Settings::default()
    });
    world.scan(2307, micropay("R1", "168")).await;
    world.wait(15);
    assert_eq!(world.scan(2311, json!({ "MERORDERID": "R1" })).await.status(), "1");
    world.wait(60);
    assert!(due(&world).is_empty());
}

#[tokio::test]
async fn faults_strike_it_too() {
    let twice = always(Fault::NoticeDuplicate);
    twice.scan_pay("S1", "100").await;
    twice.wait(1);
    assert_eq!(due(&twice).len(), 2);

    let late = always(Fault::NoticeDelay);
    late.scan_pay("S1", "100").await;
    late.wait(30);
    assert!(due(&late).is_empty());
    late.wait(1);
    assert_eq!(due(&late).len(), 1);

    for scan in [true, false] {
        let tampered = always(Fault::NoticeTamper);
        if scan {
            tampered.scan_pay("S1", "100").await
        } else {
            tampered.quick_pay("Q1", "100").await
        }
        tampered.wait(1);
        let told = &due(&tampered)[0];
        assert!(!is_signed(told, &key()));
        let amount = serde_json::from_slice::<Value>(told).expect("JSON")["Body"]["AMT"].clone();
        assert_eq!(amount, if scan { json!(1100) } else { json!("1100") });
    }

    let gbk = always(Fault::NoticeGbk);
    gbk.quick_pay("Q1", "100").await;
    gbk.wait(1);
    assert!(std::str::from_utf8(&due(&gbk)[0]).is_err());
}

#[tokio::test]
async fn the_fault_pending_makes_a_payment_wait() {
    let world = always(Fault::Pending);
    assert_eq!(world.scan(2307, micropay("R1", "100")).await.status(), "3 AA");
    world.wait(3);
    assert_eq!(world.scan_state("R1").await, "1");
    assert_eq!(due(&world).len(), 1);
}
