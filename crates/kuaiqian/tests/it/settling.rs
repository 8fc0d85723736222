//! Settling against the simulator, on a clock that the waiting moves: nine minutes take no time.

use std::{sync::Mutex, time::Duration};

use kuaiqian::agreement::settle::{Polling, Settled};
use paycore::{Expected, TradeState};

use crate::support::{World, pay};

/// Debits that amount and settles. What it found, and the waits in seconds.
async fn settle(world: &World, fen: u64, polling: &Polling, conclude: bool) -> (Settled, Vec<u64>) {
    let token = world.bind().await;
    let order = pay(&world.agreement, "ORDER0001", fen, &token);
    let _ = world.agreement.send(&order).await;
    let waits = Mutex::new(Vec::new());
    let wait = |time: Duration| {
        waits.lock().expect("the waits").push(time.as_secs());
        world.clock.advance(time);
        std::future::ready(())
    };
    let stored = Expected::from(&order);
    let settled = match conclude {
        true => world.agreement.settle_or_conclude(&stored, polling, wait).await,
        false => world.agreement.settle(&stored, polling, wait).await,
    };
    assert_eq!(world.sent("purchase"), 1, "settling asks, and never pays");
    assert_eq!(world.sent("query_txn") as u32, settled.asked);
    let waits = waits.into_inner().expect("the waits");
    (settled, waits)
}

#[tokio::test]
async fn one_query_a_minute_ten_in_all_and_the_first_at_once() {
    for (fen, state, waits) in [
        (8860, TradeState::Succeeded, vec![]),
        (8851, TradeState::Failed, vec![]),
        (8898, TradeState::Succeeded, vec![]),
        (8868, TradeState::Succeeded, vec![60]),
        (8871, TradeState::Succeeded, vec![60]),
        (8869, TradeState::Pending, vec![60; 9]),
        (8897, TradeState::Unknown, vec![60; 9]),
    ] {
        let (settled, waited) = settle(&World::new(), fen, &Polling::MINUTELY, false).await;
        assert_eq!((settled.state, waited), (state, waits), "{fen}");
        assert_eq!(settled.advice.is_some(), state.is_open(), "{fen}: advice only while there is something to do");
    }
}

#[tokio::test]
async fn a_debit_that_never_arrived() {
    let (settled, _) = settle(&World::new(), 8897, &Polling::MINUTELY, false).await;
    assert_eq!((settled.state, settled.asked), (TradeState::Unknown, 10));
    let advice = settled.advice.expect("advice");
    assert!(advice.en.contains("every time") && advice.zh.contains("人工"), "{advice:?}");

    assert_eq!(settle(&World::new(), 8897, &Polling::MINUTELY, true).await.0.state, TradeState::Failed);
    // What was found once is not concluded away.
    assert_eq!(settle(&World::new(), 8869, &Polling::MINUTELY, true).await.0.state, TradeState::Pending);
}

#[tokio::test]
async fn the_rule_is_a_setting() {
    let polling = Polling::new([(Duration::from_secs(1), 2)]);
    let (settled, waits) = settle(&World::new(), 8897, &polling, true).await;
    assert_eq!((settled.state, settled.asked, waits), (TradeState::Unknown, 3, vec![1, 1]));
    let (settled, waits) = settle(&World::new(), 8868, &polling, true).await;
    assert_eq!((settled.state, settled.asked, waits), (TradeState::Succeeded, 3, vec![1, 1]));
}

/// 99bill forgets after half a year, and then "not found" is about its memory.
#[tokio::test]
async fn an_order_older_than_the_query_window() {
    let world = World::new();
    let token = world.bind().await;
    let order = pay(&world.agreement, "ORDER0001", 8860, &token);
    let _ = world.agreement.send(&order).await;
    world.wait(184 * 24 * 60 * 60);
    let settled = world.agreement.settle(&Expected::from(&order), &Polling::MINUTELY, |_| std::future::ready(())).await;
    assert_eq!((settled.state, settled.asked), (TradeState::Unknown, 10));
}
