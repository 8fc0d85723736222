//! Each mistake of section 4.8 is named, for every list.

use base64::{Engine, engine::general_purpose::STANDARD};
use kq_form::{LISTS, NOTICE, PAY, QUERY, REFUND, SignedList, Signing};
use kuaiqian::gateway::explain::{Held, SigningKey, explain, sign};
use paycore::{Explanation, Finding, Sensitive};
use paysign::{Hash, PublicKey};
use paywire::{charset::Charset, form};

use crate::{
    notices::{BASE, SAMPLE, query},
    support::{KEY, QUERY_KEY, REFUND_KEY, file, md5, private},
};

fn by_md5(list: &'static SignedList, message: &str) -> Explanation {
    let (key, others) = (Sensitive::from(KEY), [Sensitive::from(QUERY_KEY), Sensitive::from(REFUND_KEY)]);
    explain(list, message.as_bytes(), None, Held::Md5(&key), &others.each_ref(), Charset::Utf8).expect("a form")
}

/// A notice whose signature belongs to this text, key included.
fn signed_as(text: &str) -> String {
    SAMPLE.replace("0D8063EB12FF7954EF5B441D2A2CB6F6", &md5(text))
}

#[test]
fn the_worked_example_is_valid() {
    let found = by_md5(&NOTICE, SAMPLE);
    assert!(found.valid && found.finding.is_none(), "{found:?}");
    assert_eq!(found.base, format!("{BASE}&key="));
    assert_eq!(found.base_given.as_ref(), Some(&found.base));
    assert_eq!(found.signature_expected.as_deref(), Some("0D8063EB12FF7954EF5B441D2A2CB6F6"));
    assert_eq!(found.digest_given, found.digest_expected);
    assert!(by_md5(&NOTICE, &SAMPLE.replace("signMsg=0D80", "signMsg=0d80")).valid, "either case");
    assert!(by_md5(&NOTICE, &format!("{SAMPLE}\r\n")).valid, "the line end of a file is no part of it");
}

#[test]
fn every_mistake_with_md5_is_named() {
    let base = |from: &str, to: &str| {
        assert!(BASE.contains(from), "{from}");
        BASE.replace(from, to)
    };
    let text = |base: String| format!("{base}&key={KEY}");
    let mut sorted: Vec<_> = BASE.split('&').collect();
    sorted.sort_unstable();
    for (mistake, signed, finding) in [
        ("sorted", text(sorted.join("&")), Finding::FieldOrder),
        (
            "empties kept",
            text(base("&dealId", "&bindCard=&bindMobile=&dealId").replace("&payResult=10", "&ext2=&payResult=10&errCode=")),
            Finding::EmptyKept,
        ),
        ("zero dropped", text(base("&fee=0", "")), Finding::ZeroDropped),
        ("URL-encoded", text(base("cart=77", "cart%3D77")), Finding::UrlEncoded),
        ("encodeURIComponent", text(base("cart=77", "cart%3D77")), Finding::UrlEncoded),
        ("URL-encoded in lower case", text(base("cart=77", "cart%3d77")), Finding::UrlEncoded),
        ("joined without &key=", format!("{BASE}{KEY}"), Finding::KeyJoiner),
        ("joined as the refund", format!("{BASE}&merchant_key={KEY}"), Finding::KeyJoiner),
        ("run together", format!("{}&key={KEY}", base("&", "")), Finding::KeyJoiner),
        ("no key", BASE.to_owned(), Finding::KeyMissing),
        ("no key, but its name", format!("{BASE}&key="), Finding::KeyMissing),
        ("a line end behind the key", format!("{BASE}&key={KEY}\n"), Finding::KeyNewline),
        ("the key in lower case", format!("{BASE}&key={}", KEY.to_lowercase()), Finding::KeyCase),
        ("the query key", format!("{BASE}&key={QUERY_KEY}"), Finding::OtherKey),
        ("the refund key", format!("{BASE}&key={REFUND_KEY}"), Finding::OtherKey),
        ("the bank left out", text(base("&bankId=CMB", "")), Finding::UnlistedFieldLeftOut),
        ("the merchant's own parameters signed", text(format!("shop=7&lang=zh&{BASE}")), Finding::UnlistedFieldLeftOut),
        ("another amount", text(base("payAmount=1250", "payAmount=1251")), Finding::Unexplained),
        ("two at once", format!("{}&key={QUERY_KEY}", base("&fee=0", "")), Finding::ZeroDropped),
    ] {
        let found = by_md5(&NOTICE, &signed_as(&signed));
        assert!(!found.valid, "{mistake}");
        assert_eq!(found.finding, Some(finding), "{mistake}");
        assert_eq!(found.base_given.is_some(), finding != Finding::Unexplained, "{mistake}");
        let printed = format!("{found:?}");
        assert!(!printed.contains(KEY) && !printed.contains(QUERY_KEY) && !printed.contains(REFUND_KEY), "{mistake}");
    }
}

