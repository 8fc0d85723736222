//! Asking until an order is settled: now, then by the rule.

use std::{cell::Cell, time::Duration};

use kuaiqian::gateway::settle::Polling;
use paycore::{Expected, Fen, TradeState};

use crate::{
    refunds,
    replies::answered,
    requests::refund,
    support::{ACCOUNT, Reply, by_md5, http, replayed},
};

const HEAD: &str = "version=v2.0&signType=1&merchantAcctId=1000000000101";
const ITEM: &str = "orderId=T20240105-0001&orderAmount=1250&orderTime=20240105093000&dealTime=20240105093142&payResult=10\
                    &payType=10&payAmount=1250&fee=0&dealId=900000001";

fn stored() -> Expected {
    Expected::new(ACCOUNT, "T20240105-0001", Fen::new(1250)).time("20240105093000")
}

fn open() -> Reply {
    answered(&HEAD.replace("&merchantAcctId=1000000000101", "&merchantAcctId=1000000000101&errCode=31005"), &[])
}

#[tokio::test]
async fn asks_now_and_then_by_the_rule() {
    let slept = Cell::new(Duration::ZERO);
    let wait = |time| {
        slept.set(slept.get() + time);
        std::future::ready(())
    };
    let (gateway, _) = replayed(by_md5(), [open(), http(500, ""), answered(HEAD, &[ITEM])]);
    let settled = gateway.settle(&stored(), &Polling::MINUTELY, wait).await;
    assert_eq!((settled.state, settled.asked, slept.get()), (TradeState::Succeeded, 3, Duration::from_secs(120)));

    let (gateway, wire) = replayed(by_md5(), std::iter::repeat_with(open).take(10));
    let settled = gateway.settle(&stored(), &Polling::MINUTELY, wait).await;
    assert_eq!((settled.state, settled.asked, wire.requests().len()), (TradeState::Pending, 10, 10));
    assert!(settled.advice.expect("advice").en.contains("ask a person"));
}

#[tokio::test]
async fn what_differs_from_the_stored_order_settles_nothing() {
    for (from, to, field) in [
        ("orderAmount=1250", "orderAmount=1", "orderAmount"),
        ("payAmount=1250", "payAmount=1", "payAmount"),
        ("orderTime=20240105093000", "orderTime=20240105093001", "orderTime"),
    ] {
        let (gateway, _) = replayed(by_md5(), [answered(HEAD, &[&ITEM.replace(from, to)])]);
        let settled = gateway.settle(&stored(), &Polling::MINUTELY, |_| std::future::ready(())).await;
        assert_eq!((settled.state, settled.asked), (TradeState::Unknown, 1));
        assert_eq!(settled.alarm.expect("an alarm").field, field);
    }
}

#[tokio::test]
async fn refunds_are_settled_too() {
    let waiting = refunds::ITEM.replace("status=1", "status=0");
    let replies = [refunds::answered(refunds::HEAD, &[&waiting]), refunds::answered(refunds::HEAD, &[refunds::ITEM])];
    let (gateway, _) = replayed(by_md5(), replies);
    let settled = gateway.settle_refund(&refund(&gateway), &Polling::MINUTELY, |_| std::future::ready(())).await;
    assert_eq!((settled.state, settled.asked), (TradeState::Succeeded, 2));

    let more = refunds::ITEM.replace("orderAmout=1250", "orderAmout=125000");
    let (gateway, _) = replayed(by_md5(), [refunds::answered(refunds::HEAD, &[&more])]);
    let settled = gateway.ask_refund(&refund(&gateway)).await.expect("an answer");
    assert_eq!((settled.state, settled.alarm.expect("an alarm").field), (TradeState::Unknown, "orderAmout"));
}
