//! The steps of section 7.

use std::time::Duration;

use mmsp::{flows::SmsPayment, settle::Polling};
use mmsp_json::op::gateway;
use paycore::{Expected, Fen, TradeState};
use paytransport::{Kind, SendError};

use crate::{
    requests::{micropay, pay},
    support::{BY_ORDER, MERCHANT, Platform, account, brief, client, client_of, no_wait, refused, signed, silent},
};

#[tokio::test]
async fn a_code_is_sent_again_once_a_minute_and_handed_in() {
    let placed = r#"{"AMT":"2580","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","STATUS":"0"}"#;
    let sent = r#"{"LIST_ID":"100000900017","STATUS":"1"}"#;
    let wrong = r#"{"ERRCODE":"D4","ERRMSG":"要素不匹配","STATUS":"2"}"#;
    let silence = silent(SendError::maybe_sent(Kind::Timeout, "x"));
    let platform = Platform::answering([signed(placed), signed(sent), signed(wrong), refused("0", "x"), silence, signed(sent)]);
    let (mmsp, seconds) = client_of(account(), &platform);
    let order = pay(&mmsp);
    let answer = mmsp.send(&order).await.expect("placed");
    let mut payment = SmsPayment::placed(order.expected(MERCHANT), &answer, mmsp.now()).expect("a placed order");
    assert_eq!(payment.order.reference.as_deref(), Some("100000900017"));

    seconds.set(59);
    let early = mmsp.quickpay().resend(&mut payment).await.expect_err("too early");
    assert_eq!(early.to_string(), "LIST_ID: gets a code at most once in 60 s: wait 1 s");
    seconds.set(60);
    assert_eq!(mmsp.quickpay().resend(&mut payment).await.expect("sent").state, TradeState::Done);
    assert_eq!(payment.wait(mmsp.now()), Duration::from_secs(60));

    let wrong = mmsp.quickpay().hand_in(&payment, "111111").await.expect("an answer");
    assert_eq!((wrong.state, wrong.message.as_deref()), (TradeState::Unknown, Some("要素不匹配")));
    assert_eq!(wrong.followup().map(|query| query.fields.clone()), Some(vec![("MERORDERID", "QP20240506000017".to_owned())]));
    for reason in ["refused", "unknown timeout"] {
        let error = mmsp.quickpay().hand_in(&payment, "111111").await.expect_err("no answer");
        assert_eq!(brief(&error), format!("{reason} | {BY_ORDER}"));
    }
    let taken = mmsp.quickpay().hand_in(&payment, "482913").await.expect("taken");
    assert_eq!((taken.state, taken.advice.is_some()), (TradeState::Pending, true));
    assert_eq!(platform.sent().len(), 6);
}

#[test]
fn a_clock_set_back_forbids_a_code_for_a_minute_at_most() {
    let mmsp = client(&Platform::answering([]));
    let payment = SmsPayment { order: pay(&mmsp).expected(MERCHANT), list_id: "1".into(), sent: mmsp.now() };
    let before = paycore::BeijingTime::from_unix_seconds(mmsp.now().unix_seconds() - 3600);
    assert_eq!(payment.wait(before), Duration::from_secs(60));
}

const PAYING: &str = r#"{"ERR_CODE":"AA","MERORDERID":"RV2024050600043","STATUS":"3"}"#;
const PAID: &str = r#"{"AMT":"500","MERORDERID":"RV2024050600043","ORDERNO":"202405060000000043","STATUS":"1"}"#;