/// A payment request in GBK with everything in it that is signed wrongly elsewhere.
const PAYMENT: &str = "inputCharset=2&pageUrl=https://a.example/p&bgUrl=https://a.example/n?a=1&version=v2.0&language=1&signType=1\
    &merchantAcctId=1000000000101&payerIP=192.0.2.7&orderId=A&orderAmount=1&orderTime=20240105093000&orderTimestamp=20240105093000\
    &productName= 红茶 \"<礼盒>\"+1 &payType=10&bankId=CMB";

/// The form of `PAYMENT` in GBK, with this signature and further fields.
fn payment(signature: &str, more: &[(&str, &str)]) -> String {
    let pairs = PAYMENT.split('&').filter_map(|pair| pair.split_once('=')).chain(more.iter().copied()).chain([("signMsg", signature)]);
    let pairs: Vec<_> = pairs.map(|(name, value)| (name.as_bytes().to_vec(), Charset::Gbk.encode(value))).collect();
    form::encode(pairs.iter().map(|(name, value)| (&name[..], &value[..])))
}

#[test]
fn mistakes_of_payment_requests() {
    let digest = |text: &str, charset: Charset| -> String {
        let digest = <md5::Md5 as md5::Digest>::digest(charset.encode(text));
        digest.iter().map(|byte| format!("{byte:02X}")).collect()
    };
    let base = |from: &str, to: &str| {
        assert!(PAYMENT.contains(from), "{from}");
        PAYMENT.replace(from, to)
    };
    let swapped =
        base("pageUrl=https://a.example/p&bgUrl=https://a.example/n?a=1", "bgUrl=https://a.example/n?a=1&pageUrl=https://a.example/p");
    let younger = base("&payerIP=192.0.2.7", "").replace("&orderTimestamp=20240105093000", "");
    for (mistake, text, charset, finding) in [
        ("nothing", PAYMENT.to_owned(), Charset::Gbk, None),
        ("bgUrl first", swapped, Charset::Gbk, Some(Finding::FieldOrder)),
        ("UTF-8", PAYMENT.to_owned(), Charset::Utf8, Some(Finding::Charset)),
        ("a question mark for each character", base("红茶", "??").replace("礼盒", "??"), Charset::Gbk, Some(Finding::Charset)),
        ("HTML-escaped", base("\"<礼盒>\"", "&quot;&lt;礼盒&gt;&quot;"), Charset::Gbk, Some(Finding::HtmlEscaped)),
        ("trimmed", base("= 红茶", "=红茶").replace("+1 &", "+1&"), Charset::Gbk, Some(Finding::Whitespace)),
        ("plus for blank", base("= 红茶 ", "=+红茶+").replace("+1 &", "+1+&"), Charset::Gbk, Some(Finding::PlusForBlank)),
        ("blank for plus", base("+1", " 1"), Charset::Gbk, Some(Finding::PlusForBlank)),
        ("younger fields left out", younger, Charset::Gbk, Some(Finding::UnlistedFieldLeftOut)),
        ("terminalIp signed", format!("{PAYMENT}&terminalIp=192.0.2.7"), Charset::Gbk, Some(Finding::UnlistedFieldLeftOut)),
    ] {
        let message = payment(&digest(&format!("{text}&key={KEY}"), charset), &[("terminalIp", "192.0.2.7")]);
        let found = by_md5(&PAY, &message);
        assert_eq!((found.finding, found.valid), (finding, finding.is_none()), "{mistake}");
        assert_eq!(found.base, format!("{PAYMENT}&key="), "{mistake}: decoded as its inputCharset says");
    }
    let found =
        by_md5(&PAY, &payment(&digest(&format!("{PAYMENT}&terminalIp=192.0.2.7&key={KEY}"), Charset::Gbk), &[("terminalIp", "192.0.2.7")]));
    assert_eq!(found.remark.as_deref(), Some("signed, and not in the list: terminalIp"));
}

