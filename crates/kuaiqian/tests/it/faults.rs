//! Everything that can happen to a request on its way: what the client says, and that it sends once.

use std::time::Duration;

use cnpay_sim::{Fault, FaultPlan, Rate};
use kuaiqian::agreement::settle::Polling;
use paycore::{Expected, Sensitive, TradeState};

use crate::support::{World, ask_for, pay, verdict};

fn always(fault: Fault) -> FaultPlan {
    FaultPlan::seeded(7).with(fault, Rate::ALWAYS)
}

#[tokio::test]
async fn every_fault_of_a_call() {
    for (fault, debit, read) in [
        (Fault::Refuse, "not_sent: not placed", "not_sent: not placed"),
        (Fault::DropBefore, "reset: unknown, query", "reset: unchanged"),
        (Fault::DropAfter, "reset: unknown, query", "reset: unchanged"),
        (Fault::Hang, "timeout: unknown, query", "timeout: unchanged"),
        (Fault::Garbage, "unparsable: unknown, query", "untrusted: unchanged"),
        (Fault::Http5xx, "status: unknown, query", "status: unchanged"),
    ] {
        let world = World::faulty(always(fault));
        let order = pay(&world.agreement, "ORDER0001", 8860, &Sensitive::from("8190000000000000017"));
        assert_eq!(verdict(&world.agreement.send(&order).await), debit, "{fault}");
        assert_eq!(verdict(&world.agreement.send(&ask_for(&world.agreement, "ORDER0001")).await), read, "{fault}");
        assert_eq!((world.sent("purchase"), world.sent("query_txn")), (1, 1), "{fault}");
    }
}

#[tokio::test]
async fn pending_at_first() {
    let world = World::faulty(always(Fault::Pending));
    let token = world.bind().await;
    assert_eq!(verdict(&world.agreement.send(&pay(&world.agreement, "ORDER0001", 8860, &token)).await), "pending C0, query");
    assert_eq!(verdict(&world.agreement.send(&ask_for(&world.agreement, "ORDER0001")).await), "pending P, query");
    world.wait(2);
    assert_eq!(verdict(&world.agreement.send(&ask_for(&world.agreement, "ORDER0001")).await), "succeeded S");
}

#[tokio::test]
async fn slow_is_no_failure() {
    let world = World::faulty(always(Fault::Slow));
    let request = ask_for(&world.agreement, "ORDER0001");
    let (result, ()) = tokio::join!(world.agreement.send(&request), async { world.wait(5) });
    assert_eq!(verdict(&result), "unknown B.MGW.0170, query");
}

/// Whatever the line does, the client's word on an order never contradicts the gateway's, and no debit leaves twice.
#[tokio::test]
async fn a_bad_line_makes_no_client_lie() {
    const FAULTS: [Fault; 6] = [Fault::Refuse, Fault::Hang, Fault::DropBefore, Fault::DropAfter, Fault::Http5xx, Fault::Garbage];
    let rate = Rate::parts_per_million(150_000);
    for seed in 0..8 {
        let world = World::faulty(FAULTS.into_iter().fold(FaultPlan::seeded(seed), |plan, fault| plan.with(fault, rate)));
        for (at, fen) in [1000, 1051, 1068, 1071, 1098, 1097].into_iter().enumerate() {
            // Nothing is bound, so what arrives is recorded as failed, and what does not is never found.
            let order = pay(&world.agreement, &format!("O{at}"), fen, &Sensitive::from("8190000000000000017"));
            let said = world.agreement.send(&order).await;
            let wait = |time: Duration| {
                world.clock.advance(time);
                std::future::ready(())
            };
            let settled = world.agreement.settle(&Expected::from(&order), &Polling::MINUTELY, wait).await;
            let told = verdict(&said);
            match settled.state {
                TradeState::Failed => assert_ne!(told, "not_sent: not placed", "seed {seed}, O{at}"),
                TradeState::Unknown => assert!(!told.starts_with("failed"), "seed {seed}, O{at}: {told}"),
                other => panic!("seed {seed}, O{at}: nobody could pay, and it is {other}"),
            }
            assert_eq!(settled.alarm, None);
        }
        assert_eq!(world.sent("purchase"), 6);
    }
}
