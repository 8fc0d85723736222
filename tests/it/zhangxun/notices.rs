//! `cnpay notify zhangxun.*`: what md5sum has signed is believed, and nothing else.

use serde_json::{Value, json};

use super::{KEY, sign};
use crate::harness::{Ran, cnpay, here};

/// Example 6 of section 3.3 with another status: the body without its signature, and its base. `chnTag` is a field that no table lists.
fn payment(status: &str) -> (String, String) {
    let body = format!(
        "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&prdOrdNo=20240506101112000017&ordAmt=1990\
         &ordTime=20240506101112&payAmt=1990&ordStatus={status}&chnTag=A%2F7"
    );
    let base = format!(
        "chnTag=A/7&custId=16121900001774&custOrderNo=ZX20240506000001&ordAmt=1990&ordStatus={status}&ordTime=20240506101112\
         &orgNo=8161000204&payAmt=1990&prdOrdNo=20240506101112000017&version=2.1"
    );
    (body, base)
}

/// A payout's notice: the members without the braces, and the base.
fn payout(status: &str) -> (String, String) {
    let members = format!(
        r#""orgNo":"8161000204","custId":"16121900001774","custOrderNo":"ZP20240506000001","prdOrdNo":"20240506110000000031","payAmt":150000,"ordStatus":"{status}","casDesc":"清算","utr":null"#
    );
    let base = format!(
        "casDesc=清算&custId=16121900001774&custOrderNo=ZP20240506000001&ordStatus={status}&orgNo=8161000204&payAmt=150000\
         &prdOrdNo=20240506110000000031"
    );
    (members, base)
}

fn paid(body: &str, sign: &str) -> Ran {
    cnpay(&["notify", "zhangxun.notice", "--key", KEY], format!("{body}&sign={sign}"))
}

fn paid_out(members: &str, sign: &str) -> Ran {
    cnpay(&["notify", "zhangxun.payout_notice", "--key", KEY], format!(r#"{{{members},"sign":"{sign}"}}"#))
}

#[track_caller]
fn is_believed(ran: &Ran, notice: &str, state: &str) -> Value {
    let told = ran.object(0);
    assert_eq!((&told["operation"], &told["verified"]), (&json!(notice), &json!(true)));
    assert_eq!((&told["state"], &told["ack"]), (&json!(state), &json!("SC000000")), "{told}");
    told["notice"].clone()
}

/// Refused, without a word of what was received.
#[track_caller]
fn is_refused(ran: &Ran, notice: &str, what: &str) {
    let error = ran.error(6);
    assert_eq!((&error["kind"], &error["order"], &error["operation"]), (&json!("untrusted"), &Value::Null, &json!(notice)), "{what}");
    for content in ["1990", "150000", "ZX2024", "ZP2024", "清算", KEY] {
        assert!(!ran.stdout.contains(content) && !ran.stderr.contains(content), "{what} repeats {content}: {ran:?}");
    }
}

#[test]
fn the_same_code_means_another_thing_for_a_payout() {
    if !here("md5sum") {
        return;
    }
    for (status, of_payment, of_payout) in [
        ("00", "pending", "pending"),
        ("01", "succeeded", "pending"),
        ("02", "failed", "pending"),
        ("03", "pending", "pending"),
        ("04", "pending", "pending"),
        ("05", "pending", "pending"),
        ("06", "pending", "pending"),
        ("07", "pending", "succeeded"),
        ("08", "pending", "failed"),
        ("09", "pending", "pending"),
        ("77", "pending", "pending"),
    ] {
        let (body, base) = payment(status);
        let notice = is_believed(&paid(&body, &sign(&base, KEY)), "zhangxun.notice", of_payment);
        assert_eq!((&notice["ordStatus"], &notice["chnTag"]), (&json!(status), &json!("A/7")));
        let (members, base) = payout(status);
        let notice = is_believed(&paid_out(&members, &sign(&base, KEY).to_lowercase()), "zhangxun.payout_notice", of_payout);
        assert_eq!((&notice["ordStatus"], &notice["casDesc"]), (&json!(status), &json!("清算")));
    }
}

#[test]
fn a_payment_may_be_told_in_json_and_a_payout_in_a_form() {
    if !here("md5sum") {
        return;
    }
    let (body, base) = payment("01");
    let members: serde_json::Map<String, Value> = body
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.into(), value.replace("%2F", "/").into()))
        .collect();
    let mut json = Value::from(members);
    json["sign"] = sign(&base, KEY).into();
    is_believed(&cnpay(&["notify", "zhangxun.notice", "--key", KEY], json.to_string()), "zhangxun.notice", "succeeded");
    let (_, base) = payout("07");
    let form = format!("{base}&sign={}", sign(&base, KEY));
    is_believed(&cnpay(&["notify", "zhangxun.payout_notice", "--key", KEY], form), "zhangxun.payout_notice", "succeeded");
}

