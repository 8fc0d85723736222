//! The conditions between fields, broken once; and what holds for every field of every message.

use std::path::Path;

use mmsp_json::{
    Body, Payout, Signed,
    op::{gateway, payout, quickpay, scan},
    payout::plaintext,
};
use paycore::{Fen, FieldErrors};

use crate::{
    envelopes::{pay, prepay},
    payouts,
};

/// The errors of a request, one a line.
fn errors<O: Signed>(request: &O) -> Vec<String> {
    sorted(Body::request(request).map(drop))
}

/// In the order of their names.
fn sorted(checked: Result<(), FieldErrors>) -> Vec<String> {
    let mut lines: Vec<_> = checked.err().iter().flat_map(|errors| errors.iter()).map(ToString::to_string).collect();
    lines.sort_unstable();
    lines
}

fn payout_errors<O: Payout>(request: &O) -> Vec<String> {
    sorted(plaintext(request).map(drop))
}

#[test]
fn what_a_credit_card_needs() {
    let credit = quickpay::Pay { card_type: "2".into(), ..pay() };
    assert_eq!(errors(&credit), ["CVN2: is required when CARDTYPE is 2", "EXPDATE: is required when CARDTYPE is 2"]);
    let complete = quickpay::Pay { exp_date: Some("0127".into()), cvn2: Some("999".into()), ..credit.clone() };
    assert_eq!(errors(&complete), [""; 0]);
    let debit = quickpay::Pay { card_type: "1".into(), ..complete.clone() };
    assert_eq!(errors(&debit), ["CVN2: is sent only when CARDTYPE is 2", "EXPDATE: is sent only when CARDTYPE is 2"]);
    for expiry in ["2701", "1327", "0027"] {
        let wrong = quickpay::Pay { exp_date: Some(expiry.into()), ..complete.clone() };
        assert_eq!(errors(&wrong), ["EXPDATE: MMYY, the month first"]);
    }
}

#[test]
fn formats() {
    let with = |change: fn(&mut quickpay::Pay)| {
        let mut request = pay();
        change(&mut request);
        errors(&request)
    };
    assert_eq!(with(|pay| pay.amt = Fen::ZERO), ["AMT: greater than 0"]);
    assert_eq!(with(|pay| pay.amt = Fen::new(1_000_000_000_000)), ["AMT: at most 12 digits"]);
    assert_eq!(with(|pay| pay.card_type = "3".into()), ["CARDTYPE: one of 1, 2"]);
    assert_eq!(with(|pay| pay.phone_no = "1390000000".into()), ["PHONENO: at least 11 characters"]);
    assert_eq!(with(|pay| pay.phone_no = "+8613900000".into()), ["PHONENO: only the digits 0 to 9"]);
    assert_eq!(with(|pay| pay.rand_str = Some("a b".into())), ["RANDSTR: only ASCII letters and digits"]);
    assert_eq!(with(|pay| pay.notify_url = "shop.example".into()), ["NOTIFY_URL: an absolute http or https address"]);
    assert_eq!(with(|pay| pay.name = "王\u{2028}".into()), ["NAME: no control characters, no line or paragraph separators"]);
    assert_eq!(with(|pay| pay.mer_order_id = String::new()), ["MERORDERID: at least 1 character"]);
    assert_eq!(with(|pay| pay.name = "王".repeat(32).into()), [""; 0], "characters count, not bytes");
    assert_eq!(with(|pay| pay.name = "王".repeat(33).into()), ["NAME: at most 32 characters"]);
    let ip = scan::WechatPrepay { ip: Some("10.0.0.256".into()), ..prepay() };
    assert_eq!(errors(&ip), ["IP: an IPv4 address"]);
}

#[test]
fn what_a_wallet_needs() {
    let inside = scan::WechatPrepay { trade_type: "2".into(), ..prepay() };
    assert_eq!(errors(&inside), ["OPENID: is required when TRADETYPE is 2"]);
    let inside = scan::WechatPrepay { open_id: Some("o1".into()), is_raw: Some("1".into()), ..inside };
    assert_eq!(errors(&inside), [""; 0]);
    let program = scan::WechatPrepay { is_mini_pg: Some("1".into()), ..inside };
    assert_eq!(errors(&program), ["SUP_APPID: is required when IS_MINIPG is 1"]);
    let program = scan::WechatPrepay { sup_app_id: Some("wx1".into()), ..program };
    assert_eq!(errors(&program), [""; 0]);
    let native = scan::WechatPrepay { trade_type: "1".into(), ..program };
    assert_eq!(
        errors(&native),
        [
            "IS_MINIPG: is 1 only when TRADETYPE is 2",
            "IS_RAW: is 1 only when TRADETYPE is 2",
            "SUP_APPID: is sent only when TRADETYPE is 2"
        ]
    );
    let window = scan::AlipayPrepay::builder()
        .trade_type("2")
        .amt(Fen::new(1))
        .mer_order_id("A1")
        .rand_str("r")
        .goods_name("g")
        .notify_url("https://shop.example/")
        .build();
    assert_eq!(errors(&window), ["ALIPAY_USER_ID: is required when TRADETYPE is 2 and ALIPAY_ACCOUNT is absent"]);
    assert_eq!(errors(&scan::AlipayPrepay { alipay_account: Some("a@b".into()), ..window }), [""; 0]);
}

