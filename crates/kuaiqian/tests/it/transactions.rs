//! What the replies to refunds, voids, holds, captures, instalments and payments by SMS code mean.

use kq_xml::{AuthorizationCode, Confirm, ExtMap, InstallmentPurchase, Operation, Preauth, QuickPurchase, Refund, Tr2, Tr3, Void};
use kuaiqian::agreement::{
    Agreement, notice,
    outcome::{ASK, ASK_ABOUT_ORIGINAL},
};
use paycore::{Answer, Error, Expected, Fen, Order, Query};
use paytransport::{Kind, SendError};

use crate::support::{Reply, account, document, http, refused, replayed, verdict};

const REFERENCE: &str = "990000000101";

fn refund(agreement: &Agreement) -> Refund {
    agreement.refund().amount(Fen::new(860)).external_ref_number("O1").orig_ref_number(REFERENCE).build()
}

fn void(agreement: &Agreement) -> Void {
    agreement.void().orignal_txn_type("PUR").amount(Fen::new(860)).external_ref_number("O1").ref_number(REFERENCE).build()
}

fn preauth(agreement: &Agreement) -> Preauth {
    agreement.preauth().external_ref_number("O1").amount(Fen::new(860)).customer_id("U90001").pay_token("819").build()
}

fn confirm(agreement: &Agreement) -> Confirm {
    let confirm = agreement.confirm().external_ref_number("O1").amount(Fen::new(860));
    confirm.authorization_code(AuthorizationCode("70809 ".into())).orig_ref_number(REFERENCE).build()
}

fn installment(agreement: &Agreement) -> InstallmentPurchase {
    let purchase = agreement.installment_purchase().external_ref_number("O1").amount(Fen::new(860)).term_in_months("12");
    purchase.customer_id("U90001").pay_token("819").build()
}

fn quick(agreement: &Agreement) -> QuickPurchase {
    let purchase = agreement.quick_purchase().external_ref_number("O1").amount(Fen::new(860)).storable_card_no("6299985678");
    purchase.customer_id("U90002").ext_map(ExtMap::later_payment("246810", "9000211")).build()
}

/// A reply to a transaction of that type, with the echo of these requests.
fn tr2(kind: &str, fields: &str) -> String {
    format!(
        "<TxnMsgContent><txnType>{kind}</txnType><interactiveStatus>TR2</interactiveStatus><amount>8.60</amount>\
         <merchantId>104110045112012</merchantId><terminalId>00002012</terminalId><externalRefNumber>O1</externalRefNumber>\
         {fields}</TxnMsgContent>"
    )
}

fn code(code: &str) -> String {
    format!("<responseCode>{code}</responseCode>")
}

async fn send<O: Operation<Reply = Tr2>>(build: fn(&Agreement) -> O, reply: Reply) -> Result<Answer<Tr2>, Error> {
    let (agreement, wire) = replayed(account(), [reply]);
    let result = agreement.send(&build(&agreement)).await;
    assert_eq!(wire.requests().len(), 1, "sent once, whatever comes back");
    result
}

async fn says<O: Operation<Reply = Tr2>>(build: fn(&Agreement) -> O, kind: &str, fields: &str) -> String {
    let result = send(build, document(&tr2(kind, fields))).await;
    let stage = result.as_ref().ok().and_then(|answer| answer.stage).map(|stage| format!(" ({stage})")).unwrap_or_default();
    verdict(&result) + &stage
}

/// The query that settles a transaction of that type.
fn by_order(kind: &str) -> Query {
    Query { id: "kuaiqian.agreement.query_txn", fields: vec![("externalRefNumber", "O1".into()), ("txnType", kind.into())] }
}

#[tokio::test]
async fn a_refund_is_applied_for_not_done() {
    let answer = send(refund, document(&tr2("RFD", &code("00")))).await.expect("an answer");
    assert_eq!((answer.state.as_str(), answer.stage, answer.code.as_deref()), ("pending", Some("applied"), Some("00")));
    assert_eq!(answer.followup(), Some(&by_order("RFD")));
    for (code, meaning) in [("C0", "pending C0, query"), ("OC", "failed OC"), ("40", "failed 40"), ("68", "unknown 68, query")] {
        assert_eq!(says(refund, "RFD", &self::code(code)).await, meaning);
    }
}