#[test]
fn signatures_that_are_none() {
    let given = |signature: &str| SAMPLE.replace("0D8063EB12FF7954EF5B441D2A2CB6F6", signature);
    for (message, finding) in [
        (given(""), Finding::NoSignature),
        (SAMPLE.replace("&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6", ""), Finding::NoSignature),
        (format!("{SAMPLE}&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6"), Finding::TwoSignatures),
        (format!("{SAMPLE}&orderId=B"), Finding::Unexplained),
        (given("0D8063EB12FF7954EF5B441D2A2CB6F"), Finding::MalformedSignature),
        (given("0D8063EB12FF7954EF5B441D2A2CB6FG"), Finding::MalformedSignature),
        (given("+0D8063EB12FF7954EF5B441D2A2CB6F6"), Finding::MalformedSignature),
        (
            given(&Hash::Sha1.digest(format!("{BASE}&key={KEY}").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
            Finding::OtherHash,
        ),
        (given("0000000000000000000000000000000000000000"), Finding::Unexplained),
    ] {
        let found = by_md5(&NOTICE, &message);
        assert_eq!((found.finding, found.valid), (Some(finding), false), "{message}");
    }
    let key = Sensitive::from(KEY);
    let bare = SAMPLE.replace("&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6", "");
    let found = explain(&NOTICE, bare.as_bytes(), Some("0D8063EB12FF7954EF5B441D2A2CB6F6"), Held::Md5(&key), &[], Charset::Utf8);
    assert!(found.expect("a form").valid, "the signature may come beside the message");
}

#[test]
fn every_mistake_with_rsa_is_named() {
    let base = BASE.replace("signType=1", "signType=4");
    let message =
        |key: &str, hash: Hash, text: &str| query(&base, &STANDARD.encode(private(key).sign(hash, text.as_bytes()).expect("a signature")));
    let right = |hash| message("notice-2048.key.pem", hash, &base);
    let keys = PublicKey::read(&file("notice-2048.crt.pem")).expect("a certificate");
    let (own, gateway_key) = (private("client.key.pem"), Sensitive::from(KEY));
    for (mistake, message, hashes, finding) in [
        ("nothing", right(Hash::Sha1), &[Hash::Sha1, Hash::Sha256][..], None),
        ("nothing", right(Hash::Sha256), &[Hash::Sha1, Hash::Sha256], None),
        ("blanks for plus signs", right(Hash::Sha256).replace("%2B", "+"), &[Hash::Sha256], None),
        ("SHA-1", right(Hash::Sha1), &[Hash::Sha256], Some(Finding::OtherHash)),
        (
            "the key appended",
            message("notice-2048.key.pem", Hash::Sha256, &format!("{base}&key={KEY}")),
            &[Hash::Sha256],
            Some(Finding::KeyAppended),
        ),
        ("a line end", message("notice-2048.key.pem", Hash::Sha256, &format!("{base}\n")), &[Hash::Sha256], Some(Finding::TrailingNewline)),
        (
            "zero dropped",
            message("notice-2048.key.pem", Hash::Sha256, &base.replace("&fee=0", "")),
            &[Hash::Sha256],
            Some(Finding::ZeroDropped),
        ),
        ("another key", message("notice-1024.key.pem", Hash::Sha256, &base), &[Hash::Sha256], Some(Finding::OtherKey)),
        ("the merchant's key", message("client.key.pem", Hash::Sha256, &base), &[Hash::Sha256], Some(Finding::OwnKey)),
        ("a changed amount", right(Hash::Sha256).replace("payAmount=1250", "payAmount=1"), &[Hash::Sha256], Some(Finding::Unexplained)),
        ("folded", right(Hash::Sha256).replacen("signMsg=", "signMsg=%0A", 1), &[Hash::Sha256], Some(Finding::MalformedSignature)),
        ("an MD5 digest", query(&base, "0D8063EB12FF7954EF5B441D2A2CB6F6"), &[Hash::Sha256], Some(Finding::MalformedSignature)),
        ("no padding", right(Hash::Sha256).replace("%3D", ""), &[Hash::Sha256], Some(Finding::MalformedSignature)),
    ] {
        let held = Held::Rsa { keys: &keys, hashes, own: Some(&own), query_key: None };
        let found = explain(&NOTICE, message.as_bytes(), None, held, &[&gateway_key], Charset::Utf8).expect("a form");
        assert_eq!((found.finding, found.valid), (finding, finding.is_none()), "{mistake}");
        assert_eq!(
            found.base_given.is_some_and(|given| given == found.base),
            matches!(finding, None | Some(Finding::OtherHash)),
            "{mistake}"
        );
        let opened = !matches!(finding, Some(Finding::OtherKey | Finding::OwnKey)) && mistake != "an MD5 digest";
        assert_eq!(found.digest_given.is_some(), opened, "{mistake}");
    }
}

/// A message for each list.
fn message(list: &SignedList, signing: Signing) -> String {
    let sign_type = match (signing, list.key_joint(Signing::Rsa)) {
        (Signing::Md5, _) => "1",
        (Signing::Rsa, None) => "4",
        (Signing::Rsa, Some(_)) => "2",
    };
    let value = |name: &&str| if *name == "signType" { sign_type.to_owned() } else { format!("{name}%20%E7%BA%A2") };
    list.fields.iter().filter(|name| **name != "inputCharset").map(|name| format!("{name}={}", value(name))).collect::<Vec<_>>().join("&")
}

#[test]
fn what_is_signed_is_valid_for_every_list() {
    let (key, signer) = (Sensitive::from(KEY), private("client.key.pem"));
    let keys = [signer.public_key()];
    for list in LISTS {
        let unsigned = message(list, Signing::Md5);
        let (base, signature) = sign(list, unsigned.as_bytes(), SigningKey::Md5(&key), Charset::Utf8).expect("signed");
        assert_eq!(md5(&format!("{base}{KEY}")), signature, "{}", list.name);
        assert!(base.ends_with(list.key_joint(Signing::Md5).expect("MD5 always has a key")), "{}", list.name);
        let found = by_md5(list, &format!("{unsigned}&{}={signature}", list.signature));
        assert!(found.valid, "{}: {found:?}", list.name);

        let unsigned = message(list, Signing::Rsa);
        let with = SigningKey::Rsa { signer: &signer, hash: Hash::Sha256, query_key: Some(&key) };
        let (base, signature) = sign(list, unsigned.as_bytes(), with, Charset::Utf8).expect("signed");
        let whole = if list.key_joint(Signing::Rsa).is_some() { format!("{base}{KEY}") } else { base };
        let recovered = keys[0].recover(&STANDARD.decode(&signature).expect("Base64")).expect("its key");
        assert_eq!(recovered.digest, Hash::Sha256.digest(whole.as_bytes()), "{}", list.name);
        let held = Held::Rsa { keys: &keys, hashes: &[Hash::Sha256], own: Some(&signer), query_key: Some(&key) };
        let found = explain(list, unsigned.as_bytes(), Some(&signature), held, &[], Charset::Utf8).expect("a form");
        assert!(found.valid, "{}: {found:?}", list.name);
        assert_eq!(found.signature_expected, Some(signature), "{}", list.name);
    }
}

#[test]
fn the_refund_joined_like_the_rest() {
    let message = "merchant_id=1&version=bill_drawback_api_1&command_type=001&orderid=A&amount=1.00&postdate=20240106090000&txOrder=R";
    for text in [format!("{message}&merchant_key={KEY}"), format!("{message}&key={KEY}"), format!("{}&key={KEY}", message.replace('&', ""))]
    {
        let found = by_md5(&REFUND, &format!("{message}&mac={}", md5(&text)));
        assert_eq!(found.finding, Some(Finding::KeyJoiner), "{text}");
    }
}

#[test]
fn the_query_key_with_rsa() {
    let message = message(&QUERY, Signing::Rsa);
    let (signer, key, other) = (private("client.key.pem"), Sensitive::from(QUERY_KEY), Sensitive::from(KEY));
    let keys = [signer.public_key()];
    let held = Held::Rsa { keys: &keys, hashes: &[Hash::Sha256], own: None, query_key: Some(&key) };
    let base =
        sign(&QUERY, message.as_bytes(), SigningKey::Rsa { signer: &signer, hash: Hash::Sha256, query_key: Some(&key) }, Charset::Utf8)
            .expect("signed")
            .0;
    let bare = base.strip_suffix("&key=").expect("the joiner");
    for (text, finding) in [
        (bare.to_owned(), Finding::KeyMissing),
        (format!("{bare}&key={KEY}"), Finding::OtherKey),
        (format!("{bare}{QUERY_KEY}"), Finding::KeyJoiner),
        (format!("{bare}&key={QUERY_KEY}\n"), Finding::KeyNewline),
    ] {
        let signature = STANDARD.encode(signer.sign(Hash::Sha256, text.as_bytes()).expect("a signature"));
        let found = explain(&QUERY, message.as_bytes(), Some(&signature), held, &[&other], Charset::Utf8).expect("a form");
        assert_eq!(found.finding, Some(finding));
    }
    let without = Held::Rsa { keys: &keys, hashes: &[Hash::Sha256], own: None, query_key: None };
    let error = explain(&QUERY, message.as_bytes(), Some("AA=="), without, &[], Charset::Utf8).expect_err("nothing to explain with");
    assert_eq!(error.kind(), "config");
}

#[test]
fn a_message_of_the_other_type_is_an_error() {
    let signer = private("client.key.pem");
    let with = SigningKey::Rsa { signer: &signer, hash: Hash::Sha256, query_key: None };
    assert_eq!(sign(&NOTICE, SAMPLE.as_bytes(), with, Charset::Utf8).expect_err("signType=1").kind(), "invalid");
    let key = Sensitive::from(KEY);
    let message = SAMPLE.replace("signType=1", "signType=4");
    assert_eq!(explain(&NOTICE, message.as_bytes(), None, Held::Md5(&key), &[], Charset::Utf8).expect_err("signType=4").kind(), "invalid");
    assert_eq!(sign(&NOTICE, b"orderId=1&orderId=2", SigningKey::Md5(&key), Charset::Utf8).expect_err("twice").kind(), "invalid");
}

#[test]
fn whatever_comes_is_no_panic() {
    for message in
        ["", "&", "=", "%", "signMsg=%00", "signMsg=%FF&fee=%FF%FE", "orderId", "\n", "a=b&signMsg=00000000000000000000000000000000"]
    {
        for list in LISTS {
            let key = Sensitive::from(KEY);
            let found = explain(list, message.as_bytes(), None, Held::Md5(&key), &[], Charset::Utf8);
            assert!(found.is_err() || found.is_ok_and(|found| !found.valid), "{message}");
        }
    }
}

/// A notice whose first text of the merchant's is this, signed as if it were `signed`.
fn with_ext1(text: &str, signed: &str) -> Explanation {
    let least = |ext1: &str| format!("merchantAcctId=1&signType=1&orderId=2&ext1={ext1}&payResult=10");
    let signature = md5(&format!("{}&key={KEY}", least(signed)));
    let pairs =
        [("merchantAcctId", "1"), ("signType", "1"), ("orderId", "2"), ("ext1", text), ("payResult", "10"), ("signMsg", &signature)];
    by_md5(&NOTICE, &form::encode(pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()))))
}