#[test]
fn what_cannot_be_believed() {
    if !here("md5sum") {
        return;
    }
    let (body, base) = payment("01");
    let good = sign(&base, KEY);
    assert_eq!(good, "9E8975CBF63299160EC583C73B671C83", "the specification's own");
    for (what, ran) in [
        ("a stranger's", paid(&body, &sign(&base, "x"))),
        ("a short one", paid(&body, &good[1..])),
        ("an empty signature", paid(&body, "")),
        ("another amount", paid(&body.replace("payAmt=1990", "payAmt=19900"), &good)),
        ("another state", paid(&payment("02").0, &good)),
        ("one field more", paid(&format!("{body}&more=1"), &good)),
        ("a field twice", paid(&format!("{body}&ordStatus=01"), &good)),
        ("a signed reply", paid(&format!("{body}&code=000000"), &sign(&base.replace("&custId", "&code=000000&custId"), KEY))),
        ("nothing", cnpay(&["notify", "zhangxun.notice", "--key", KEY], "")),
        ("no message", cnpay(&["notify", "zhangxun.notice", "--key", KEY], "[]")),
    ] {
        is_refused(&ran, "zhangxun.notice", what);
    }
    let (members, base) = payout("07");
    let good = sign(&base, KEY);
    for (what, ran) in [
        ("a stranger's", paid_out(&members, &sign(&base, "x"))),
        ("another amount", paid_out(&members.replace("150000", "15000"), &good)),
        ("another state", paid_out(&payout("08").0, &good)),
        (
            "a signed reply",
            paid_out(&format!("{members},\"code\":\"000000\""), &sign(&base.replace("&custId", "&code=000000&custId"), KEY)),
        ),
    ] {
        is_refused(&ran, "zhangxun.payout_notice", what);
    }
}

#[test]
fn the_front_return_is_signed_and_proves_nothing() {
    if !here("md5sum") {
        return;
    }
    let query = "orgNo=8161000204&code=000000&msg=%E4%BA%A4%E6%98%93%E6%88%90%E5%8A%9F&custId=16121900001774&custOrderNo=ZX20240506000001\
                 &prdOrdNo=20240506101112000017&ordStatus=01&ordAmt=1990&payAmt=1990&ordTime=20240506101112";
    let base = "code=000000&custId=16121900001774&custOrderNo=ZX20240506000001&msg=交易成功&ordAmt=1990&ordStatus=01\
                &ordTime=20240506101112&orgNo=8161000204&payAmt=1990&prdOrdNo=20240506101112000017";
    let front =
        |query: &str, sign: &str| cnpay(&["notify", "zhangxun.front_return", "--key", KEY, "--query", &format!("{query}&sign={sign}")], "");
    let good = sign(base, KEY);
    let returned = front(query, &good).object(0);
    let notice = json!({
        "orgNo": "8161000204", "code": "000000", "msg": "交易成功", "custId": "16121900001774", "custOrderNo": "ZX20240506000001",
        "prdOrdNo": "20240506101112000017", "ordStatus": "01", "ordAmt": "1990", "payAmt": "1990", "ordTime": "20240506101112",
    });
    assert_eq!(
        returned,
        json!({ "operation": "zhangxun.front_return", "verified": true, "state": "unknown", "notice": notice, "ack": null })
    );
    is_refused(&front(query, &sign(base, "x")), "zhangxun.front_return", "a stranger's");
    is_refused(&front(&query.replace("ordStatus=01", "ordStatus=02"), &good), "zhangxun.front_return", "another state");
    is_refused(&paid(query, &good), "zhangxun.notice", "presented as a notice");
}