#[tokio::test]
async fn a_void_speaks_of_itself() {
    for (code, meaning) in [
        ("00", "succeeded 00"),
        ("C0", "pending C0, query"),
        ("68", "unknown 68, query"),
        ("AN", "failed AN"),
        ("KO", "failed KO"),
        ("", "unknown -, query"),
    ] {
        assert_eq!(says(void, "VTX", &self::code(code)).await, meaning, "{code}");
    }
    let answer = send(void, document(&tr2("VTX", &code("68")))).await.expect("an answer");
    assert_eq!(answer.followup(), Some(&by_order("VTX")));
}

#[tokio::test]
async fn holds_captures_instalments_and_payments_by_sms_code_are_payments() {
    async fn check<O: Operation<Reply = Tr2>>(build: fn(&Agreement) -> O, kind: &str) {
        for (fields, meaning) in [
            (code("00"), "succeeded 00"),
            (code("C0"), "pending C0, query"),
            (code("68"), "unknown 68, query"),
            (code("OR"), "unknown OR, query"),
            (code("I8"), "failed I8"),
            (code("83"), "failed 83"),
            (code("T8"), "failed T8"),
            (String::new(), "unknown -, query"),
        ] {
            assert_eq!(says(build, kind, &fields).await, meaning, "{kind} {fields}");
        }
        let answer = send(build, document(&tr2(kind, &code("68")))).await.expect("an answer");
        assert_eq!(answer.followup(), Some(&by_order(kind)));
    }
    check(preauth, "PRE").await;
    check(confirm, "CFM").await;
    check(installment, "INP").await;
    check(quick, "PUR").await;
}

#[tokio::test]
async fn codes_that_leave_open_what_became_of_it() {
    for ask in ASK {
        assert_eq!(says(refund, "RFD", &code(ask)).await, format!("unknown {ask}, query"));
        assert_eq!(says(void, "VTX", &code(ask)).await, format!("unknown {ask}, query"));
        assert_eq!(says(preauth, "PRE", &code(ask)).await, format!("unknown {ask}, query"));
        assert_eq!(says(confirm, "CFM", &code(ask)).await, format!("unknown {ask}, query"));
        assert_eq!(says(installment, "INP", &code(ask)).await, format!("unknown {ask}, query"));
    }
}

/// Section 6.7, last row.
#[tokio::test]
async fn codes_that_speak_of_the_original() {
    assert_eq!(ASK_ABOUT_ORIGINAL, ["83", "A9", "O9", "ZD", "ZF"]);
    for ask in ASK_ABOUT_ORIGINAL {
        for (kind, answer) in
            [("RFD", send(refund, document(&tr2("RFD", &code(ask)))).await), ("VTX", send(void, document(&tr2("VTX", &code(ask)))).await)]
        {
            assert_eq!(verdict(&answer), format!("unknown {ask}, query"), "{kind}");
            let answer = answer.expect("an answer");
            let asked = answer.followup().expect("the original can be asked about");
            assert_eq!(asked.fields[0].0, "refNumber", "{kind} {ask}");
            let advice = answer.advice.expect("advice");
            assert!(advice.en.contains("query the original") && advice.zh.contains("原交易"), "{kind} {ask}: {advice:?}");
        }
        for (kind, state) in [("RFD", "unknown"), ("VTX", "unknown"), ("PUR", "failed")] {
            let notice = Tr3 { txn_type: Some(kind.into()), response_code: Some((*ask).into()), ..Tr3::default() };
            assert_eq!(notice::state(&notice).as_str(), state, "a notice of {kind} {ask}");
        }
    }
}

#[tokio::test]
async fn without_a_believable_reply_the_query_settles_it() {
    async fn check<O: Operation<Reply = Tr2>>(build: fn(&Agreement) -> O, kind: &str) {
        for reply in
            [Err(SendError::maybe_sent(Kind::Timeout, "it broke")), http(502, ""), http(200, "garbage"), document(&refused("B.MGW.0999"))]
        {
            let error = send(build, reply).await.expect_err("no answer");
            assert_eq!(error.order(), Order::Unknown(Some(by_order(kind))), "{error}");
        }
        for reply in [Err(SendError::not_sent(Kind::Connect, "no")), document(&refused("B.MGW.0130"))] {
            assert_eq!(send(build, reply).await.expect_err("no answer").order(), Order::NotPlaced, "{kind}");
        }
    }
    check(refund, "RFD").await;
    check(void, "VTX").await;
    check(preauth, "PRE").await;
    check(confirm, "CFM").await;
    check(installment, "INP").await;
    check(quick, "PUR").await;
}

