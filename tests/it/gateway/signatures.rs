//! `cnpay sign` and `explain kuaiqian-gateway`: for every message the digest is that of md5sum and openssl.

use std::process::Command;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use crate::harness::{Folder, cnpay, fixture, here};

/// Each message of `--as`, a form, and its base with MD5 up to the key: typed off the specification.
const MESSAGES: &[(&str, &str, &str)] = &[
    (
        "pay",
        "productName=%E7%BA%A2%E8%8C%B6+%26+%22%E7%A4%BC%E7%9B%92%22&inputCharset=1&bgUrl=https%3A%2F%2Fshop.example%2Fn%3Fa%3D1%26b%3D2&\
         pageUrl=&version=v2.0&language=1&signType=TYPE&merchantAcctId=1000000000101&orderId=T1&orderAmount=1250&orderTime=20240105093000&\
         payType=00&redoFlag=0&terminalIp=10.0.0.1",
        "inputCharset=1&bgUrl=https://shop.example/n?a=1&b=2&version=v2.0&language=1&signType=TYPE&merchantAcctId=1000000000101&orderId=T1&\
         orderAmount=1250&orderTime=20240105093000&productName=红茶 & \"礼盒\"&payType=00&redoFlag=0&key=",
    ),
    (
        "notice",
        "shop=7&merchantAcctId=1000000000101&version=v2.0&language=1&signType=TYPE&payType=10&bankId=CMB&orderId=T1&orderTime=20240105093000&\
         orderAmount=1250&bindCard=&dealId=900000001&dealTime=20240105093142&payAmount=1250&fee=0&ext1=cart%3D77&payResult=10&\
         aggregatePay=27-3%3A&errCode=&period=3",
        "merchantAcctId=1000000000101&version=v2.0&language=1&signType=TYPE&payType=10&bankId=CMB&orderId=T1&orderTime=20240105093000&\
         orderAmount=1250&dealId=900000001&dealTime=20240105093142&payAmount=1250&fee=0&ext1=cart=77&payResult=10&aggregatePay=27-3:&period=3&\
         key=",
    ),
    (
        "query",
        "orderId=T1&inputCharset=1&version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&queryType=0&queryMode=1",
        "inputCharset=1&version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&queryType=0&queryMode=1&orderId=T1&key=",
    ),
    (
        "query_reply",
        "version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&recordCount=1&currentPage=1&pageCount=1&pageSize=10&errCode=",
        "version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&currentPage=1&pageCount=1&pageSize=10&recordCount=1&key=",
    ),
    (
        "query_item",
        "dealId=9&fee=0&payAmount=1250&payType=10&payResult=10&dealTime=20240105093142&orderTime=20240105093000&orderAmount=1250&orderId=T1",
        "orderId=T1&orderAmount=1250&orderTime=20240105093000&dealTime=20240105093142&payResult=10&payType=10&payAmount=1250&fee=0&dealId=9&key=",
    ),
    (
        "refund",
        "merchant_id=10000000001&version=bill_drawback_api_1&command_type=001&orderid=T1&amount=12.50&postdate=20240106090000&txOrder=R1",
        "merchant_id=10000000001version=bill_drawback_api_1command_type=001orderid=T1amount=12.50postdate=20240106090000txOrder=R1merchant_key=",
    ),
    (
        "refund_query",
        "version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&startDate=20240106&endDate=20240107&orderId=R1&requestPage=1&rOrderId=T1",
        "version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&startDate=20240106&endDate=20240107&orderId=R1&requestPage=1&rOrderId=T1&key=",
    ),
    (
        "refund_query_reply",
        "version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&currentPage=1&pageCount=1&pageSize=10&recordCount=1",
        "version=v2.0&signType=SERVICE&merchantAcctId=1000000000101&recordCount=1&pageCount=1&currentPage=1&pageSize=10&key=",
    ),
    (
        "refund_query_item",
        "orderId=R1&payTypeDesc=x&orderTime=20240106090000&rOrderId=T1&orderAmout=1250&status=1",
        "payTypeDesc=x&orderTime=20240106090000&orderId=R1&rOrderId=T1&orderAmout=1250&status=1&key=",
    ),
    (
        "remit_reply",
        "merchantAcctId=1000000000101&version=v2.0&language=1&signType=TYPE&orderId=T2&orderTime=20240105100000&orderAmount=5000&dealId=9&\
         remitType=1&remitCode=M1234M567890123&requestResult=10&errCode=",
        "merchantAcctId=1000000000101&version=v2.0&language=1&signType=TYPE&orderId=T2&orderTime=20240105100000&orderAmount=5000&dealId=9&\
         remitType=1&remitCode=M1234M567890123&requestResult=10&key=",
    ),
];

const KEY: &str = "SYNTHETICKEY0001";

/// The same with the signature type of MD5 or RSA.
fn of_type(text: &str, rsa: bool) -> String {
    text.replace("TYPE", if rsa { "4" } else { "1" }).replace("SERVICE", if rsa { "2" } else { "1" })
}

fn text<'o>(object: &'o Value, name: &str) -> &'o str {
    object[name].as_str().unwrap_or_else(|| panic!("no {name}: {object}"))
}

