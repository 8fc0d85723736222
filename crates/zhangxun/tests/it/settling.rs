//! Asking until an order is settled: now, then by the rule. Section 7.

use std::{cell::Cell, time::Duration};

use paycore::{Expected, Fen, TradeState};
use zhangxun::settle::Polling;

use crate::{
    replies::{PAYOUT_QUERY, QUERY},
    support::{MERCHANT, account, http, replayed, signed},
};

fn stored() -> Expected {
    Expected::new(MERCHANT, "ZX20240506000001", Fen::new(1990))
}

fn stored_payout() -> Expected {
    Expected::new(MERCHANT, "ZP20240506000001", Fen::new(150_000))
}

#[tokio::test]
async fn asks_now_and_then_by_the_rule() {
    let slept = Cell::new(Duration::ZERO);
    let wait = |time| {
        slept.set(slept.get() + time);
        std::future::ready(())
    };
    let open = || http(200, signed(&QUERY.replace("ordStatus=01", "ordStatus=06").replace("payAmt=1990", "payAmt=0")));
    let (client, _) = replayed(account(), [open(), http(500, ""), http(200, "{"), http(200, signed(QUERY))]);
    let settled = client.settle(&stored(), &Polling::PAYMENT, wait).await;
    assert_eq!((settled.state, settled.asked, slept.get()), (TradeState::Succeeded, 4, Duration::from_secs(30)));

    let (client, wire) = replayed(account(), std::iter::repeat_with(open).take(23));
    let settled = client.settle(&stored(), &Polling::PAYMENT, wait).await;
    assert_eq!((settled.state, settled.asked, wire.requests().len()), (TradeState::Pending, 23, 23));
    assert!(settled.advice.expect("advice").en.contains("ask a person"));
}

#[tokio::test]
async fn what_differs_from_the_stored_order_settles_nothing() {
    for (from, to, field) in [
        ("ordAmt=1990", "ordAmt=1991", "ordAmt"),
        ("ordAmt=1990", "ordAmt=19.90", "ordAmt"),
        ("&ordAmt=1990", "", "ordAmt"),
        ("payAmt=1990", "payAmt=1", "payAmt"),
        ("&payAmt=1990", "", "payAmt"),
        ("prdOrdNo=17", "prdOrdNo=18", "prdOrdNo"),
    ] {
        let (client, _) = replayed(account(), [http(200, signed(&QUERY.replace(from, to)))]);
        let settled = client.settle(&stored().reference("17"), &Polling::PAYMENT, |_| std::future::ready(())).await;
        assert_eq!((settled.state, settled.asked), (TradeState::Unknown, 1), "{to}");
        assert_eq!(settled.alarm.expect("an alarm").field, field);
    }
    // Before it is paid the amounts may be missing.
    let (client, _) = replayed(account(), [http(200, signed(&QUERY.replace("ordStatus=01&ordAmt=1990&payAmt=1990", "ordStatus=04")))]);
    let settled = client.ask(&stored()).await.expect("an answer");
    assert_eq!((settled.state, settled.alarm), (TradeState::Pending, None));
}

#[tokio::test]
async fn payouts_are_settled_by_what_was_ordered() {
    let waiting = signed(&PAYOUT_QUERY.replace("ordStatus=07", "ordStatus=01"));
    // The payee gets less than was ordered: no difference (section 7.2).
    let (client, _) = replayed(account(), [http(200, waiting), http(200, signed(PAYOUT_QUERY))]);
    let settled = client.settle_payout(&stored_payout(), &Polling::PAYOUT, |_| std::future::ready(())).await;
    assert_eq!((settled.state, settled.asked, settled.alarm), (TradeState::Succeeded, 2, None));
    for (from, to, field) in
        [("casAmt=150000", "casAmt=149800", "casAmt"), ("&casAmt=150000", "", "casAmt"), ("casOrdNo=31", "casOrdNo=32", "casOrdNo")]
    {
        let (client, _) = replayed(account(), [http(200, signed(&PAYOUT_QUERY.replace(from, to)))]);
        let settled = client.ask_payout(&stored_payout().reference("31")).await.expect("an answer");
        assert_eq!((settled.state, settled.alarm.expect("an alarm").field), (TradeState::Unknown, field));
    }
}

#[tokio::test]
async fn what_gives_nothing_leaves_the_order_open() {
    let (client, _) = replayed(account(), [http(200, r#"{"code":"E1","msg":"no such order"}"#)]);
    assert_eq!(client.ask(&stored()).await.expect_err("refused").kind(), "refused");
    let (client, _) = replayed(account(), []);
    let settled = client.settle(&stored(), &Polling::ONCE, |_| std::future::ready(())).await;
    assert_eq!((settled.state, settled.asked, settled.answer.is_none()), (TradeState::Unknown, 1, true));
}
