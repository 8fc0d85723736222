//! Settling over prepared answers: what each query adds, and what it cannot change.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use kuaiqian::agreement::settle::{Polling, Settled};
use paycore::{Error, Expected, TradeState};
use paytransport::{Kind, SendError};

use crate::support::{Reply, account, document, http, refused, replayed, stored};

fn found(fields: &str) -> Reply {
    document(&format!("<TxnMsgContent><externalRefNumber>ORDER0001</externalRefNumber>{fields}</TxnMsgContent>"))
}

fn status(letter: &str) -> Reply {
    found(&format!("<txnStatus>{letter}</txnStatus>"))
}

fn not_found() -> Reply {
    document(&refused("B.MGW.0170"))
}

/// Settles over these answers. What it found, how long it waited each time, and how many requests left.
async fn settle(order: &Expected, polling: &Polling, replies: impl IntoIterator<Item = Reply>) -> (Settled, Vec<Duration>, usize) {
    let (agreement, wire) = replayed(account(), replies);
    let waits = Arc::new(Mutex::new(Vec::new()));
    let settled = agreement.settle(order, polling, |time| {
        waits.lock().expect("the waits").push(time);
        std::future::ready(())
    });
    let settled = settled.await;
    let waits = waits.lock().expect("the waits").clone();
    (settled, waits, wire.requests().len())
}

/// So many queries, so many seconds apart.
fn every(seconds: u64, queries: u32) -> Polling {
    Polling::new([(Duration::from_secs(seconds), queries - 1)])
}

#[tokio::test]
async fn a_query_without_information_changes_nothing() {
    let silences = || {
        [
            Err(SendError::not_sent(Kind::Connect, "no")),
            Err(SendError::maybe_sent(Kind::Timeout, "no")),
            Err(SendError::maybe_sent(Kind::Closed, "no")),
            http(502, ""),
            http(400, ""),
            http(200, "garbage"),
            document(&refused("B.MGW.0999")),
            document(&refused("B.MGW.0001")),
        ]
    };
    for (letter, state) in [("P", TradeState::Pending), ("X", TradeState::Unknown)] {
        let replies = std::iter::once(status(letter)).chain(silences());
        let (settled, waits, sent) = settle(&stored(), &every(60, 9), replies).await;
        assert_eq!((settled.state, settled.asked, waits.len(), sent), (state, 9, 8, 9));
        assert_eq!(settled.answer.expect("the last answer").code.as_deref(), Some(letter));
        assert!(settled.advice.expect("advice").en.contains("still open"));
    }
    let (settled, ..) = settle(&stored(), &every(60, 9), silences().into_iter().chain([status("S")])).await;
    assert_eq!((settled.state, settled.asked), (TradeState::Succeeded, 9));
}

#[tokio::test]
async fn a_final_state_ends_it() {
    for (letter, state) in [("S", TradeState::Succeeded), ("F", TradeState::Failed), ("R", TradeState::Reversed)] {
        let (settled, waits, sent) = settle(&stored(), &Polling::MINUTELY, [status("P"), not_found(), status(letter), status("P")]).await;
        assert_eq!((settled.state, settled.asked, sent), (state, 3, 3));
        assert_eq!(waits, [Duration::from_secs(60); 2]);
        assert_eq!(settled.alarm, None);
    }
}

#[tokio::test]
async fn another_order_s_transaction_is_an_alarm_and_settles_nothing() {
    let order = stored().reference("990000000101");
    let own = "<txnType>PUR</txnType><amount>88.60</amount><merchantId>104110045112012</merchantId><terminalId>00002012</terminalId>\
               <refNumber>990000000101</refNumber><txnStatus>S</txnStatus>";
    let (settled, ..) = settle(&order, &Polling::MINUTELY, [found(own)]).await;
    assert_eq!((settled.state, settled.alarm), (TradeState::Succeeded, None));
    for (field, own_value, foreign) in [
        ("txnType", "PUR", "RFD"),
        ("amount", "88.60", "88.61"),
        ("amount", "88.60", "8860"),
        ("amount", "88.60", "88.600"),
        ("merchantId", "104110045112012", "104110045112013"),
        ("terminalId", "00002012", "00002013"),
        ("refNumber", "990000000101", "990000000102"),
    ] {
        let reply = found(&own.replace(&format!("<{field}>{own_value}<"), &format!("<{field}>{foreign}<")));
        let (settled, _, sent) = settle(&order, &Polling::MINUTELY, [reply, status("S")]).await;
        assert_eq!((settled.state, sent), (TradeState::Unknown, 1), "{field}");
        assert_eq!(settled.alarm.expect(field).field, field);
        assert!(settled.advice.expect(field).en.contains("ship nothing"));
    }
    let reply = document("<TxnMsgContent><externalRefNumber>ORDER0002</externalRefNumber><txnStatus>S</txnStatus></TxnMsgContent>");
    let (settled, ..) = settle(&order, &Polling::MINUTELY, [reply, status("S")]).await;
    assert_eq!((settled.state, settled.alarm.expect("an alarm").field), (TradeState::Unknown, "externalRefNumber"));
}

