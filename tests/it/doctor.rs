//! `cnpay sign`, `explain`, `cert` and `completions`: keys and signatures without any provider.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Folder, cnpay, fixture, here, read_fixture};

fn notice() -> String {
    String::from_utf8(read_fixture("kuaiqian-agreement/tr3.rsa1024.xml")).expect("UTF-8")
}

/// The document before its signature, and the signature.
fn unsigned() -> (String, String) {
    let notice = notice();
    let (before, rest) = notice.split_once("<signature>").expect("a signature");
    let (signature, after) = rest.split_once("</signature>").expect("its end");
    (format!("{before}{after}"), signature.to_owned())
}

fn names(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn a_signature_is_that_of_openssl() {
    if !here("openssl") {
        return;
    }
    let (document, signature) = unsigned();
    let key = fixture("keys/notice-1024.key.pem");
    let signed = cnpay(&["sign", "kuaiqian-tr3", "--key-file", &key], &document).object(0);
    assert_eq!(signed, json!({ "base": document, "signature": signature }));

    let folder = Folder::new();
    let file = folder.write("document.xml", &document);
    let script = "openssl dgst -sha1 -sign \"$1\" \"$2\" | openssl base64 -A";
    let openssl = Command::new("sh").args(["-c", script, "sh", &key, &file]).output().expect("openssl");
    assert_eq!(String::from_utf8_lossy(&openssl.stdout), signature);

    let pfx = cnpay(&["sign", "kuaiqian-tr3", "--key-file", &fixture("keys/client-aes.pfx")], &document).error(2);
    assert!(pfx["message"].as_str().is_some_and(|text| text.ends_with("a password is needed: --password")), "{pfx}");

    let again = cnpay(&["sign", "kuaiqian-tr3", "--key-file", &key], notice()).error(2);
    assert!(again["message"].as_str().is_some_and(|text| text.contains("has a signature already")), "{again}");
}

#[test]
fn the_doctor_says_what_it_finds_in_the_shape_of_the_contract() {
    let explain = |document: String| cnpay(&["explain", "kuaiqian-tr3", "--cert", &fixture("keys/notice-1024.cer")], document);
    let members = [
        "base",
        "base_given",
        "digest_expected",
        "digest_given",
        "explanation",
        "finding",
        "signature_expected",
        "signature_given",
        "valid",
    ];
    let (document, signature) = unsigned();
    let valid = explain(notice()).object(0);
    assert_eq!(names(&valid), members);
    assert_eq!((&valid["valid"], &valid["finding"], &valid["explanation"]), (&json!(true), &Value::Null, &Value::Null));
    assert_eq!((&valid["base"], &valid["signature_given"]), (&json!(document), &json!(signature)));
    assert_eq!((&valid["signature_expected"], &valid["digest_given"]), (&Value::Null, &valid["digest_expected"]));

    let wrong = explain(format!("{}\n", notice())).object(6);
    assert_eq!(names(&wrong), members);
    assert_eq!((&wrong["valid"], &wrong["finding"]), (&json!(false), &json!("trailing_newline")));
    assert_eq!(wrong["base_given"], json!(document));
    assert_eq!(explain(notice().replace("88.60", "98.60")).object(6)["finding"], "unexplained");
}

#[test]
fn a_certificate_tells_its_facts() {
    let facts = cnpay(&["cert", &fixture("keys/notice-1024.cer")], "").object(0);
    assert_eq!(names(&facts), ["days_left", "key_bits", "not_after", "not_before", "subject", "usable_as"]);
    assert_eq!(facts["key_bits"], 1024);
    assert!(facts["days_left"].as_i64().is_some_and(|days| days < 0), "{facts}");
    let wrong = cnpay(&["cert", &fixture("keys/client-aes.pfx"), "--password", "no-such-password"], "").error(2);
    assert!(!wrong["message"].as_str().is_some_and(|text| text.contains("no-such-password")), "{wrong}");
}

#[test]
fn completions_are_given_for_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let script = cnpay(&["completions", shell], "");
        assert!(script.code == 0 && script.stdout.contains("cnpay") && script.stdout.contains("explain"), "{shell}");
    }
    cnpay(&["completions", "no-such-shell"], "").error(2);
}
