//! Notices: whom they are believed, what they are matched with, what is answered. Section 6.

use mmsp::notice::{self, Push, verify, verify_json};
use mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice};
use paycore::{Error, Expected, Fen, TradeState};
use paysign::{Md5Key, Verified};

use crate::support::{AGENT_KEY, KEY, MERCHANT, Platform, client, envelope, key, sign};

const PAID: &str = r#"{"AMT":"2580","BANK_NAME":"工商银行","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","NOTIFY_DATE":"20240506101235","PAY_DATE":"20240506101230","PUSH_COUNT":3,"STATUS":"1"}"#;
/// The sample of section 4.3.18, its `RetCode` 0 included.
const PUSHED: &str = r#"{"CommandID":2324,"SeqID":1,"NodeType":3,"NodeID":"openplat","Version":"1.0.0","RetCode":0,"ErrorMsg":"","AGENTNO":"","MERNO":"001440353999853","TERMNO":"84970001","Body":{"AMT":1990,"MERORDERID":"WX2024050600042","ORDERNO":"202405060000000042","PAYTIME":"2024-05-06 10:12:01","STATUS":"1","TRADETYPE":"1","TRDETIME":"2024-05-06 10:11:12"},"Sign":"4ECCA55FC99846E34ADA9107CC322CC2"}"#;
/// The notice of section 3.5.
const GATEWAY: &str = r#"{"STATUS":"1","MERORDERID":"GW20240506000009","AMT":"8800","GOODSNAME":"龙井茶/250g","PAY_CHANNEL":"YLBILL-NET-B2C","LIST_ID":"110009000017","PAY_DATE":"20240506101112","NOTIFY_DATE":"20240506101113","REMARK":"","PUSH_COUNT":2}"#;

fn keys() -> [Md5Key; 2] {
    [key(AGENT_KEY), key(KEY)]
}

fn untrusted<N: Push>(body: &str) -> String {
    match verify::<N>(&keys(), body.as_bytes()) {
        Err(Error::Untrusted { message, .. }) => message,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("believed"),
    }
}

#[test]
fn the_samples_are_believed() {
    let push = verify::<ScanNotice>(&keys(), PUSHED.as_bytes()).expect("believed");
    assert_eq!((notice::state(&*push), push.amt.as_str()), (TradeState::Succeeded, "1990"));
    let gateway = envelope("1", GATEWAY, "F0C61559C3869D715B05812097B50AFA");
    let gateway = verify::<GatewayNotice>(&keys(), gateway.as_bytes()).expect("believed");
    assert_eq!((gateway.state(), gateway.remark.as_deref()), (TradeState::Succeeded, None));
    for sign in ["E45887F316CA20F67B65D4A0492C532E", "e45887f316ca20f67b65d4a0492c532e"] {
        for ret_code in ["1", "0", "\"39999\"", "null"] {
            let paid = verify::<QuickPayNotice>(&keys(), envelope(ret_code, PAID, sign).as_bytes()).expect("believed");
            assert_eq!((paid.state(), paid.push_count.as_deref()), (TradeState::Succeeded, Some("3")));
        }
    }
}

#[test]
fn what_is_not_believed() {
    let good = sign(PAID, KEY);
    assert_eq!(
        untrusted::<QuickPayNotice>(&envelope("1", &PAID.replace("2580", "2581"), &good)),
        "Sign: the signature does not verify".to_owned()
    );
    for sign in ["", "x", &good[1..], &sign(PAID, "another key")] {
        assert!(untrusted::<QuickPayNotice>(&envelope("1", PAID, sign)).starts_with("Sign: "), "{sign}");
    }
    for body in ["\"\"", "[]", "null"] {
        assert!(untrusted::<QuickPayNotice>(&envelope("1", body, &good)).contains("Body"), "{body}");
    }
    for body in ["", "{", "[]", "a=b", "result=%7", &envelope("1", &PAID.replacen('{', "{\"AMT\":1,", 1), &good)] {
        assert!(!untrusted::<QuickPayNotice>(body).is_empty(), "{body}");
    }
    // Without a key nothing is believed.
    assert!(verify::<ScanNotice>(&[], PUSHED.as_bytes()).is_err());
}