#[tokio::test]
async fn ten_times_not_found_leaves_the_order_to_a_person() {
    let never = || std::iter::repeat_with(not_found).take(10);
    let (settled, waits, sent) = settle(&stored(), &Polling::MINUTELY, never()).await;
    assert_eq!((settled.state, settled.asked, sent), (TradeState::Unknown, 10, 10));
    assert_eq!(waits, [Duration::from_secs(60); 9]);
    assert!(settled.advice.expect("advice").en.contains("ask a person"));
    assert_eq!(settled.answer.expect("the last answer").code.as_deref(), Some("B.MGW.0170"));
}

#[tokio::test]
async fn only_who_asks_for_it_gets_a_conclusion_from_not_found() {
    let never = || Vec::from_iter(std::iter::repeat_with(not_found).take(12));
    let with = |reply| [vec![reply], never()].concat();
    for (why, order, polling, replies, state) in [
        ("ten in nine minutes", stored(), Polling::MINUTELY, never(), TradeState::Failed),
        ("more of both", stored(), every(90, 12), never(), TradeState::Failed),
        ("too few", stored(), every(600, 9), never(), TradeState::Unknown),
        ("too fast", stored(), every(59, 10), never(), TradeState::Unknown),
        ("one without an answer", stored(), Polling::MINUTELY, with(http(502, "")), TradeState::Unknown),
        ("one that was found", stored(), Polling::MINUTELY, with(status("P")), TradeState::Unknown),
        ("a reply told its number", stored().reference("990000000101"), Polling::MINUTELY, never(), TradeState::Unknown),
    ] {
        let (agreement, _) = replayed(account(), replies.clone());
        let settled = agreement.settle_or_conclude(&order, &polling, |_| std::future::ready(())).await;
        assert_eq!(settled.state, state, "{why}");
        let person = settled.advice.expect(why).en.contains("ask a person");
        assert_eq!(person, state == TradeState::Unknown, "{why}");
        assert_eq!(settle(&order, &polling, replies).await.0.state, TradeState::Unknown, "{why}");
    }
}

/// An order is asked for under the numbers that it was placed with.
#[tokio::test]
async fn the_order_s_own_merchant_and_terminal_are_asked_for() {
    let order = Expected::new("104110045112099", "REFUND0001", paycore::Fen::new(860)).terminal("00002099").kind("RFD");
    let (agreement, wire) = replayed(account(), [status("S")]);
    let _ = agreement.ask(&order).await;
    let body = String::from_utf8_lossy(wire.requests()[0].0.body()).into_owned();
    for element in ["<merchantId>104110045112099<", "<terminalId>00002099<", "<externalRefNumber>REFUND0001<", "<txnType>RFD<"] {
        assert!(body.contains(element), "{element} in {body}");
    }
}

#[tokio::test]
async fn asking_once_says_why_there_is_no_answer() {
    let (agreement, wire) = replayed(account(), [http(502, ""), http(200, "garbage"), document(&refused("B.MGW.0004"))]);
    assert!(matches!(agreement.ask(&stored()).await, Err(Error::Unknown(_))));
    assert!(matches!(agreement.ask(&stored()).await, Err(Error::Untrusted { .. })));
    assert!(matches!(agreement.ask(&stored()).await, Err(Error::Refused(_))));
    assert_eq!(wire.requests().len(), 3);
}
