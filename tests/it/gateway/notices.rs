//! `cnpay notify kuaiqian.gateway.notice`: notices that md5sum and openssl have signed are believed, and nothing else.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::harness::{Folder, Ran, cnpay, fixture, here};

const ID: &str = "kuaiqian.gateway.notice";

/// The worked example of section 4.6: base and query string.
const QUERY: &str = "shop=7&lang=zh&merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB&\
    orderId=T20240105-0001&orderTime=20240105093000&orderAmount=1250&bindCard=&bindMobile=&dealId=900000001&bankDealId=B240105000001&\
    dealTime=20240105093142&payAmount=1250&fee=0&ext1=cart%3D77&ext2=&payResult=10&errCode=&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6";

/// A notice with RSA: an older edition without the bound card, and one with the fields of the newest.
const OLD: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=4&payType=10&orderId=T1&orderTime=20120105093000&\
    orderAmount=1250&dealId=9&dealTime=20120105093142&payAmount=1250&fee=0&payResult=11&errCode=20010";
const NEW: &str = "merchantAcctId=1000000000101&version=mobile1.0&language=1&signType=4&payType=27-3&bankId=&orderId=T1&\
    orderTime=20240105093000&orderAmount=1250&dealId=9&bankDealId=&dealTime=20240105093142&payAmount=1250&fee=0&payResult=10&\
    aggregatePay=27-3:[limitPay=0]&errCode=&period=3";

fn by_key(query: &str) -> Ran {
    cnpay(&["notify", ID, "--key", "SYNTHETICKEY0001", "--query", query], "")
}

/// The base of a notice whose values need no encoding, and which stands in the order of the list.
fn base(query: &str) -> String {
    query.split('&').filter(|pair| !pair.ends_with('=')).collect::<Vec<_>>().join("&")
}

