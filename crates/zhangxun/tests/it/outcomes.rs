//! The tables of sections 8.2 and 8.3, whole: two vocabularies that share their codes.

use paycore::TradeState::{self, Failed, Pending, Succeeded, Unknown};
use zhangxun::{advice, outcome};
use zx_form::{PayStatus, PayoutStatus};

use crate::{
    replies::{PAYOUT_QUERY, QUERY, answered},
    support::signed,
};

const PAYMENTS: [(&str, TradeState, bool); 12] = [
    ("00", Pending, false),
    ("01", Succeeded, false),
    ("02", Failed, false),
    ("03", Pending, true),
    ("04", Pending, false),
    ("05", Pending, true),
    ("06", Pending, false),
    ("07", Pending, true),
    ("08", Pending, true),
    ("09", Pending, true),
    ("1", Pending, true),
    ("成功", Pending, true),
];

const PAYOUTS: [(&str, TradeState, bool); 12] = [
    ("00", Pending, false),
    // What is a payment's success.
    ("01", Pending, true),
    // What is a payment's failure.
    ("02", Pending, true),
    ("03", Pending, true),
    ("04", Pending, true),
    ("05", Pending, true),
    ("06", Pending, false),
    ("07", Succeeded, false),
    ("08", Failed, false),
    ("09", Pending, true),
    ("7", Pending, true),
    ("清算完成", Pending, true),
];

#[test]
fn payments() {
    for (code, state, has_advice) in PAYMENTS {
        let status = PayStatus::from(code);
        assert_eq!([outcome::of_pay(Some(&status)), outcome::of_query(Some(&status)), outcome::of_notice(&status)], [state; 3], "{code}");
        assert_eq!(advice::of_payment(&status).is_some(), has_advice, "{code}");
    }
    assert_eq!((outcome::of_pay(None), outcome::of_query(None)), (Pending, Unknown));
}

#[test]
fn payouts() {
    for (code, state, has_advice) in PAYOUTS {
        let status = PayoutStatus::from(code);
        let states = [outcome::of_payout(Some(&status)), outcome::of_payout_query(Some(&status)), outcome::of_payout_notice(&status)];
        assert_eq!(states, [state; 3], "{code}");
        assert_eq!(advice::of_payout(&status).is_some(), has_advice, "{code}");
    }
    assert_eq!((outcome::of_payout(None), outcome::of_payout_query(None)), (Pending, Unknown));
}

#[tokio::test]
async fn as_they_come_back() {
    let expected = |state: TradeState| format!("{state} 000000{}", if state.is_open() { ", query" } else { "" });
    for (code, state, _) in PAYMENTS {
        let reply = signed(&QUERY.replace("ordStatus=01", &format!("ordStatus={code}")));
        assert_eq!(answered("query", &reply).await, expected(state), "{code}");
    }
    for (code, state, _) in PAYOUTS {
        let reply = signed(&PAYOUT_QUERY.replace("ordStatus=07", &format!("ordStatus={code}")));
        assert_eq!(answered("payout_query", &reply).await, expected(state), "{code}");
    }
    assert_eq!(answered("query", &signed(&QUERY.replace("&ordStatus=01", ""))).await, expected(Unknown));
    assert_eq!(answered("payout_query", &signed(&PAYOUT_QUERY.replace("&ordStatus=07", ""))).await, expected(Unknown));
}
