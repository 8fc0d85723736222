//! Each row of section 3.4 is named, and whatever else goes wrong with an MD5 signature.

use paycore::{Explanation, Finding, Sensitive};
use paywire::charset::Charset;
use zhangxun::explain::{explain, sign};

use crate::{
    notices::SAMPLE,
    support::{KEY, base, json, md5, signature},
};

/// Example 1 of section 3.3, unsigned.
const PAY: &str = "version=2.1&orgNo=8161000204&custId=16121900001774&custOrderNo=ZX20240506000001&tranType=0402&payAmt=1990\
    &backUrl=https%3A%2F%2Fshop.example%2Fzx%2Fnotice%3Fshop%3D7&frontUrl=&goodsName=%E5%86%B0%E7%BE%8E%E5%BC%8F+%26+%E8%B4%9D%E6%9E%9C\
    &buyIp=203.0.113.7";
const PAY_BASE: &str = "backUrl=https://shop.example/zx/notice?shop=7&buyIp=203.0.113.7&custId=16121900001774\
    &custOrderNo=ZX20240506000001&goodsName=冰美式 & 贝果&orgNo=8161000204&payAmt=1990&tranType=0402&version=2.1";
const QUERY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"交易成功","custId":"16121900001774","custOrderNo":"ZX20240506000001","prdOrdNo":"20240506101112000017","ordStatus":"01","ordAmt":1990,"payAmt":1990,"ordTime":"20240506101112","ordDesc":null}"#;
const BALANCE: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"查询成功","custId":"16121900001774","account":"A000017","acType":"01","acBal":"300000","frozBalance":"0"}"#;
const PAYOUT_QUERY: &str = r#"{"orgNo":"8161000204","code":"000000","msg":"查询成功","custId":"16121900001774","custOrdNo":"ZP20240506000001","casOrdNo":"20240506110000000031","ordStatus":"07","casAmt":"150000","casDesc":"","casType":"00","casDate":"20240506110000","fee":"0","serviceFee":"200","netrecAmt":"150000"}"#;

fn found(message: &str, signature: &str) -> Explanation {
    explain(message.as_bytes(), Some(signature), &Sensitive::from(KEY), &[&Sensitive::from("OTHERKEY00000001")]).expect("a message")
}

#[test]
fn the_rows_of_the_table() {
    for (row, signature, finding) in [
        (0, "CFD7D7DC22F3902658031D5F743E3C81", None),
        (1, "28B5FF427D6716F7D383144BBA302CA9", Some(Finding::UrlEncoded)),
        (2, "97870D7A86F00EE42DBCD3319E1279F0", Some(Finding::EmptyKept)),
        (3, "599B6F22D47BCA5E7B28A1D69F70AA3C", Some(Finding::FieldOrder)),
        (4, "BC462331F3AC346D36521E72E54A8585", Some(Finding::FieldOrder)),
        (5, "147FEC757D40A7E0ADE9F46C9884849E", Some(Finding::KeyJoiner)),
        (6, "35D97D46AA7414E11880E6BB8879B56F", Some(Finding::KeyJoiner)),
        (7, "A0F0F85B8A861CB8DE9757FF273E0EBA", Some(Finding::KeyJoiner)),
        (8, "6B71F1B10890A284941DADFF8F88AC8E", Some(Finding::KeyNewline)),
        (9, "9CD05815152401B9C5D8281026C3002F", Some(Finding::KeyCase)),
        (10, "DA65A0FDEF70F277B68B7806C478F588", Some(Finding::EmptyKept)),
        (11, "9EB97C9831528C64AD4850FFD2EA1A19", Some(Finding::Charset)),
        (12, "D09F13FE00AF2EB9E1A15CC9E175B582", Some(Finding::KeyJoiner)),
        (13, "780FC0A7B8AE5C18EACE5F63F61BA14F", Some(Finding::Reserialised)),
        (14, "cfd7d7dc22f3902658031d5f743e3c81", None),
    ] {
        let found = found(PAY, signature);
        assert_eq!((found.finding, found.valid), (finding, finding.is_none()), "row {row}");
        assert_eq!(found.base, format!("{PAY_BASE}&key="), "row {row}");
        assert_eq!(found.signature_expected.as_deref(), Some("CFD7D7DC22F3902658031D5F743E3C81"));
        assert_eq!(found.digest_given.as_deref(), Some(signature.to_lowercase().as_str()));
        let base_given = found.base_given.expect("each row is explained");
        assert_eq!(base_given == found.base, matches!(row, 0 | 8 | 9 | 14), "row {row}: {base_given}");
        assert!(!base_given.contains(KEY), "row {row}");
    }
    for (message, wrong, right, finding) in [
        (BALANCE, "11A3724D4E7821225E2BF17688A0E826", "493D2B651E9082783560C6086783FB1B", Finding::FieldOrder),
        (PAYOUT_QUERY, "B62CA43C5E4725E16BB3F1E4A821208D", "B1E358C02BC6A58131F7FD3E9FA9E16A", Finding::ZeroDropped),
        (SAMPLE, "6F7461F1CE01EE051166BF236BE88628", "9E8975CBF63299160EC583C73B671C83", Finding::UnlistedFieldLeftOut),
        (QUERY, "99A8E42A792D8EAABBE09B2B42366116", "29D7BC66C70E5F404D5D5AD3B76F0F14", Finding::Reserialised),
    ] {
        assert_eq!(found(message, wrong).finding, Some(finding), "{finding:?}");
        assert!(found(message, right).valid, "{finding:?}");
    }
    assert_eq!(found(SAMPLE, "6F7461F1CE01EE051166BF236BE88628").remark.as_deref(), Some("left out: chnTag"));
}

