//! Payout: sealed both ways, judged by codes that nobody signs. Sections 4.6, 5 and 8.6.

use std::{sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use mmsp::{
    payout::{Payout, PayoutAccount},
    settle::Polling,
};
use mmsp_json::{op::payout::Pay, payout::Sealed};
use paycore::{Expected, Fen, TradeState};
use paysign::{Hash, PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner, RsaVerifier};
use paytransport::{Kind, SendError};
use serde_json::{Map, json};

use crate::support::{MERCHANT, Platform, Reply, Seconds, brief, no_wait, says, silent, status};

const MERCHANT_KEY: &[u8] = include_bytes!("../keys/merchant.key.pem");
/// The platform's pair in these tests: the private half of the published key is unknown.
const PLATFORM_KEY: &[u8] = include_bytes!("../../../../fixtures/keys/notice-1024.key.pem");
const PLAIN: &str = include_str!("../samples/request-plain.json");
const ANSWER: &str = include_str!("../samples/reply-plain.json");
const NUMBER: &str = "202405060000000007";
const BY_NUMBER: &str = r#"unknown: mmsp.payout.query [("ORDERNO", "202405060000000007")]"#;

fn account() -> PayoutAccount {
    let platform = RsaSigner::read(PLATFORM_KEY).expect("a key").public_key();
    PayoutAccount::new("https://platform.example/payout", MERCHANT, MERCHANT_KEY, platform).expect("an account")
}

fn client_of(account: PayoutAccount, platform: &Arc<Platform>) -> Payout {
    let clock = Seconds::default();
    Payout::new(account, Arc::clone(platform)).expect("a client").with_clock(move || clock.now())
}

fn client(platform: &Arc<Platform>) -> Payout {
    client_of(account(), platform)
}

fn wages(payout: &Payout) -> Pay {
    let pay = payout.pay().order_no(NUMBER).amt(Fen::new(150_000)).busi_type("002").acc_name("王小明").acc_no("6222020000000000018");
    let pay = pay.memo("五月工资/奖金").pay_type("1").acc_type("0").mobile("13900000001").bank_name("中国工商银行");
    pay.bank_prov("浙江省").bank_city("杭州市").build()
}

fn seal(plaintext: &str) -> String {
    let merchant = PublicKey::read(include_bytes!("../keys/merchant.pub.pem")).expect("a key").remove(0);
    STANDARD.encode(RsaEncryptor::new(merchant).encrypt(plaintext.as_bytes()).expect("encrypted"))
}

fn answers(ret_code: &str, plaintext: &str) -> Reply {
    says(format!(r#"{{"RETCODE":"{ret_code}","RETMSG":"x","ENCRYPT":"{}"}}"#, seal(plaintext)))
}

/// What a payout and a query make of the same answer.
async fn verdicts(reply: impl Fn() -> Reply) -> [String; 2] {
    let payout = client(&Platform::answering([reply(), reply()]));
    let of = |result: Result<TradeState, paycore::Error>| result.map_or_else(|error| brief(&error), |state| state.to_string());
    [
        of(payout.send(&wages(&payout)).await.map(|answer| answer.state)),
        of(payout.send(&payout.query().order_no(NUMBER).build()).await.map(|answer| answer.state)),
    ]
}

#[tokio::test]
async fn the_sample_request_is_signed_as_published_and_opens_at_the_platform() {
    let platform = Platform::answering([answers("0000", ANSWER.trim_end())]);
    let payout = client(&platform);
    let mut request = wages(&payout);
    request.req_time = paycore::BeijingTime::parse_compact("20240506101112").expect("a time");
    let answer = payout.send(&request).await.expect("an answer");
    assert_eq!((answer.state, answer.code.as_deref()), (TradeState::Pending, Some("0000")));
    assert_eq!(answer.message.as_deref(), Some("付款中，请稍后查询处理结果"));
    assert_eq!(
        (answer.reply.bs_order_no.as_deref(), answer.followup().map(|query| query.id)),
        (Some("2024050600000931"), Some("mmsp.payout.query"))
    );

    let (url, content_type, body) = platform.sent().remove(0);
    assert_eq!((url.as_str(), content_type.as_str()), ("https://platform.example/payout", "application/json"));
    let sealed = Sealed::from_slice(body.as_bytes()).expect("an envelope");
    assert_eq!(sealed.sign.as_deref(), Some(include_str!("../samples/request-sign.txt").trim_end()));
    assert_eq!(sealed.encrypt.as_ref().map(String::len), Some(684));
    let opened = RsaDecryptor::read(PLATFORM_KEY).expect("a key").decrypt(&sealed.ciphertext().expect("base64")).expect("opened");
    assert_eq!(opened.as_slice(), PLAIN.trim_end().as_bytes());
    let merchant =
        RsaVerifier::new(PublicKey::read(include_bytes!("../keys/merchant.pub.pem")).expect("a key"), [Hash::Sha1]).expect("a ring");
    merchant.verify(opened.as_slice(), &sealed.signature().expect("base64")).expect("the merchant's signature");
}

#[tokio::test]
async fn the_sample_replies_open_whatever_the_length_of_their_blocks() {
    for encrypted in [include_str!("../samples/reply-117.txt"), include_str!("../samples/reply-64.txt")] {
        let [paid, _] =
            verdicts(|| says(format!(r#"{{"RETCODE":"0000","RETMSG":"交易成功","ENCRYPT":"{}"}}"#, encrypted.trim_end()))).await;
        assert_eq!(paid, "pending");
    }
}

#[tokio::test]
async fn by_code_and_state() {
    let answer =
        |code: &'static str, state: &'static str| move || answers(code, &format!(r#"{{"ORDERNO":"{NUMBER}","PAYSTATE":{state}}}"#));
    for (state, outcome) in [
        ("\"1\"", "succeeded"),
        ("2", "pending"),
        ("\"3\"", "failed"),
        ("4", "reversed"),
        ("\"5\"", "pending"),
        ("9", "unknown"),
        ("null", "unknown"),
    ] {
        assert_eq!(verdicts(answer("0000", state)).await, [outcome, outcome], "{state}");
        assert_eq!(verdicts(answer("0001", state)).await, ["unknown", "unknown"], "{state}");
    }
    let bare = |code: &'static str| move || says(format!(r#"{{"RETCODE":"{code}","RETMSG":"商户余额不足"}}"#));
    let refused = format!("refused | {BY_NUMBER}");
    for (code, paying, asking) in [
        ("1031", refused.as_str(), "refused | unchanged"),
        ("1006", &refused, "refused | unchanged"),
        ("1008", "unknown", "refused | unchanged"),
        ("1009", "unknown", "refused | unchanged"),
        ("1028", "unknown", "unknown"),
        ("1029", "unknown", "unknown"),
        ("7777", "unknown", "refused | unchanged"),
        ("0000", "unknown", "unknown"),
        ("0001", "unknown", "unknown"),
    ] {
        assert_eq!(verdicts(bare(code)).await, [paying, asking], "{code}");
    }
    // What another code brings along is not even opened.
    assert_eq!(verdicts(|| says(r#"{"RETCODE":"1008","ENCRYPT":"?"}"#)).await[0], "unknown");
}

#[tokio::test]
async fn what_cannot_be_opened_is_one_error() {
    let whole = seal(ANSWER);
    let mut damaged = STANDARD.decode(&whole).expect("base64");
    damaged[200] ^= 1;
    let encrypts = [
        STANDARD.encode(&damaged),
        STANDARD.encode(&damaged[..100]),
        "?".into(),
        STANDARD.encode(vec![7; 128 * 257]),
        seal("no JSON"),
        seal("[]"),
        seal(r#"{"RETCODE":"0001"}"#),
        seal(r#"{"ORDERNO":"1","ORDERNO":"2"}"#),
    ];
    let mut messages = Vec::new();
    for encrypt in &encrypts {
        let reply = || says(format!(r#"{{"RETCODE":"0000","ENCRYPT":"{encrypt}"}}"#));
        assert_eq!(verdicts(reply).await, [format!("unknown untrusted | {BY_NUMBER}"), "untrusted | unchanged".into()], "{encrypt:.20}");
        let payout = client(&Platform::answering([reply()]));
        messages.push(payout.send(&wages(&payout)).await.expect_err("closed").to_string());
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:?}");
}

#[tokio::test]
async fn no_reply_or_none_of_ours() {
    let unknown = |reason: &str| format!("unknown {reason} | {BY_NUMBER}");
    let lost = || silent(SendError::maybe_sent(Kind::Timeout, "x"));
    assert_eq!(verdicts(lost).await, [unknown("timeout"), "unknown timeout | unchanged".into()]);
    assert_eq!(verdicts(|| status(500, "{}")).await, [unknown("status"), "unknown status | unchanged".into()]);
    for body in ["", "[]", "{}", r#"{"RETMSG":"x"}"#, r#"{"RETCODE":"0000","RETCODE":"1"}"#] {
        assert_eq!(verdicts(|| says(body)).await, [unknown("unparsable"), "untrusted | unchanged".into()], "{body}");
    }
    for other in [r#"{"ORDERNO":"8","PAYSTATE":"1"}"#, r#"{"MERNO":"8","PAYSTATE":"1"}"#] {
        assert_eq!(verdicts(|| answers("0000", other)).await, [unknown("untrusted"), "untrusted | unchanged".into()], "{other}");
    }
    assert_eq!(verdicts(|| silent(SendError::not_sent(Kind::Connect, "x"))).await, ["not_sent | not placed", "not_sent | not placed"]);
}

#[tokio::test]
async fn the_code_may_stand_inside_alone() {
    let inside = format!(r#"{{"RETCODE":"0000","ORDERNO":"{NUMBER}","PAYSTATE":"1"}}"#);
    assert_eq!(verdicts(|| says(format!(r#"{{"ENCRYPT":"{}"}}"#, seal(&inside)))).await, ["succeeded", "succeeded"]);
}

#[tokio::test]
async fn a_reply_s_signature_counts_where_it_is_switched_on() {
    let plain = format!(r#"{{"ORDERNO":"{NUMBER}","PAYSTATE":"1","DESC":"付款成功"}}"#);
    let signed = |sign: &str| says(format!(r#"{{"RETCODE":"0000","ENCRYPT":"{}","SIGN":"{sign}"}}"#, seal(&plain)));
    let by =
        |key: &[u8], text: &str| STANDARD.encode(RsaSigner::read(key).expect("a key").sign(Hash::Sha1, text.as_bytes()).expect("signed"));
    for (sign, verified) in [
        (by(PLATFORM_KEY, &plain), true),
        (by(PLATFORM_KEY, "{}"), false),
        (by(MERCHANT_KEY, &plain), false),
        ("?".into(), false),
        (String::new(), false),
    ] {
        for switched_on in [true, false] {
            let mut settings = account();
            settings.verify_reply_sign = switched_on;
            let payout = client_of(settings, &Platform::answering([signed(&sign)]));
            let state = payout.send(&wages(&payout)).await.map(|answer| answer.state);
            let expected = if verified || !switched_on { "succeeded".into() } else { format!("unknown untrusted | {BY_NUMBER}") };
            assert_eq!(state.map_or_else(|error| brief(&error), |state| state.to_string()), expected);
        }
    }
}

#[tokio::test]
async fn a_payout_is_asked_for_until_it_is_final() {
    let state = |state: &str, amt: &str| answers("0000", &format!(r#"{{"ORDERNO":"{NUMBER}","PAYSTATE":"{state}","AMT":{amt}}}"#));
    let none = || says(r#"{"RETCODE":"1028","RETMSG":"商户订单号不存在"}"#);
    let order = Expected::new(MERCHANT, NUMBER, Fen::new(150_000));
    let polling = Polling::new([(Duration::from_secs(30), 3)]);
    for (replies, expected) in [
        (vec![none(), state("5", "150000"), state("2", "150000"), state("1", "150000")], (TradeState::Succeeded, 4, None)),
        (vec![state("3", "150000")], (TradeState::Failed, 1, None)),
        (vec![state("4", "150000")], (TradeState::Reversed, 1, None)),
        (vec![state("1", "150001")], (TradeState::Unknown, 1, Some("AMT"))),
        (vec![none(), none(), none(), none()], (TradeState::Unknown, 4, None)),
    ] {
        let payout = client(&Platform::answering(replies));
        let settled = payout.settle(&order, &polling, no_wait).await;
        assert_eq!((settled.state, settled.asked, settled.alarm.map(|alarm| alarm.field)), expected);
    }
}

#[tokio::test]
async fn balances_and_calls_by_id() {
    let balance = r#"{"RSPTIME":"20240506120001","ACCINFO":[{"BALANCE":520000,"BALANCEPAY":300000}]}"#;
    let platform = Platform::answering([
        answers("0000", balance),
        says(r#"{"RETCODE":"0001"}"#),
        answers("0000", balance),
        answers("0000", r#"{"PAYSTATE":2}"#),
    ]);
    let payout = client(&platform);
    let answer = payout.send(&payout.balance().order_no("1").build()).await.expect("an answer");
    assert_eq!((answer.state, answer.reply.acc_info[0].available.as_deref()), (TradeState::Done, Some("300000")));
    assert_eq!(brief(&payout.send(&payout.balance().order_no("1").build()).await.expect_err("refused")), "refused | unchanged");

    let fields = |json: serde_json::Value| json.as_object().cloned().expect("an object");
    let called = payout.call("mmsp.payout.balance", fields(json!({"ORDERNO": "1"}))).await.expect("an answer");
    assert_eq!((&called.reply["RETCODE"], &called.reply["ACCINFO"][0]["BALANCE"]), (&json!("0000"), &json!(520_000)));
    let called = payout.call("mmsp.payout.query", fields(json!({"ORDERNO": NUMBER}))).await.expect("an answer");
    assert_eq!((called.state, &called.reply["PAYSTATE"], &called.reply["RETMSG"]), (TradeState::Pending, &json!(2), &json!("x")));
    assert_eq!(brief(&payout.call("mmsp.scan.query", Map::new()).await.expect_err("another client's")), "invalid | not placed");
    assert_eq!(brief(&payout.call("mmsp.payout.pay", Map::new()).await.expect_err("fields")), "invalid | not placed");
}

#[test]
fn settings_that_cannot_work() {
    let published = || PublicKey::read(include_bytes!("../keys/platform.pub.pem")).expect("a key").remove(0);
    let error = PayoutAccount::new("https://a.example", "1", b"no key", published()).expect_err("no key");
    assert_eq!(error.key.as_deref(), Some("private_key"));
    let settings = PayoutAccount::new("a.example", "1", MERCHANT_KEY, published()).expect("keys");
    assert!(Payout::new(settings, Platform::answering([])).expect_err("no URL").to_string().starts_with("base_url: "));
    let printed = format!("{:?} {:?}", account(), client(&Platform::answering([])));
    assert!(!printed.contains("PRIVATE") && printed.contains(MERCHANT), "{printed}");
}