#[tokio::test]
async fn a_foreign_echo_is_believed_of_none() {
    async fn check<O: Operation<Reply = Tr2>>(build: fn(&Agreement) -> O, kind: &str) {
        for (own, foreign) in [
            (format!("<txnType>{kind}<"), "<txnType>CIV<"),
            ("<interactiveStatus>TR2<".into(), "<interactiveStatus>TR3<"),
            ("<amount>8.60<".into(), "<amount>8.61<"),
            ("<merchantId>104110045112012<".into(), "<merchantId>104110045112013<"),
            ("<terminalId>00002012<".into(), "<terminalId>00002013<"),
            ("<externalRefNumber>O1<".into(), "<externalRefNumber>O2<"),
        ] {
            let reply = tr2(kind, &code("00"));
            assert!(reply.contains(&own), "{own}");
            let result = send(build, document(&reply.replace(&own, foreign))).await;
            assert_eq!(verdict(&result), "untrusted: unknown, query", "{kind} {foreign}");
        }
    }
    check(refund, "RFD").await;
    check(void, "VTX").await;
    check(preauth, "PRE").await;
    check(confirm, "CFM").await;
    check(installment, "INP").await;
    check(quick, "PUR").await;
}

/// The original's number comes back in a field of its own, in a void in place of its own number.
#[tokio::test]
async fn the_original_is_echoed_too() {
    for (number, refunded, voided, captured) in [
        (REFERENCE, "pending 00, query (applied)", "succeeded 00", "succeeded 00"),
        ("990000000999", "untrusted: unknown, query", "untrusted: unknown, query", "untrusted: unknown, query"),
    ] {
        let original = code("00") + &format!("<origRefNumber>{number}</origRefNumber><refNumber>990000000102</refNumber>");
        assert_eq!(says(refund, "RFD", &original).await, refunded, "{number}");
        assert_eq!(says(confirm, "CFM", &original).await, captured, "{number}");
        assert_eq!(says(void, "VTX", &(code("00") + &format!("<refNumber>{number}</refNumber>"))).await, voided, "{number}");
    }
}

/// The approval of a hold is kept as it came, for the capture.
#[tokio::test]
async fn the_blanks_of_an_approval_survive() {
    let fields = code("00") + "<refNumber>990000000103</refNumber><authorizationCode>70809 </authorizationCode>";
    let held = send(preauth, document(&tr2("PRE", &fields))).await.expect("an answer").reply;
    assert_eq!(held.authorization_code, Some(AuthorizationCode("70809 ".into())));
}

#[test]
fn the_stored_facts() {
    let (agreement, _) = replayed(account(), []);
    let facts = |kind: &str| Expected::new("104110045112012", "O1", Fen::new(860)).terminal("00002012").kind(kind);
    assert_eq!(Expected::from(&refund(&agreement)), facts("RFD"));
    assert_eq!(Expected::from(&void(&agreement)), facts("VTX"));
    assert_eq!(Expected::from(&confirm(&agreement)), facts("CFM"));
    assert_eq!(Expected::from(&preauth(&agreement)), facts("PRE").customer("U90001"));
    assert_eq!(Expected::from(&installment(&agreement)), facts("INP").customer("U90001"));
    assert_eq!(Expected::from(&quick(&agreement)), facts("PUR").customer("U90002"));
}

#[tokio::test]
async fn advice_on_the_named_codes() {
    for (answer, meant) in [
        (send(refund, document(&tr2("RFD", &code("40")))).await, "refund tomorrow"),
        (send(refund, document(&tr2("RFD", &code("O2")))).await, "original was not found"),
        (send(refund, document(&tr2("RFD", &code("OC")))).await, "refunded before"),
        (send(void, document(&tr2("VTX", &code("AN")))).await, "refund instead"),
        (send(void, document(&tr2("VTX", &code("KO")))).await, "refund instead"),
        (send(confirm, document(&tr2("CFM", &code("OE")))).await, "capture less"),
        (send(installment, document(&tr2("INP", &code("AK")))).await, "number of terms"),
        (send(installment, document(&tr2("INP", &code("Z3")))).await, "number of terms"),
    ] {
        let advice = answer.expect("an answer").advice.expect(meant);
        assert!(advice.en.contains(meant), "{}", advice.en);
    }
}