fn url_encoded(text: &str) -> String {
    text.replace('%', "%25").replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

#[test]
fn every_message_is_signed_as_md5sum_has_it() {
    if !here("md5sum") {
        return;
    }
    let folder = Folder::new();
    for (message, form, base) in MESSAGES {
        let (form, base) = (of_type(form, false), of_type(base, false));
        let signed = cnpay(&["sign", "kuaiqian-gateway", "--as", message, "--key", KEY], &form).object(0);
        assert_eq!(text(&signed, "base"), base, "{message}");
        let file = folder.write("base", format!("{base}{KEY}"));
        let digest = Command::new("md5sum").arg(file).output().expect("md5sum");
        let digest = String::from_utf8_lossy(&digest.stdout)[..32].to_ascii_uppercase();
        assert_eq!(text(&signed, "signature"), digest, "{message}");

        let field = if *message == "refund" {
            "mac"
        } else if message.ends_with("_item") {
            "signInfo"
        } else {
            "signMsg"
        };
        let whole = format!("{form}&{field}={digest}");
        let found = cnpay(&["explain", "kuaiqian-gateway", "--as", message, "--key", KEY], whole).object(0);
        assert_eq!((&found["valid"], &found["finding"]), (&Value::Bool(true), &Value::Null), "{message}: {found}");
        let lower = digest.to_ascii_lowercase();
        let found = cnpay(&["explain", "kuaiqian-gateway", "--as", message, "--key", KEY, "--signature", &lower], &form).object(0);
        assert_eq!(found["valid"], true, "lower case, beside the message: {message}: {found}");
    }
}

#[test]
fn every_message_is_signed_as_openssl_verifies_it() {
    if !here("openssl") {
        return;
    }
    let folder = Folder::new();
    for (key, public, hash) in [("notice-1024", "notice-1024.cer", "sha1"), ("notice-2048", "notice-2048.pub.pem", "sha256")] {
        let (private, public) = (fixture(&format!("keys/{key}.key.pem")), fixture(&format!("keys/{public}")));
        let spki = folder.at("public.pem");
        let made = Command::new("openssl").args(["pkey", "-in", &private, "-pubout", "-out", &spki]).status().expect("openssl");
        assert!(made.success());
        for (message, form, base) in MESSAGES {
            let form = of_type(form, true);
            // Payments and refunds end without a key, query and refund query with the query key.
            let with_key = message.contains("query");
            let mut base = of_type(base, true);
            if *message == "refund" {
                base = form.clone();
            } else if !with_key {
                base.truncate(base.len() - "&key=".len());
            }
            let arguments = ["sign", "kuaiqian-gateway", "--as", message, "--key-file", &private, "--hash", hash, "--key", KEY];
            let signed = cnpay(&arguments, &form).object(0);
            assert_eq!(text(&signed, "base"), base, "{message}");
            let whole = folder.write("base", if with_key { format!("{base}{KEY}") } else { base });
            let signature = BASE64_STANDARD.decode(text(&signed, "signature")).expect("one line of Base64");
            let signature = folder.write("signature", signature);
            let openssl = ["dgst", &format!("-{hash}"), "-verify", &spki, "-signature", &signature, &whole];
            let verified = Command::new("openssl").args(openssl).output().expect("openssl");
            assert!(verified.status.success(), "{message}: {}", String::from_utf8_lossy(&verified.stdout));

            let field = if *message == "refund" {
                "mac"
            } else if message.ends_with("_item") {
                "signInfo"
            } else {
                "signMsg"
            };
            let whole = format!("{form}&{field}={}", url_encoded(text(&signed, "signature")));
            let arguments = ["explain", "kuaiqian-gateway", "--as", message, "--cert", &public, "--key", KEY];
            let found = cnpay(&arguments, whole).object(0);
            assert_eq!((&found["valid"], &found["signature_expected"]), (&Value::Bool(true), &Value::Null), "{message}: {found}");
        }
    }
}

#[test]
fn the_doctor_names_the_mistake() {
    let notice = of_type(MESSAGES[1].1, false);
    let base = of_type(MESSAGES[1].2, false);
    let folder = Folder::new();
    let digest = |text: &str| {
        let file = folder.write("base", text);
        let digest = Command::new("md5sum").arg(file).output().expect("md5sum");
        String::from_utf8_lossy(&digest.stdout)[..32].to_ascii_uppercase()
    };
    if !here("md5sum") {
        return;
    }
    let without_key = base.strip_suffix("&key=").expect("it ends so");
    let mut sorted: Vec<_> = without_key.split('&').collect();
    sorted.sort_unstable();
    for (finding, signed) in [
        ("key_missing", without_key.to_owned()),
        ("key_joiner", format!("{without_key}{KEY}")),
        ("key_newline", format!("{base}{KEY}\n")),
        ("key_case", format!("{base}{}", KEY.to_ascii_lowercase())),
        ("field_order", format!("{}&key={KEY}", sorted.join("&"))),
        ("zero_dropped", format!("{}{KEY}", base.replace("fee=0&", ""))),
        ("empty_kept", format!("{}{KEY}", base.replace("&period", "&errCode=&period").replace("&dealId", "&bindCard=&dealId"))),
        ("url_encoded", format!("{}{KEY}", base.replace("cart=77", "cart%3D77").replace("27-3:", "27-3%3A"))),
        ("unexplained", format!("{}{KEY}", base.replace("orderAmount=1250", "orderAmount=1"))),
    ] {
        let whole = format!("{notice}&signMsg={}", digest(&signed));
        let found = cnpay(&["explain", "kuaiqian-gateway", "--key", KEY], whole).object(6);
        assert_eq!((text(&found, "finding"), &found["valid"]), (finding, &Value::Bool(false)), "{found}");
        assert!(text(&found, "explanation").len() > 10, "{found}");
        if finding != "unexplained" {
            assert!(found["base_given"].is_string(), "{finding}: {found}");
        }
    }
    let found = cnpay(&["explain", "kuaiqian-gateway", "--key", KEY], &notice).object(6);
    assert_eq!(text(&found, "finding"), "no_signature");
    let twice = format!("{notice}&signMsg={0}&signMsg={0}", digest(&format!("{base}{KEY}")));
    assert_eq!(text(&cnpay(&["explain", "kuaiqian-gateway", "--key", KEY], twice).object(6), "finding"), "two_signatures");
}

#[test]
fn another_hash_is_told_from_another_key() {
    if !here("openssl") {
        return;
    }
    let folder = Folder::new();
    let (key, public) = (fixture("keys/notice-2048.key.pem"), fixture("keys/notice-2048.pub.pem"));
    let notice = of_type(MESSAGES[1].1, true);
    let base = of_type(MESSAGES[1].2, true);
    let base = folder.write("base", base.strip_suffix("&key=").expect("it ends so"));
    for hash in ["-md5", "-sha384", "-sha512"] {
        let signed = Command::new("openssl").args(["dgst", hash, "-sign", &key, &base]).output().expect("openssl");
        assert!(signed.status.success(), "{signed:?}");
        let whole = format!("{notice}&signMsg={}", url_encoded(&BASE64_STANDARD.encode(signed.stdout)));
        let found = cnpay(&["explain", "kuaiqian-gateway", "--cert", &public], whole).object(6);
        assert_eq!(text(&found, "finding"), "other_hash", "{hash}: {found}");
    }
}

#[test]
fn messages_are_taken_as_they_are_on_the_wire() {
    let key = ["--key", "SYNTHETICQKEY002"];
    for reply in ["query.reply.soap.xml", "query.reply.multi_ref.soap.xml"] {
        let reply = std::fs::read(fixture(&format!("kuaiqian-gateway/{reply}"))).expect("a reply");
        for message in ["query_reply", "query_item"] {
            let found = cnpay(&[&["explain", "kuaiqian-gateway", "--as", message], &key[..]].concat(), &reply).object(0);
            assert_eq!(found["valid"], true, "{message}: {found}");
        }
    }
    let notice = std::fs::read_to_string(fixture("kuaiqian-gateway/notice.md5.query")).expect("a notice");
    for pasted in [format!("?{notice}"), format!("\u{feff}{notice}"), format!("https://shop.example/n?{notice}")] {
        assert_eq!(cnpay(&["explain", "kuaiqian-gateway", "--key", KEY], &pasted).object(0)["valid"], true, "{pasted}");
        assert_eq!(cnpay(&["decode", "kq-form"], &pasted).object(0)["operation"], "kuaiqian.gateway.notice", "{pasted}");
    }
    for nothing in ["hello", "a=1", "<html><body>busy</body></html>"] {
        for command in ["sign", "explain"] {
            let error = cnpay(&[command, "kuaiqian-gateway", "--key", KEY], nothing).error(2);
            assert_eq!(error["kind"], "invalid", "{command} {nothing}");
        }
    }
}

#[test]
fn an_ack_is_decoded_and_a_page_is_not() {
    let ack = "<result>1</result><redirecturl>https://shop.example/done</redirecturl>";
    let told = cnpay(&["decode", "kq-form"], ack).object(0);
    assert_eq!((&told["message"]["result"], &told["message"]["redirecturl"]), (&"1".into(), &"https://shop.example/done".into()));
    cnpay(&["decode", "kq-form"], "<html><body>busy</body></html>").error(2);
}

#[test]
fn a_type_that_disagrees_is_an_error() {
    let error = cnpay(&["sign", "kuaiqian-gateway", "--key", KEY], of_type(MESSAGES[0].1, true)).error(2);
    assert_eq!((&error["kind"], &error["field"]), (&"invalid".into(), &"signType".into()), "{error}");
    let error = cnpay(&["sign", "kuaiqian-gateway", "--as", "nothing", "--key", KEY], "a=1").error(2);
    assert_eq!(error["kind"], "usage", "{error}");
    let error = cnpay(&["sign", "kuaiqian-tr3", "--as", "pay", "--key", KEY], "a=1").error(2);
    assert_eq!(error["kind"], "usage", "{error}");
}
