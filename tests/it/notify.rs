//! `cnpay notify kuaiqian.agreement.tr3`: what openssl has signed is believed, and nothing that differs from it by a bit.

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use cnpay::{Error, kuaiqian::agreement::notice};
use paysign::{Hash, PublicKey, RsaVerifier};
use serde_json::{Value, json};

use crate::harness::{CUSTOMER, Folder, Listener, MERCHANT, NOBODY, Ran, Sim, cnpay, fixture, here, read_fixture, settings};

const TR3: &str = "kuaiqian.agreement.tr3";

/// The certificate of section 4.5: X.509 v1, RSA-1024, signed with MD5, long expired. And the newer key, bare.
const SMALL: &str = "keys/notice-1024.cer";
const LARGE: &str = "keys/notice-2048.pub.pem";

/// The sample of section 4.2, typed off the specification, without its signature.
const NOTICE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<MasMessage xmlns="http://www.99bill.com/mas_cnp_merchant_interface"><version>1.0</version><TxnMsgContent>"#,
    "<txnType>PUR</txnType><interactiveStatus>TR3</interactiveStatus><amount>88.60</amount><merchantId>104110045112012</merchantId>",
    "<terminalId>00002012</terminalId><entryTime>20250301101500</entryTime><externalRefNumber>ORDER0001</externalRefNumber>",
    "<transTime>20250301101502</transTime><refNumber>990000000101</refNumber><responseCode>00</responseCode><cardOrg>CU</cardOrg>",
    "<storableCardNo>6299992348</storableCardNo><authorizationCode>204060</authorizationCode></TxnMsgContent></MasMessage>",
);

/// The sample of section 4.6.
const TR4: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<MasMessage xmlns="http://www.99bill.com/mas_cnp_merchant_interface"><version>1.0</version><TxnMsgContent>"#,
    "<txnType>PUR</txnType><interactiveStatus>TR4</interactiveStatus><merchantId>104110045112012</merchantId>",
    "<terminalId>00002012</terminalId><refNumber>990000000101</refNumber></TxnMsgContent></MasMessage>",
);

/// What a refusal must not repeat: it may be forged, and it may be private.
const CONTENT: &[&str] = &["ORDER0001", "88.60", "8860", "990000000101", "6299992348", "204060", MERCHANT, "20250301101500"];

/// A signature element over the document as it stands, made by the openssl command.
fn signature(document: &str, key: &str) -> String {
    let mut openssl = Command::new("openssl");
    openssl.args(["dgst", "-sha1", "-sign", &fixture(&format!("keys/{key}.key.pem"))]);
    let mut child = openssl.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("openssl");
    child.stdin.take().expect("piped").write_all(document.as_bytes()).expect("openssl reads");
    let output = child.wait_with_output().expect("openssl ends");
    assert!(output.status.success());
    format!("<signature>{}</signature>", BASE64_STANDARD.encode(output.stdout))
}

/// The document with its signature as the last child of the content.
fn signed(document: &str, key: &str) -> String {
    document.replace("</TxnMsgContent>", &format!("{}</TxnMsgContent>", signature(document, key)))
}

fn notify(cert: &str, notice: impl AsRef<[u8]>) -> Ran {
    cnpay(&["notify", TR3, "--cert", &fixture(cert)], notice)
}

/// Refused, in the one way that there is, without a word of what was received.
#[track_caller]
fn is_refused(run: &Ran, what: &str) {
    let error = run.error(6);
    let message = error["message"].as_str().expect("a text");
    assert_eq!(
        error,
        json!({
            "kind": "untrusted", "message": message, "operation": TR3, "order": null, "field": null, "query": null, "reason": null,
        }),
        "{what}"
    );
    for content in CONTENT {
        assert!(!run.stdout.contains(content) && !run.stderr.contains(content), "{what} repeats {content}: {run:?}");
    }
}