#[tokio::test]
async fn a_charged_code_is_settled_by_query() {
    let polling = Polling::new([(Duration::from_secs(5), 3)]);
    let order = Expected::new(MERCHANT, "RV2024050600043", Fen::new(500));
    let lost = || silent(SendError::maybe_sent(Kind::Closed, "x"));
    for (replies, state, asked) in [
        (vec![signed(PAID)], TradeState::Succeeded, None),
        (vec![signed(r#"{"STATUS":"2"}"#)], TradeState::Failed, None),
        (vec![signed(PAYING), signed(PAYING), signed(PAID)], TradeState::Succeeded, Some(2)),
        (vec![lost(), refused("0", "[-2002] x"), signed(PAID)], TradeState::Succeeded, Some(2)),
        (vec![refused("39999", "支付失败"), signed(r#"{"STATUS":"2"}"#)], TradeState::Failed, Some(1)),
        (vec![lost(), lost(), lost(), lost(), lost()], TradeState::Unknown, Some(4)),
    ] {
        let mmsp = client(&Platform::answering(replies));
        let outcome = mmsp.scan().charge(&micropay(&mmsp), &order, &polling, no_wait).await.expect("an outcome");
        assert_eq!((outcome.state, outcome.settled.map(|settled| settled.asked)), (state, asked));
    }
    let mmsp = client(&Platform::answering([silent(SendError::not_sent(Kind::Connect, "x"))]));
    let error = mmsp.scan().charge(&micropay(&mmsp), &order, &polling, no_wait).await.expect_err("nothing was sent");
    assert_eq!(brief(&error), "not_sent | not placed");
}

#[tokio::test]
async fn a_payment_is_cancelled_no_sooner_than_after_15_seconds() {
    let cancelled = r#"{"MERORDERID":"RV2024050600043","STATUS":"1"}"#;
    let platform = Platform::answering([signed(PAYING), signed(cancelled), signed(cancelled), signed(cancelled)]);
    let (mmsp, seconds) = client_of(account(), &platform);
    mmsp.send(&micropay(&mmsp)).await.expect("paying");
    let cancel = mmsp.scan().cancel().mer_order_id("RV2024050600043").build();
    seconds.set(14);
    let early = mmsp.clone().send(&cancel).await.expect_err("too early");
    assert_eq!(early.to_string(), "MERORDERID: is cancelled no sooner than 15 s after its payment: wait 1 s");
    assert_eq!(mmsp.scan().cancel_now(&cancel).await.expect("cancelled").state, TradeState::Reversed);
    mmsp.send(&mmsp.scan().cancel().mer_order_id("another").build()).await.expect_err("another order's reply");
    seconds.set(15);
    assert_eq!(mmsp.send(&cancel).await.expect("cancelled").state, TradeState::Reversed);
}

#[tokio::test]
async fn a_list_is_gone_through_page_by_page() {
    let row = r#"{"STATUS":"1","MERORDERID":"1","AMT":"1"}"#;
    let page = |page: u32, rows: &str, total: &str| signed(&format!(r#"{{"BIZ_CONTENT":[{rows}],"PAGE":"{page}"{total},"STATUS":"1"}}"#));
    let lost = silent(SendError::maybe_sent(Kind::Timeout, "x"));
    let two = format!("{row},{row}");
    let platform = Platform::answering([
        page(1, &two, r#","TOTAL_PAGE":"2""#),
        lost,
        page(2, row, r#","TOTAL_PAGE":"2""#),
        // Without a total the first page that is not full is the last.
        page(1, &two, ""),
        page(2, row, ""),
        signed(r#"{"STATUS":"0"}"#),
    ]);
    let mmsp = client(&platform);
    let query = || gateway::BatchQuery::builder().start_date("20240501").end_date("20240506").per_page(2).build();
    let mut pages = mmsp.gateway().pages(query());
    let mut seen = Vec::new();
    while let Some(page) = pages.next_page().await {
        seen.push(page.map_or(99, |page| page.reply.biz_content.len()));
    }
    assert_eq!(seen, [2, 99, 1]);
    let mut pages = mmsp.gateway().pages(query());
    assert_eq!(pages.next_page().await.expect("a page").expect("rows").reply.biz_content.len(), 2);
    assert_eq!(pages.next_page().await.expect("a page").expect("rows").reply.biz_content.len(), 1);
    assert!(pages.next_page().await.is_none());
    let empty = mmsp.quickpay().pages(mmsp.quickpay().batch_query().start_date("20240501").end_date("20240506").build()).next_page().await;
    let empty = empty.expect("a page").expect("an answer");
    assert_eq!((empty.state, empty.advice.is_some()), (TradeState::Done, true));
    assert!(platform.sent()[2].2.contains(r#""PAGE":"2""#));
}