#[test]
fn every_way_to_encode_is_known() {
    let text = "a/b c~(d)!'*+";
    for (library, signed) in [
        ("encodeURIComponent", "a%2Fb%20c~(d)!'*%2B"),
        ("quote", "a/b%20c~%28d%29%21%27%2A%2B"),
        ("quote without a safe character", "a%2Fb%20c~%28d%29%21%27%2A%2B"),
        ("quote_plus", "a%2Fb+c~%28d%29%21%27%2A%2B"),
    ] {
        assert_eq!(with_ext1(text, signed).finding, Some(Finding::UrlEncoded), "{library}");
    }
    assert_eq!(with_ext1("it's", "it&#x27;s").finding, Some(Finding::HtmlEscaped));
}

#[test]
fn what_is_no_message_of_the_list() {
    let key = Sensitive::from(KEY);
    for message in [
        "",
        "hello",
        "a=1",
        "<html><body>busy</body></html>",
        "<res><a>1</a></res>",
        "{}",
        "{\"orders\":[{\"orderId\":1},{\"orderId\":2}]}",
    ] {
        for list in [&NOTICE, &kq_form::QUERY_ITEM] {
            let error = sign(list, message.as_bytes(), SigningKey::Md5(&key), Charset::Utf8).expect_err(message);
            assert_eq!(error.kind(), "invalid", "{message}");
            assert!(explain(list, message.as_bytes(), None, Held::Md5(&key), &[], Charset::Utf8).is_err(), "{message}");
        }
    }
}