#[test]
fn what_openssl_signs_is_verified_and_acked() {
    if !here("openssl") {
        return;
    }
    let notice = json!({
        "txnType": "PUR", "interactiveStatus": "TR3", "amount": "88.60", "merchantId": MERCHANT, "terminalId": "00002012",
        "entryTime": "20250301101500", "externalRefNumber": "ORDER0001", "transTime": "20250301101502", "refNumber": "990000000101",
        "responseCode": "00", "cardOrg": "CU", "storableCardNo": "6299992348", "authorizationCode": "204060",
    });
    let verified = json!({ "operation": TR3, "verified": true, "state": "succeeded", "notice": notice, "ack": TR4 });
    for (key, cert) in [("notice-1024", SMALL), ("notice-2048", LARGE), ("notice-2048", "keys/notice-2048.crt.pem")] {
        assert_eq!(notify(cert, signed(NOTICE, key)).object(0), verified, "{cert}");
    }
    let both = ["notify", TR3, "--cert", &fixture(LARGE), "--cert", &fixture(SMALL)];
    assert_eq!(cnpay(&both, signed(NOTICE, "notice-1024")).object(0), verified, "one of two keys");
    is_refused(&notify(LARGE, signed(NOTICE, "notice-1024")), "the other key");
}

#[test]
fn the_state_is_the_orders() {
    if !here("openssl") {
        return;
    }
    for (code, status, state) in [
        ("00", "", "succeeded"),
        ("00", "S", "succeeded"),
        ("00", "F", "unknown"),
        ("C0", "", "pending"),
        ("68", "", "unknown"),
        ("96", "", "unknown"),
        ("OR", "", "unknown"),
        ("I8", "", "failed"),
        ("I8", "S", "unknown"),
    ] {
        let status = if status.is_empty() { String::new() } else { format!("<txnStatus>{status}</txnStatus>") };
        let document = NOTICE.replace("<responseCode>00</responseCode>", &format!("<responseCode>{code}</responseCode>{status}"));
        assert!(document.contains(&format!("<responseCode>{code}</responseCode>{status}")));
        let object = notify(SMALL, signed(&document, "notice-1024")).object(0);
        assert_eq!((&object["state"], &object["ack"]), (&json!(state), &json!(TR4)), "{code} {status}");
    }
}

#[test]
fn the_ack_repeats_the_settlement_merchant() {
    if !here("openssl") {
        return;
    }
    let settlement = "<settleMerchantId>104110045112099</settleMerchantId>";
    let document = NOTICE.replace("<entryTime>", &format!("{settlement}<entryTime>"));
    let ack = TR4.replace("<refNumber>", &format!("{settlement}<refNumber>"));
    assert_eq!(notify(SMALL, signed(&document, "notice-1024")).object(0)["ack"], ack);
}

#[test]
fn the_fixtures_verify_whatever_their_charset() {
    for (file, cert) in [
        ("tr3.rsa1024.xml", SMALL),
        ("tr3.signature_first.xml", SMALL),
        ("tr3.rsa2048.xml", LARGE),
        ("tr3.extras.xml", LARGE),
        ("tr3.extras.sent_in_gbk.xml", LARGE),
        ("tr3.extras.signed_in_gbk.xml", LARGE),
    ] {
        let object = notify(cert, read_fixture(&format!("kuaiqian-agreement/{file}"))).object(0);
        assert_eq!((&object["verified"], &object["state"]), (&json!(true), &json!("succeeded")), "{file}");
        let (ack, issuer) = if file.contains("extras") { ("tr4.extras.xml", json!("建设银行")) } else { ("tr4.xml", Value::Null) };
        assert_eq!(object["notice"].get("issuer").unwrap_or(&Value::Null), &issuer, "{file}");
        assert_eq!(object["ack"].as_str().map(str::as_bytes), Some(&read_fixture(&format!("kuaiqian-agreement/{ack}"))[..]), "{file}");
    }
}