/// A signature by openssl, URL-encoded.
fn signature(base: &str, key: &str, hash: &str) -> String {
    let mut openssl = Command::new("openssl");
    openssl.args(["dgst", hash, "-sign", &fixture(&format!("keys/{key}.key.pem"))]);
    let mut child = openssl.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("openssl");
    child.stdin.take().expect("piped").write_all(base.as_bytes()).expect("openssl reads");
    let output = child.wait_with_output().expect("openssl ends");
    assert!(output.status.success());
    BASE64_STANDARD.encode(output.stdout).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

#[test]
fn the_worked_example_is_believed_and_acknowledged() {
    let told = by_key(QUERY);
    assert!(told.stderr.contains("redirect_url"), "{}", told.stderr);
    let told = told.object(0);
    assert_eq!(
        (&told["operation"], &told["verified"], &told["state"], &told["ack"]),
        (&json!(ID), &json!(true), &json!("succeeded"), &json!("<result>1</result>"))
    );
    assert_eq!((&told["notice"]["ext1"], &told["notice"]["fee"], &told["notice"]["errCode"]), (&json!("cart=77"), &json!("0"), &json!("")));
    // What no signature covers is not handed on.
    assert_eq!((&told["notice"]["shop"], &told["notice"]["lang"]), (&Value::Null, &Value::Null));

    let page = "https://shop.example/pay/done";
    let told = cnpay(&["notify", ID, "--key", "SYNTHETICKEY0001", "--redirect-url", page], format!("{QUERY}\n")).object(0);
    assert_eq!(told["ack"], format!("<result>1</result><redirecturl>{page}</redirecturl>"));
    let error = cnpay(&["notify", ID, "--key", "SYNTHETICKEY0001", "--redirect-url", "https://s.example/?a=1&b=2"], QUERY).error(2);
    assert_eq!(error["field"], "redirecturl", "{error}");
}

#[test]
fn every_edition_key_and_hash_is_believed() {
    if !here("openssl") {
        return;
    }
    for (key, public) in [("notice-1024", "keys/notice-1024.cer"), ("notice-2048", "keys/notice-2048.pub.pem")] {
        for hash in ["-sha1", "-sha256"] {
            for (query, state) in [(OLD, "failed"), (NEW, "succeeded")] {
                let signed = format!("{query}&signMsg={}", signature(&base(query), key, hash));
                let told = cnpay(&["notify", ID, "--cert", &fixture(public), "--query", &signed], "").object(0);
                assert_eq!((&told["state"], &told["verified"]), (&json!(state), &json!(true)), "{key} {hash} {told}");
                // A plus sign that became a blank on its way, in the signature alone.
                let blank = signed.replace("%2B", "+");
                assert_eq!(cnpay(&["notify", ID, "--cert", &fixture(public), "--query", &blank], "").code, 0);
                let one = ["notify", ID, "--cert", &fixture(public), "--hash", hash.trim_start_matches('-'), "--query", &signed];
                assert_eq!(cnpay(&one, "").code, 0);
                let other = if hash == "-sha1" { "sha256" } else { "sha1" };
                assert_eq!(cnpay(&["notify", ID, "--cert", &fixture(public), "--hash", other, "--query", &signed], "").code, 6);
            }
        }
    }
}

#[test]
fn paid_with_another_amount_is_unknown_and_acknowledged() {
    if !here("md5sum") {
        return;
    }
    let folder = Folder::new();
    for amounts in ["orderAmount=1250&payAmount=1249", "orderAmount=1250", "payAmount=1250"] {
        let notice = format!("merchantAcctId=1000000000101&signType=1&orderId=T1&{amounts}&payResult=10");
        let digest = Command::new("md5sum").arg(folder.write("base", format!("{notice}&key=SYNTHETICKEY0001"))).output().expect("md5sum");
        let told = by_key(&format!("{notice}&signMsg={}", &String::from_utf8_lossy(&digest.stdout)[..32])).object(0);
        assert_eq!(
            (&told["state"], &told["verified"], &told["ack"]),
            (&json!("unknown"), &json!(true), &json!("<result>1</result>")),
            "{amounts}"
        );
    }
}

#[test]
fn what_cannot_be_believed() {
    for (what, query) in [
        ("a changed amount", QUERY.replace("orderAmount=1250", "orderAmount=1")),
        ("a changed result", QUERY.replace("payResult=10", "payResult=11")),
        ("a dropped zero", QUERY.replace("&fee=0", "")),
        ("a field that was empty", QUERY.replace("errCode=", "errCode=10001")),
        ("a wrong signature", QUERY.replace("0D80", "0D81")),
        ("no signature", QUERY.split("&signMsg").next().expect("a part").to_owned()),
        ("an empty signature", QUERY.replace("0D8063EB12FF7954EF5B441D2A2CB6F6", "")),
        ("a doubled signature", format!("{QUERY}&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6")),
        ("a doubled field, even with the same value", format!("{QUERY}&orderAmount=1250")),
        ("a doubled field of the merchant's own", format!("orderId=T20240105-0001&{QUERY}")),
        ("another signature type", QUERY.replace("signType=1", "signType=4")),
        (
            "a field hidden in the one before it, which the signature fits",
            QUERY.replace("&payAmount=1250", "").replace("dealTime=20240105093142", "dealTime=20240105093142%26payAmount%3D1250"),
        ),
        ("no order", QUERY.replace("orderId=T20240105-0001", "orderId=")),
        ("nothing", String::new()),
        ("no query string", "<html>".to_owned()),
        ("a hundred parameters too many", format!("{QUERY}{}", "&a=1".repeat(100))),
        ("too long a text", format!("{QUERY}&a={}", "x".repeat(17 << 10))),
    ] {
        let error = cnpay(&["notify", ID, "--key", "SYNTHETICKEY0001"], &query).error(6);
        assert_eq!((&error["kind"], &error["order"], &error["operation"]), (&json!("untrusted"), &Value::Null, &json!(ID)), "{what}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(!message.contains("T20240105") && !message.contains("1250") && !message.contains("SYNTHETIC"), "{what}: {message}");
    }
    let error = cnpay(&["notify", ID, "--key", "SYNTHETICKEY0002", "--query", QUERY], "").error(6);
    assert_eq!(error["kind"], "untrusted");
}

#[test]
fn the_settings_say_whose_notices_these_are() {
    let folder = Folder::new();
    let table = |account: &str| {
        format!(
            "[kuaiqian.gateway]\naccount = \"{account}\"\nsign = \"md5\"\nkey = \"SYNTHETICKEY0001\"\nredirect_url = \"https://shop.example/done\"\n"
        )
    };
    let ours = folder.write("ours.toml", table("1000000000101"));
    let told = cnpay(&["--config", &ours, "notify", ID, "--query", QUERY], "").object(0);
    assert_eq!(told["ack"], "<result>1</result><redirecturl>https://shop.example/done</redirecturl>");
    let theirs = folder.write("theirs.toml", table("1000000000201"));
    let error = cnpay(&["--config", &theirs, "notify", ID, "--query", QUERY], "").error(6);
    assert!(error["message"].as_str().is_some_and(|text| text.contains("merchantAcctId")), "{error}");
    let error = cnpay(&["--config", &folder.at("none.toml"), "notify", ID, "--query", QUERY], "").error(2);
    assert_eq!(error["kind"], "config", "{error}");
}

#[test]
fn a_notice_of_a_gbk_order_is_read_in_gbk() {
    if !here("md5sum") {
        return;
    }
    let base = b"merchantAcctId=1000000000101&signType=1&orderId=T1&ext1=\xb2\xe8&payResult=10&key=SYNTHETICKEY0001";
    let folder = Folder::new();
    let digest = Command::new("md5sum").arg(folder.write("base", base)).output().expect("md5sum");
    let digest = String::from_utf8_lossy(&digest.stdout)[..32].to_owned();
    let query = format!("merchantAcctId=1000000000101&signType=1&orderId=T1&ext1=%B2%E8&payResult=10&signMsg={digest}");
    let told = cnpay(&["notify", ID, "--key", "SYNTHETICKEY0001", "--charset", "gbk", "--query", &query], "").object(0);
    assert_eq!(told["notice"]["ext1"], "茶");
    let told = by_key(&query).object(0);
    assert_eq!((&told["notice"]["ext1"], &told["verified"]), (&json!("茶"), &json!(true)), "no UTF-8, so GBK");
    assert_eq!(cnpay(&["notify", ID, "--key", "K", "--charset", "latin1", "--query", &query], "").error(2)["kind"], "usage");
}
