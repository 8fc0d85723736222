//! Bytes from anybody: nothing panics, nothing changed verifies, no secret is printed.

use mmsp::{
    explain::{md5, payout},
    notice::verify,
};
use mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice};
use paycore::Sensitive;
use paysign::{PublicKey, RsaDecryptor};
use proptest::prelude::*;

use crate::{
    requests::pay,
    support::{AGENT_KEY, KEY, Platform, client, envelope, key, says, sign, signed},
};

const PAID: &str = r#"{"AMT":"2580","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","PAY_DATE":"20240506101230","STATUS":"1"}"#;

/// Something that looks like a message, and anything else.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(":"),
        Just(","),
        Just("\"Body\""),
        Just("\"Sign\""),
        Just("\"RetCode\":1"),
        Just("\"STATUS\""),
        Just("\"ENCRYPT\""),
        Just("\"SIGN\""),
        Just("\"AMT\""),
        Just("\"\\u0000\\ud83c\""),
        Just("\"款\""),
        Just("1e3"),
        Just("-0"),
        Just("null"),
        Just("result="),
    ];
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

proptest! {
    #[test]
    fn nothing_panics(bytes in bytes(), signature in "[0-9A-Fa-f]{30,33}") {
        let (keys, secret) = ([key(KEY)], Sensitive::from(KEY));
        prop_assert!(verify::<QuickPayNotice>(&keys, &bytes).is_err());
        prop_assert!(verify::<ScanNotice>(&keys, &bytes).is_err());
        prop_assert!(verify::<GatewayNotice>(&keys, &bytes).is_err());
        let found = md5::explain(&bytes, Some(&signature), &secret, &[&Sensitive::from(AGENT_KEY)]);
        prop_assert!(found.is_err() || found.is_ok_and(|found| !found.valid));
        let decryptor = RsaDecryptor::read(include_bytes!("../keys/merchant.key.pem")).expect("a key");
        let keys = PublicKey::read(include_bytes!("../keys/platform.pub.pem")).expect("a key");
        let found = payout::explain(&bytes, None, &decryptor, &keys, None);
        prop_assert!(found.is_err() || found.is_ok_and(|found| !found.valid));
    }

    #[test]
    fn no_reply_panics_or_settles(bytes in bytes()) {
        let mmsp = client(&Platform::answering([says(String::from_utf8_lossy(&bytes).into_owned())]));
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let error = runtime.block_on(mmsp.send(&pay(&mmsp))).expect_err("nothing is signed here");
        prop_assert!(matches!(error.order(), paycore::Order::Unknown(Some(_))));
    }

    #[test]
    fn one_changed_bit_is_not_believed(at in 0..PAID.len(), bit in 0..7_u8) {
        let mut body = PAID.as_bytes().to_vec();
        body[at] ^= 1 << bit;
        let body = String::from_utf8(body).expect("ASCII");
        let changed = envelope("1", &body, &sign(PAID, KEY));
        prop_assert!(verify::<QuickPayNotice>(&[key(KEY)], changed.as_bytes()).is_err());
    }
}

#[tokio::test]
async fn no_secret_is_printed() {
    let echo = r#"{"CARDNO":"6222020000000000018","ERRMSG":"x","MERORDERID":"other","STATUS":"2"}"#;
    let refusal = r#"{"RetCode":0,"ErrorMsg":"6222020000000000018 王小明"}"#;
    let mmsp = client(&Platform::answering([signed(echo), says(refusal), says("6222020000000000018")]));
    let order = pay(&mmsp);
    for _ in 0..3 {
        let error = mmsp.send(&order).await.expect_err("not ours");
        let printed = format!("{error} {error:?} {order:?} {mmsp:?}");
        assert!(!printed.contains("6222020000000000018") && !printed.contains(KEY) && !printed.contains("110101199003070011"), "{printed}");
    }
    let answer = client(&Platform::answering([signed(&echo.replace("other", "QP20240506000017"))])).send(&order).await.expect("an answer");
    assert!(!format!("{answer:?}").contains("6222020000000000018"));
}