#[test]
fn a_changed_document_is_refused() {
    if !here("openssl") {
        return;
    }
    let genuine = signed(NOTICE, "notice-1024");
    assert_eq!(notify(SMALL, &genuine).code, 0);
    let element = signature(NOTICE, "notice-1024");
    let base64 = element.trim_start_matches("<signature>").trim_end_matches("</signature>").to_owned();
    let forged = "<amount>8860</amount><externalRefNumber>ORDER0001</externalRefNumber>";
    let replaced = |from: &str, to: &str| {
        let changed = genuine.replace(from, to);
        assert_ne!(changed, genuine, "{from} is not there");
        changed
    };
    for (what, changed) in [
        ("nothing", String::new()),
        ("no document", "signature".into()),
        ("no signature", NOTICE.into()),
        ("an empty signature", replaced(&base64, "")),
        ("a self-closing signature", replaced(&element, "<signature/>")),
        ("a digit", replaced("88.60", "88.61")),
        ("another amount that is as much", replaced("88.60", "088.6")),
        ("a trailing newline", format!("{genuine}\n")),
        ("a leading blank", format!(" {genuine}")),
        ("a byte-order mark", format!("\u{feff}{genuine}")),
        ("re-indented", replaced("><", ">\n<")),
        ("no XML declaration", genuine.split_once("?>").expect("a declaration").1.into()),
        ("folded base64", replaced(&base64, &format!("{}\n{}", &base64[..76], &base64[76..]))),
        ("blanks in base64", replaced(&base64, &format!(" {base64} "))),
        ("base64 without its padding", replaced(&base64, base64.trim_end_matches('='))),
        ("two signatures", replaced(&element, &element.repeat(2))),
        ("wrapped duplicates", replaced(&element, &format!("{element}{forged}{element}"))),
        ("wrapped duplicates inside one", replaced(&base64, &format!("{base64}</signature>{forged}<signature>{base64}"))),
        ("a duplicate amount", replaced("<amount>88.60</amount>", "<amount>88.60</amount><amount>8860</amount>")),
        ("a signature outside the content", NOTICE.replace("</MasMessage>", &format!("{element}</MasMessage>"))),
        ("a signature in a field", NOTICE.replace("</cardOrg>", &format!("{element}</cardOrg>"))),
        ("a prefixed signature", replaced("signature>", "x:signature>")),
        ("a signature in capitals", replaced("signature>", "SIGNATURE>")),
        ("a signature with an attribute", replaced("<signature>", "<signature a=\"b\">")),
        ("a commented signature", replaced(&element, &format!("<!--{element}-->"))),
        ("a comment", replaced("<cardOrg>", "<!-- --><cardOrg>")),
        ("CDATA around a field", replaced("88.60", "<![CDATA[88.60]]>")),
        ("CDATA around the signature", replaced(&base64, &format!("<![CDATA[{base64}]]>"))),
        ("a DOCTYPE", replaced("<MasMessage", "<!DOCTYPE MasMessage [<!ENTITY a \"88.60\">]><MasMessage")),
        ("a processing instruction", replaced("<version>", "<?php ?><version>")),
        ("a NUL", replaced("</cardOrg>", "\0</cardOrg>")),
        ("twice the document", genuine.repeat(2)),
        ("more than 64 KiB", format!("{genuine}{}", " ".repeat(64 << 10))),
    ] {
        is_refused(&notify(SMALL, &changed), what);
    }
}

#[test]
fn a_genuine_signature_over_another_message_is_refused() {
    if !here("openssl") {
        return;
    }
    for (what, from, to) in [
        ("a TR2", "TR3", "TR2"),
        ("a second content element", "</TxnMsgContent>", "</TxnMsgContent><QryTxnMsgContent></QryTxnMsgContent>"),
        ("an error beside it", "<TxnMsgContent>", "<ErrorMsgContent><errorCode>B.MGW.0999</errorCode></ErrorMsgContent><TxnMsgContent>"),
        ("another root", "MasMessage", "masMessage"),
        ("another namespace", "merchant_interface", "merchant_interface2"),
        ("an attribute", "<amount>", "<amount a=\"b\">"),
        ("a wrong case", "amount>", "Amount>"),
        ("a duplicate", "<cardOrg>", "<amount>8860</amount><cardOrg>"),
        ("text between fields", "<cardOrg>", "text<cardOrg>"),
        ("no result state", "<interactiveStatus>TR3</interactiveStatus>", ""),
    ] {
        let document = NOTICE.replace(from, to);
        assert_ne!(document, NOTICE, "{what}");
        // The first end tag of the content, where there are two elements.
        let element = signature(&document, "notice-1024");
        let notice = document.replacen("</TxnMsgContent>", &format!("{element}</TxnMsgContent>"), 1);
        is_refused(&notify(SMALL, notice), what);
    }
}