#[test]
fn a_signed_reply_is_no_notice() {
    // The answer to a placed order: STATUS 1 means placed.
    let placed = r#"{"MERORDERID":"WX2024050600042","ORDERNO":"202405060000000042","STATUS":"1","TRADETIME":"2024-05-06 10:11:12","TRADETYPE":"1","URL":"weixin://x"}"#;
    let message = untrusted::<ScanNotice>(&envelope("1", placed, &sign(placed, KEY)));
    assert!(message.contains("AMT: is required"), "{message}");
}

#[test]
fn only_the_stored_order_is_matched() {
    let platform = Platform::answering([]);
    let mmsp = client(&platform);
    let take = || mmsp.scan().notice(PUSHED.as_bytes()).expect("believed");
    let order = Expected::new(MERCHANT, "WX2024050600042", Fen::new(1990));
    let matched = take().matched(&order).expect("its order");
    assert_eq!((matched.ack().content_type, matched.ack().body.as_str()), ("text/plain", "SUCCESS"));
    for (order, field) in [
        (Expected::new(MERCHANT, "WX2024050600042", Fen::new(1991)), "AMT"),
        (Expected::new(MERCHANT, "WX2024050600043", Fen::new(1990)), "MERORDERID"),
        (order.reference("202405060000000043"), "ORDERNO"),
    ] {
        assert_eq!(take().matched(&order).expect_err("another order").mismatch.field, field);
    }
}

#[test]
fn other_states_finalise_nothing() {
    let state = |status: &str| {
        let body = GATEWAY.replacen(r#""STATUS":"1""#, &format!(r#""STATUS":"{status}""#), 1);
        let envelope = envelope("1", &body, &sign(&body, KEY));
        verify::<GatewayNotice>(&keys(), envelope.as_bytes()).map(|notice: Verified<_>| notice.state()).expect("believed")
    };
    assert_eq!(
        ["0", "1", "2", "3", "9"].map(state),
        [TradeState::Pending, TradeState::Succeeded, TradeState::Unknown, TradeState::Unknown, TradeState::Unknown]
    );
}

#[test]
fn the_form_for_the_command() {
    let form = format!("result={}", PUSHED.replace('%', "%25").replace('&', "%26").replace('+', "%2B"));
    for body in [PUSHED, &form, &format!("\u{feff}{PUSHED}")] {
        let (push, json) = verify_json::<ScanNotice>(&keys(), body.as_bytes()).expect("believed");
        assert_eq!((push.order_no.as_str(), &json["AMT"], &json["_head"]["RetCode"]), ("202405060000000042", &1990.into(), &0.into()));
    }
    assert_eq!(
        [QuickPayNotice::ID, ScanNotice::ID, GatewayNotice::ID],
        ["mmsp.quickpay.notice", "mmsp.scan.notice", "mmsp.gateway.notice"]
    );
}

#[test]
fn the_front_page_return_only_shows() {
    let mmsp = client(&Platform::answering([]));
    let returned = mmsp.gateway().front_return("STATUS=1&MERORDERID=GW1&AMT=8800").expect("a query string");
    assert_eq!(returned.mer_order_id.as_deref(), Some("GW1"));
    assert!(mmsp.gateway().front_return("STATUS=1&STATUS=1").is_err());
}

#[test]
fn what_is_answered() {
    let push = client(&Platform::answering([])).scan().notice(PUSHED.as_bytes()).expect("believed");
    let ack = push.matched(&Expected::new(MERCHANT, "WX2024050600042", Fen::new(1990))).expect("its order").ack();
    let answer = notice::answer(ack);
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().ok(), answer.body().as_str()),
        (200, Some("text/plain"), "SUCCESS")
    );
    let refusal = notice::refusal();
    assert_eq!((refusal.status().as_u16(), refusal.body().as_str()), (400, "FAIL"));
}
