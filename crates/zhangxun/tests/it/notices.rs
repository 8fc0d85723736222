//! Notices and the front return: bytes, verified, matched, answered. Sections 4.6 to 4.8 and 6.

use paycore::{Error, Expected, Fen, TradeState};
use zhangxun::notice::{answer, refusal, state, verify, verify_front_return, verify_front_return_nodes, verify_nodes};
use zx_form::{PayNotice, PayoutNotice};

use crate::support::{MERCHANT, account, json, md5_key, mute, replayed, signature, signed};

/// Example 6 of section 3.3, as it arrives.
pub(crate) const SAMPLE: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=20240506101112000017\
    &ordAmt=1990&ordTime=20240506101112&payAmt=1990&ordStatus=01&chnTag=A%2F7&sign=9E8975CBF63299160EC583C73B671C83";
const PAYMENT: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=20240506101112000017\
    &ordAmt=1990&ordTime=20240506101112&payAmt=1990&ordStatus=01";
const PAYOUT: &str = "orgNo=8161000204&custId=16121900001774&custOrderNo=ZP20240506000001&prdOrdNo=31&payAmt=150000&ordStatus=07";
const RETURN: &str = "orgNo=8161000204&code=000000&msg=ok&custId=16121900001774&custOrderNo=ZX20240506000001\
    &prdOrdNo=20240506101112000017&ordStatus=01&ordAmt=1990&payAmt=1990&ordTime=20240506101112";

/// A form whose values need no escapes, signed.
fn form(pairs: &str) -> String {
    format!("{pairs}&sign={}", signature(pairs))
}

fn stored() -> Expected {
    Expected::new(MERCHANT, "ZX20240506000001", Fen::new(1990))
}

fn stored_payout() -> Expected {
    Expected::new(MERCHANT, "ZP20240506000001", Fen::new(150_000))
}