#[test]
fn every_bit_counts() {
    let masks = || (0..8).map(|bit| 1u8 << bit).chain([0xff]);
    for (file, key) in [("tr3.rsa1024.xml", SMALL), ("tr3.extras.sent_in_gbk.xml", LARGE)] {
        let notice = read_fixture(&format!("kuaiqian-agreement/{file}"));
        let keys = RsaVerifier::new(PublicKey::read(&read_fixture(key)).expect("a key"), [Hash::Sha1]).expect("a ring");
        for content_type in [None, Some("text/xml; charset=gbk")] {
            assert!(notice::verify(&keys, &notice, content_type).is_ok(), "{file}: genuine");
            let mut changed = notice.clone();
            for at in 0..notice.len() {
                for mask in masks() {
                    changed[at] ^= mask;
                    let refused = matches!(notice::verify(&keys, &changed, content_type), Err(Error::Untrusted { .. }));
                    assert!(refused, "{file}: byte {at} under {mask:#04x} is believed");
                    changed[at] ^= mask;
                }
            }
        }
        // The command stands on the same function: a few bytes of each part.
        for at in (0..notice.len()).step_by(71) {
            let mut changed = notice.clone();
            changed[at] ^= 1;
            is_refused(&notify(key, &changed), &format!("{file}: byte {at}"));
        }
    }
}

#[test]
fn keys_and_merchant_come_from_the_settings() {
    let folder = Folder::new();
    let notice = read_fixture("kuaiqian-agreement/tr3.rsa1024.xml");
    let with = |edit: &dyn Fn(&mut toml::Table)| {
        let config = folder.write("cnpay.toml", settings(NOBODY, edit));
        cnpay(&["--config", &config, "notify", TR3], &notice)
    };
    assert_eq!(with(&|_| {}).object(0)["state"], "succeeded");
    let other = with(&|agreement| drop(agreement.insert("merchant".into(), "104110045112099".into())));
    is_refused(&other, "a notice of another merchant");
    assert_eq!(with(&|agreement| drop(agreement.remove("merchant"))).code, 0, "compared only when there is one");
    // A receiver of notices needs no client certificate.
    assert_eq!(with(&|agreement| drop(agreement.remove("identity"))).code, 0);

    let missing = with(&|agreement| drop(agreement.remove("notice_keys"))).error(2);
    assert_eq!((&missing["kind"], &missing["field"]), (&json!("config"), &json!("kuaiqian.agreement.notice_keys")));
    assert_eq!((&missing["operation"], &missing["order"]), (&json!(TR3), &Value::Null), "a notice places no order");
}

#[test]
fn keys_and_notices_that_are_none_are_usage_errors() {
    for (arguments, message) in [
        ([TR3, "--cert", "no/such.cer"], "--cert no/such.cer: "),
        ([TR3, "--cert", &fixture("README.md")], "README.md: "),
        (["kuaiqian.agreement.tr2", "--cert", &fixture(SMALL)], "kuaiqian.agreement.tr2 is no notice"),
    ] {
        let error = cnpay(&[&["notify"], &arguments[..]].concat(), "").error(2);
        assert_eq!((&error["kind"], &error["order"]), (&json!("usage"), &Value::Null));
        assert!(error["message"].as_str().is_some_and(|text| text.contains(message)), "{error}");
    }
    let unset = cnpay(&["notify", TR3], "").error(2);
    assert!(unset["message"].as_str().is_some_and(|text| text.starts_with("cnpay.toml: cannot be read")), "{unset}");
}

#[test]
fn the_simulators_notice_verifies_under_its_settings_and_is_acked() {
    let sim = Sim::start(&[]);
    let token = sim.bind();
    let merchant = Listener::new();
    let address = merchant.plain_url();
    let (config, (told, notices)) = (sim.config.clone(), mpsc::channel());
    thread::spawn(move || {
        merchant.take_post(|notice| {
            let object = cnpay(&["--config", &config, "notify", TR3], notice).object(0);
            let ack = object["ack"].as_str().expect("a text").to_owned();
            told.send(object).expect("somebody waits");
            ack
        });
    });
    let order = json!({ "externalRefNumber": "TOLD", "amount": "88.60", "customerId": CUSTOMER, "payToken": token, "tr3Url": address });
    let paid = sim.call("purchase", &order).object(0);
    let told = notices.recv_timeout(Duration::from_secs(30)).expect("a notice");
    assert_eq!((&told["verified"], &told["state"]), (&json!(true), &json!("succeeded")));
    for field in ["externalRefNumber", "refNumber", "amount", "merchantId", "authorizationCode"] {
        assert_eq!(told["notice"][field], paid["reply"][field], "{field}");
    }
}