#[test]
fn the_signature_of_the_message_itself() {
    let key = Sensitive::from(KEY);
    let found = explain(SAMPLE.as_bytes(), None, &key, &[]).expect("a notice");
    assert!(found.valid && found.base_given.as_ref() == Some(&found.base), "{found:?}");
    assert!(
        explain(format!("{SAMPLE}\r\n").as_bytes(), None, &key, &[]).expect("a notice").valid,
        "the line end of a file is no part of it"
    );
    let json = QUERY.replace("null}", "null,\"sign\":\"29D7BC66C70E5F404D5D5AD3B76F0F14\"}");
    assert!(explain(format!("\n{json}\n").as_bytes(), None, &key, &[]).expect("a reply").valid);
}

#[test]
fn other_mistakes() {
    const TEXT: &str = "custOrderNo=ZX1&goodsName= a+b <c>&ordDesc=x y&orgNo=1&version=2.1";
    let message = "version=2.1&orgNo=1&custOrderNo=ZX1&goodsName=+a%2Bb+%3Cc%3E&ordDesc=x+y";
    let keyed = |text: &str| format!("{}&key={KEY}", text);
    let change = |from: &str, to: &str| {
        assert!(TEXT.contains(from), "{from}");
        keyed(&TEXT.replace(from, to))
    };
    for (mistake, text, finding) in [
        ("nothing", keyed(TEXT), None),
        ("no key", TEXT.to_owned(), Some(Finding::KeyMissing)),
        ("no key, but its name", format!("{}&key=", TEXT), Some(Finding::KeyMissing)),
        ("&Key=", format!("{}&Key={KEY}", TEXT), Some(Finding::KeyJoiner)),
        ("another key", format!("{}&key=OTHERKEY00000001", TEXT), Some(Finding::OtherKey)),
        ("plus for blank", change("= a+b <c>", "=+a+b+<c>").replace("x y", "x+y"), Some(Finding::PlusForBlank)),
        ("blank for plus", change("a+b", "a b"), Some(Finding::PlusForBlank)),
        ("HTML-escaped", change("<c>", "&lt;c&gt;"), Some(Finding::HtmlEscaped)),
        ("trimmed", change("= a", "=a"), Some(Finding::Whitespace)),
        ("one field left out", change("&orgNo=1", ""), Some(Finding::UnlistedFieldLeftOut)),
        ("run together", format!("{}&key={KEY}", TEXT.replace('&', "")), Some(Finding::KeyJoiner)),
        ("two at once", format!("{}&key=OTHERKEY00000001", TEXT.replace("= a", "=a")), Some(Finding::Whitespace)),
        ("another content", change("orgNo=1", "orgNo=2"), Some(Finding::Unexplained)),
    ] {
        let found = found(message, &md5(&text));
        assert_eq!((found.finding, found.valid), (finding, finding.is_none()), "{mistake}");
        let printed = format!("{found:?}");
        assert!(!printed.contains(KEY) && !printed.contains("OTHERKEY"), "{mistake}");
    }
    let gbk: String = {
        let text = format!("{PAY_BASE}&key={KEY}");
        <md5::Md5 as md5::Digest>::digest(Charset::Gbk.encode(&text)).iter().map(|byte| format!("{byte:02X}")).collect()
    };
    assert_eq!(found(PAY, &gbk).finding, Some(Finding::Charset));
}

