//! Asking until it is settled, and alarms.

use std::{sync::Mutex, time::Duration};

use mmsp::settle::Polling;
use paycore::{Expected, Fen, TradeState};

use crate::support::{MERCHANT, ORDER, Platform, client, no_wait, refused, says, signed};

fn stored() -> Expected {
    Expected::new(MERCHANT, ORDER, Fen::new(2580)).reference("100000900017")
}

fn found(amt: &str, list_id: &str, status: &str) -> String {
    format!(r#"{{"AMT":"{amt}","LIST_ID":"{list_id}","MERORDERID":"{ORDER}","STATUS":"{status}"}}"#)
}

#[tokio::test]
async fn the_first_query_goes_at_once() {
    let pending = found("2580", "100000900017", "0");
    let mmsp = client(&Platform::answering([
        signed(&pending),
        refused("0", "[-2002] 没有该订单"),
        says("x"),
        signed(&found("2580", "100000900017", "1")),
    ]));
    let waits = Mutex::new(Vec::new());
    let settled = mmsp
        .quickpay()
        .settle(&stored(), &Polling::PAYMENT, |wait: Duration| {
            waits.lock().expect("waits").push(wait.as_secs());
            std::future::ready(())
        })
        .await;
    assert_eq!((settled.state, settled.asked, settled.alarm), (TradeState::Succeeded, 4, None));
    assert_eq!(*waits.lock().expect("waits"), [10, 10, 10]);
}

#[tokio::test]
async fn an_order_that_is_never_found_stays_unknown() {
    let mmsp = client(&Platform::answering((0..4).map(|_| refused("0", "[-2002] 没有该订单"))));
    let settled = mmsp.scan().settle(&stored(), &Polling::new([(Duration::ZERO, 2)]), no_wait).await;
    assert_eq!((settled.state, settled.asked, settled.advice.is_some()), (TradeState::Unknown, 3, true));
    assert!(mmsp.gateway().settle(&stored(), &Polling::ONCE, no_wait).await.answer.is_none());
}

#[tokio::test]
async fn a_success_must_speak_of_the_stored_order() {
    for (body, alarm, state) in [
        (found("2580", "100000900017", "1"), None, TradeState::Succeeded),
        (found("2581", "100000900017", "1"), Some("AMT"), TradeState::Unknown),
        (found("2580", "100000900018", "1"), Some("LIST_ID"), TradeState::Unknown),
        (found("2581", "100000900017", "2"), Some("AMT"), TradeState::Unknown),
        // A signed message of another command, which names neither.
        (r#"{"LIST_ID":"100000900017","STATUS":"1"}"#.into(), Some("MERORDERID"), TradeState::Unknown),
        (format!(r#"{{"MERORDERID":"{ORDER}","STATUS":"1"}}"#), Some("AMT"), TradeState::Unknown),
        (format!(r#"{{"MERORDERID":"{ORDER}","STATUS":"2"}}"#), None, TradeState::Failed),
    ] {
        let mmsp = client(&Platform::answering([signed(&body)]));
        let settled = mmsp.quickpay().ask(&stored()).await.expect("an answer");
        assert_eq!((settled.alarm.map(|alarm| alarm.field), settled.state), (alarm, state), "{body}");
    }
}

#[tokio::test]
async fn a_refund_is_settled_by_its_own_number() {
    let accepted = |amt: &str| signed(&format!(r#"{{"AMT":"{amt}","REFUND_MERORDERID":"RF1","REFUND_ORDERNO":"9","STATUS":"1"}}"#));
    let mmsp = client(&Platform::answering([says(""), accepted("200"), accepted("201")]));
    let refund = mmsp.scan().refund().mer_order_id("RV2024050600043").refund_mer_order_id("RF1").amt(Fen::new(200)).build();
    let settled = mmsp.scan().settle_refund(&refund, &Polling::new([(Duration::ZERO, 1)]), no_wait).await;
    assert_eq!(
        (settled.state, settled.asked, settled.answer.and_then(|answer| answer.stage)),
        (TradeState::Succeeded, 2, Some("accepted"))
    );
    let differs = mmsp.scan().ask_refund(&refund).await.expect("an answer");
    assert_eq!((differs.state, differs.alarm.map(|alarm| alarm.field)), (TradeState::Unknown, Some("AMT")));
}