#[test]
fn one_number_or_the_other() {
    let neither = scan::Query { order_no: None, mer_order_id: None, rand_str: "r".into() };
    assert_eq!(errors(&neither), ["ORDERNO: is required when MERORDERID is absent"]);
    assert_eq!(errors(&scan::Query { order_no: Some("1".into()), ..neither.clone() }), [""; 0]);
    assert_eq!(errors(&scan::Query { order_no: Some("1".into()), mer_order_id: Some("2".into()), ..neither }), [""; 0]);
    let refund = scan::RefundQuery::builder().rand_str("r").build();
    assert_eq!(errors(&refund), ["REFUND_ORDERNO: is required when REFUND_MERORDERID is absent"]);
    let time = payouts::pay().req_time;
    let payout = payout::Query::builder().mer_no("1").order_no("1").bs_order_no("2").req_time(time).build();
    assert_eq!(payout_errors(&payout), ["ORDERNO: is not sent together with BSORDERNO"]);
    assert_eq!(payout_errors(&payout::Query { order_no: None, ..payout.clone() }), [""; 0]);
    assert_eq!(
        payout_errors(&payout::Query { order_no: None, bs_order_no: None, ..payout }),
        ["ORDERNO: is required when BSORDERNO is absent"]
    );
}

#[test]
fn days_and_pages() {
    let batch = gateway::BatchQuery::builder().start_date("20240506").end_date("20240506").build();
    assert_eq!(
        Body::request(&batch).expect("valid").as_str(),
        r#"{"END_DATE":"20240506","PAGE":"1","PERPAGE":"10","START_DATE":"20240506"}"#
    );
    assert_eq!(errors(&gateway::BatchQuery { end_date: "20240505".into(), ..batch.clone() }), ["END_DATE: not before START_DATE"]);
    assert_eq!(errors(&gateway::BatchQuery { start_date: "20240231".into(), ..batch.clone() }), ["START_DATE: a day as YYYYMMDD"]);
    assert_eq!(errors(&gateway::BatchQuery { per_page: 1001, ..batch.clone() }), ["PERPAGE: greater than 1000"]);
    assert_eq!(errors(&gateway::BatchQuery { page: 0, ..batch }), ["PAGE: lower than 1"]);
}

#[test]
fn what_a_payee_needs() {
    let with = |change: fn(&mut payout::Pay)| {
        let mut request = payouts::pay();
        change(&mut request);
        payout_errors(&request)
    };
    assert_eq!(with(|pay| pay.acc_type = "2".into()), ["BANKSETTLENO: is required when ACCTYPE is 2"]);
    assert_eq!(with(|pay| pay.acc_type = "1".into()), ["ACCTYPE: 1 is not yet supported; with CVV2 it is sent all the same"]);
    assert_eq!(with(|pay| pay.cvv2 = Some("999".into())), ["CVV2: is sent only when ACCTYPE is 1"]);
    assert_eq!(
        with(|pay| {
            pay.acc_type = "1".into();
            pay.cvv2 = Some("999".into());
        }),
        [""; 0]
    );
    assert_eq!(with(|pay| pay.order_no = "A1".into()), ["ORDERNO: only the digits 0 to 9"]);
    assert_eq!(with(|pay| pay.amt = Fen::new(1_000_000_001)), ["AMT: at most 1000000000 fen"]);
    assert_eq!(with(|pay| pay.cmd_id = "4098".into()), ["CMDID: is always 4097"]);
    assert_eq!(with(|pay| pay.memo = String::new()), ["MEMO: at least 1 character"]);
}

#[test]
fn every_length_counts_characters() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source file");
            let counted = source.matches("length(chars").count();
            let all = source.matches("garde(length(").count();
            assert!(all <= counted, "{}: a length counts bytes", path.display());
        }
    }
}