fn why(body: &str) -> String {
    match verify::<PayNotice>(&md5_key(), body.as_bytes()) {
        Err(Error::Untrusted { message, raw }) => {
            assert_eq!(raw.expose(), body.as_bytes());
            message
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_worked_example_is_verified_matched_and_acknowledged() {
    let notice = mute().notice(SAMPLE.as_bytes()).expect("verified");
    assert_eq!(state(&*notice), TradeState::Succeeded);
    let matched = notice.matched(&stored()).expect("the stored order");
    let response = answer(matched.ack());
    assert_eq!((response.status().as_u16(), response.body().as_str()), (200, "SC000000"));
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!((refusal().status().as_u16(), refusal().into_body().contains("SC000000")), (400, false));
}

#[test]
fn either_wire_in_any_order() {
    let verifies = |body: &str| verify::<PayNotice>(&md5_key(), body.as_bytes()).is_ok();
    let mut parts: Vec<_> = SAMPLE.split('&').collect();
    parts.reverse();
    for body in [
        SAMPLE.replace("9E8975CBF63299160EC583C73B671C83", "9e8975cbf63299160ec583c73b671c83"),
        parts.join("&"),
        signed(PAYMENT),
        format!("\u{feff}\n {}\n", signed(PAYMENT).replace(':', " : ")),
        signed(PAYMENT).replace("\"1990\"", "1990"),
        signed(PAYMENT).replacen('{', "{\"ordDesc\":null,", 1),
        form(&format!("{PAYMENT}&ordDesc=&tomorrow=1")),
    ] {
        assert!(verifies(&body), "{body}");
    }
}

#[test]
fn the_verified_fields_as_received() {
    let verified = verify_nodes::<PayNotice>(&md5_key(), SAMPLE.as_bytes()).expect("verified");
    let names: Vec<_> = verified.1.iter().map(|node| node.name.as_str()).collect();
    assert!(names.contains(&"chnTag") && !names.contains(&"sign"), "{names:?}");
}

#[test]
fn what_is_not_to_be_believed() {
    let change = |from: &str, to: &str| {
        assert!(SAMPLE.contains(from), "{from}");
        SAMPLE.replace(from, to)
    };
    for (mistake, body, reason) in [
        ("a changed amount", change("payAmt=1990", "payAmt=1991"), "sign: the signature does not verify"),
        ("a changed status", change("ordStatus=01", "ordStatus=02"), "sign: the signature does not verify"),
        ("a field that is not signed", format!("{SAMPLE}&shop=7"), "sign: the signature does not verify"),
        ("a field that is gone", change("&chnTag=A%2F7", ""), "sign: the signature does not verify"),
        ("no signature", change("&sign=9E8975CBF63299160EC583C73B671C83", ""), "no sign"),
        ("an empty signature", change("9E8975CBF63299160EC583C73B671C83", ""), "no sign"),
        ("half a signature", change("9E8975CBF6329916", ""), "sign: a signature of 32 hexadecimal digits is expected"),
        ("two signatures", format!("{SAMPLE}&sign=9E8975CBF63299160EC583C73B671C83"), "sign: stands twice"),
        ("a doubled field", format!("{SAMPLE}&ordStatus=01"), "ordStatus: stands twice"),
        ("a front return", form(&format!("{RETURN}&version=2.1")), "code: belongs to a reply or a front return, not to a notice"),
        ("a front return without version", form(&RETURN.replace("&code=000000", "")), "version: is required"),
        ("a notice of payouts", form(PAYOUT), "ordAmt: is required"),
        ("no status", form(&PAYMENT.replace("&ordStatus=01", "")), "ordStatus: is required"),
        ("nothing", String::new(), "no sign"),
        ("no form", "SC000000".into(), "no sign"),
    ] {
        assert_eq!(why(&body), reason, "{mistake}");
    }
    assert!(why("{\"a\":1").starts_with("line 1 column "), "JSON that ends early");
    assert!(why(&signed(PAYMENT).replacen('{', "{\"ordStatus\":\"01\",", 1)).ends_with("stands twice"));
    assert!(why(&format!("{SAMPLE}&x={}", "y".repeat(64 << 10))).starts_with("more than"));
}

#[test]
fn another_merchant_s_notice() {
    for (from, to, field) in [("8161000204", "8161000205", "orgNo"), ("16121900001774", "16121900001775", "custId")] {
        let body = form(&PAYMENT.replace(from, to));
        assert!(verify::<PayNotice>(&md5_key(), body.as_bytes()).is_ok());
        let error = mute().notice(body.as_bytes()).expect_err("another's").to_string();
        assert_eq!(error, format!("not to be believed: {field} is another merchant's"));
        assert!(mute().payout_notice(form(&PAYOUT.replace(from, to)).as_bytes()).is_err());
        assert!(mute().front_return(form(&RETURN.replace(from, to)).as_bytes()).is_err());
    }
}

#[test]
fn a_verified_notice_that_differs_is_never_matched() {
    for (from, to, field) in [
        ("custOrderNo=ZX20240506000001", "custOrderNo=ZX20240506000002", "custOrderNo"),
        ("ordAmt=1990", "ordAmt=199000", "ordAmt"),
        ("ordAmt=1990", "ordAmt=19.90", "ordAmt"),
        ("ordAmt=1990", "ordAmt=1990.0", "ordAmt"),
        ("payAmt=1990", "payAmt=1989", "payAmt"),
        ("payAmt=1990", "payAmt=01990", "payAmt"),
    ] {
        let notice = mute().notice(form(&PAYMENT.replace(from, to)).as_bytes()).expect("verified");
        assert_eq!(state(&*notice), TradeState::Succeeded, "even a success");
        assert_eq!(notice.matched(&stored()).expect_err("differs").mismatch.field, field, "{to}");
    }
}

#[test]
fn every_status_is_verified_and_acknowledged() {
    for (status, expected) in
        [("01", TradeState::Succeeded), ("02", TradeState::Failed), ("04", TradeState::Pending), ("77", TradeState::Pending)]
    {
        let notice = mute().notice(form(&PAYMENT.replace("ordStatus=01", &format!("ordStatus={status}"))).as_bytes()).expect("verified");
        assert_eq!(state(&*notice), expected, "{status}");
        assert_eq!(notice.matched(&stored()).expect("the stored order").ack().body, "SC000000");
    }
}

#[test]
fn payouts_have_a_vocabulary_of_their_own() {
    for (status, expected) in
        [("07", TradeState::Succeeded), ("08", TradeState::Failed), ("01", TradeState::Pending), ("02", TradeState::Pending)]
    {
        let pairs = PAYOUT.replace("ordStatus=07", &format!("ordStatus={status}"));
        for body in [form(&pairs), signed(&pairs)] {
            let notice = mute().payout_notice(body.as_bytes()).expect("verified");
            assert_eq!(state(&*notice), expected, "{status}");
            assert_eq!(notice.matched(&stored_payout()).expect("the stored payout").ack().body, "SC000000");
        }
    }
    // The notice of a payment at the payouts' address: its success is no success there, and its number is no payout's.
    let notice = mute().payout_notice(form(PAYMENT).as_bytes()).expect("verified");
    assert_eq!(state(&*notice), TradeState::Pending);
    assert_eq!(notice.matched(&stored_payout()).expect_err("another order").mismatch.field, "custOrderNo");
    assert!(verify::<PayoutNotice>(&md5_key(), form(RETURN).as_bytes()).is_err(), "what carries a code is no notice");
    for amount in ["1500.00", "150001"] {
        let notice = mute().payout_notice(form(&PAYOUT.replace("150000", amount)).as_bytes()).expect("verified");
        assert_eq!(notice.matched(&stored_payout()).expect_err("another amount").mismatch.field, "payAmt");
    }
}

#[test]
fn a_front_return_is_for_display() {
    let returned = mute().front_return(form(RETURN).as_bytes()).expect("verified");
    assert_eq!(returned.cust_order_no.as_deref(), Some("ZX20240506000001"));
    let (_, nodes) = verify_front_return_nodes(&md5_key(), form(RETURN).as_bytes()).expect("verified").into_inner();
    assert_eq!(nodes.len(), 10);
    for query in [RETURN.to_owned(), form(RETURN).replace("ordStatus=01", "ordStatus=02"), signed(RETURN), json(RETURN), String::new()] {
        assert!(matches!(verify_front_return(&md5_key(), query.as_bytes()), Err(Error::Untrusted { .. })), "{query}");
    }
    let (other, _) = replayed(account(), []);
    assert!(other.front_return(b"sign=D41D8CD98F00B204E9800998ECF8427E").is_err());
}