#[test]
fn messages_as_they_are_on_the_wire() {
    for message in [format!("?{SAMPLE}"), format!("\u{feff}{SAMPLE}\n"), format!("https://shop.example/pay/notify?{SAMPLE}")] {
        assert!(by_md5(&NOTICE, &message).valid, "{message}");
    }
    let (head, item) = (
        "version=v2.0&signType=1&merchantAcctId=1000000000101&currentPage=1&pageCount=1&pageSize=10&recordCount=1",
        "orderId=A&orderAmount=1&payResult=10",
    );
    let signed = |pairs: &str, field: &str| format!("{pairs}&{field}={}", md5(&format!("{pairs}&key={KEY}")));
    let (head, item) = (signed(head, "signMsg"), signed(item, "signInfo"));
    let json = format!("{{{},\"orderDetail\":[{{{}}}]}}", crate::support::members(&head), crate::support::members(&item));
    let soap = crate::replies::soap(&crate::support::elements(&head), &[crate::support::elements(&item)]);
    for reply in [json, String::from_utf8(soap.to_vec()).expect("UTF-8")] {
        for list in [&kq_form::QUERY_REPLY, &kq_form::QUERY_ITEM] {
            assert!(by_md5(list, &reply).valid, "{}: {reply}", list.name);
        }
    }
    let remit = "merchantAcctId=1&signType=1&orderId=2&requestResult=11";
    let xml = format!("<res>{}</res>", crate::support::elements(&signed(remit, "signMsg")));
    assert!(by_md5(&kq_form::REMIT_REPLY, &xml).valid);
}