#[test]
fn what_json_libraries_do() {
    let message = r#"{"msg":"冰/美","n":1.0,"list":[1, 2],"z":null}"#;
    let keyed = |text: &str| md5(&format!("{text}&key={KEY}"));
    for (mistake, text, finding) in [
        ("nothing", "list=[1, 2]&msg=冰/美&n=1.0", None),
        ("a number without its decimals", "list=[1, 2]&msg=冰/美&n=1", Some(Finding::Reserialised)),
        ("null as a word", "list=[1, 2]&msg=冰/美&n=1.0&z=null", Some(Finding::EmptyKept)),
        ("a list without blanks", "list=[1,2]&msg=冰/美&n=1.0", Some(Finding::Reserialised)),
        ("the JSON itself, escaped", r#"{"list":"[1, 2]","msg":"\u51b0\/\u7f8e","n":"1.0"}"#, Some(Finding::Reserialised)),
    ] {
        assert_eq!(found(message, &keyed(text)).finding, finding, "{mistake}");
    }
}

#[test]
fn signatures_that_are_none() {
    let key = Sensitive::from(KEY);
    let given = |message: &str| {
        let found = explain(message.as_bytes(), None, &key, &[]).expect("a message");
        assert!(!found.valid);
        found.finding
    };
    let with = |signature: &str| SAMPLE.replace("9E8975CBF63299160EC583C73B671C83", signature);
    for (message, finding) in [
        (with(""), Finding::NoSignature),
        (PAY.to_owned(), Finding::NoSignature),
        (QUERY.to_owned(), Finding::NoSignature),
        (format!("{SAMPLE}&sign=9E8975CBF63299160EC583C73B671C83"), Finding::TwoSignatures),
        (format!("{SAMPLE}&ordStatus=01"), Finding::Unexplained),
        (with("9E8975CBF63299160EC583C73B671C8"), Finding::MalformedSignature),
        (with("9E8975CBF63299160EC583C73B671C8G"), Finding::MalformedSignature),
        (with("+9E8975CBF63299160EC583C73B671C83"), Finding::MalformedSignature),
        (with(&"0".repeat(40)), Finding::Unexplained),
    ] {
        assert_eq!(given(&message), Some(finding), "{message}");
    }
    let text = format!("{}&key={KEY}", base("a=1"));
    let sha1: String = paysign::Hash::Sha1.digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(found("a=1", &sha1).finding, Some(Finding::OtherHash));
}

#[test]
fn signing() {
    let key = Sensitive::from(KEY);
    let expected = |base: &str, signature: &str| Ok((base.to_owned(), signature.to_owned()));
    let signed = |message: &str| sign(message.as_bytes(), &key).map_err(|error| error.to_string());
    assert_eq!(signed(PAY), expected(&format!("{PAY_BASE}&key="), "CFD7D7DC22F3902658031D5F743E3C81"));
    assert_eq!(signed(&format!("{PAY}\n")), signed(PAY));
    assert_eq!(signed(&format!("{PAY}&sign=F")), signed(PAY), "the signature does not sign itself");
    let pairs = "b=2&a=1";
    assert_eq!(signed(&json(pairs)), expected("a=1&b=2&key=", &signature(pairs)));
    for (message, error) in [
        ("a=1&a=1", "message: a: stands twice"),
        ("", "message: neither a form nor a JSON object"),
        ("<xml a=\"1\"/>", "message: neither a form nor a JSON object"),
        ("hello", "message: neither a form nor a JSON object"),
    ] {
        assert_eq!(signed(message), Err(error.into()));
    }
    assert!(signed("{\"a\":1,\"a\":2}").expect_err("twice").ends_with("stands twice"));
    assert!(sign(b"a=1", &Sensitive::from("")).is_err(), "with an empty key anybody could sign");
}

proptest::proptest! {
    #[test]
    fn no_message_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), pairs in "[a-c=&%+{}\":,0-9 ]{0,60}") {
        let key = Sensitive::from(KEY);
        for message in [&bytes[..], pairs.as_bytes()] {
            let _ = sign(message, &key);
            let _ = explain(message, Some("CFD7D7DC22F3902658031D5F743E3C81"), &key, &[]);
        }
    }
}
