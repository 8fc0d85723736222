//! Each mistake that can happen to a TR3 is named.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA512, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kuaiqian::agreement::explain::{explain, sign};
use paycore::{Explanation, Finding};
use paysign::{Hash, PublicKey, RsaSigner};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture")
}

fn key(name: &str) -> RsaSigner {
    RsaSigner::read(&file(&format!("keys/{name}"))).expect("a private key")
}

fn notice() -> String {
    String::from_utf8(file("kuaiqian-agreement/tr3.rsa1024.xml")).expect("UTF-8")
}

fn element(notice: &str) -> &str {
    let (start, end) = (notice.find("<signature>").expect("an element"), notice.find("</signature>").expect("its end"));
    &notice[start..end + "</signature>".len()]
}

/// The same document, signed with another key or hash.
fn signed(key: &RsaSigner, hash: Hash) -> String {
    let notice = notice();
    let unsigned = notice.replace(element(&notice), "");
    let (base, signature) = sign(unsigned.as_bytes(), key, hash).expect("a signature");
    assert_eq!(base, unsigned);
    notice.replace(element(&notice), &format!("<signature>{signature}</signature>"))
}

fn explained(document: &[u8]) -> Explanation {
    let keys = PublicKey::read(&file("keys/notice-1024.cer")).expect("a certificate");
    explain(document, &keys, Some(&key("client.key.pem")), Hash::Sha1)
}

#[test]
fn a_valid_notice_needs_no_finding() {
    let found = explained(notice().as_bytes());
    assert!(found.valid && found.finding.is_none());
    assert_eq!(found.base, notice().replace(element(&notice()), ""));
    assert_eq!(found.base_given.as_deref(), Some(found.base.as_str()));
    assert!(found.digest_given.is_some());
    assert_eq!(found.digest_given, found.digest_expected);
}

#[test]
fn every_mistake_is_named() {
    let genuine = notice();
    let signature = element(&genuine).to_owned();
    let change = |from: &str, to: &str| {
        assert!(genuine.contains(from), "{from}");
        genuine.replace(from, to)
    };
    for (mistake, document, finding) in [
        ("a digit changed", change("88.60", "98.60"), Finding::Unexplained),
        ("a line feed added", format!("{genuine}\n"), Finding::TrailingNewline),
        ("a line end added", format!("{genuine}\r\n"), Finding::TrailingNewline),
        ("a blank added", format!("{genuine} "), Finding::Whitespace),
        ("a line begun before it", format!("\n{genuine}"), Finding::Whitespace),
        ("re-indented", change("><", ">\n  <"), Finding::Whitespace),
        ("a byte-order mark added", format!("\u{feff}{genuine}"), Finding::Whitespace),
        ("the declaration dropped", genuine[genuine.find("?>").expect("a declaration") + 2..].to_owned(), Finding::Reserialised),
        ("standalone dropped", change(" standalone=\"yes\"", ""), Finding::Reserialised),
        ("utf-8 in lower case", change("UTF-8\" standalone=\"yes\"", "utf-8\""), Finding::Reserialised),
        ("a comment added", change("<amount>", "<!-- paid --><amount>"), Finding::Reserialised),
        ("a CDATA section", change("<amount>88.60<", "<amount><![CDATA[88.60]]><"), Finding::Reserialised),
        ("HTML-escaped", genuine.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"), Finding::HtmlEscaped),
        ("URL-encoded", genuine.replace('%', "%25").replace('+', "%2B").replace('<', "%3C").replace(' ', "+"), Finding::UrlEncoded),
        (
            "a form's only field",
            format!("xml={}", genuine.replace('%', "%25").replace('+', "%2B").replace('<', "%3C")),
            Finding::UrlEncoded,
        ),
        ("decoded once too often", change(&signature, &signature.replace('+', " ")), Finding::PlusForBlank),
        (
            "half a signature",
            change(&signature, &format!("{}</signature>", &signature[.."<signature>".len() + 88])),
            Finding::MalformedSignature,
        ),
        ("SHA-256", signed(&key("notice-1024.key.pem"), Hash::Sha256), Finding::OtherHash),
        ("another key", signed(&key("notice-2048.key.pem"), Hash::Sha1), Finding::OtherKey),
        ("our own key", signed(&key("client.key.pem"), Hash::Sha1), Finding::OwnKey),
        ("no signature", change(&signature, ""), Finding::NoSignature),
        ("two signatures", change(&signature, &format!("{signature}{signature}")), Finding::TwoSignatures),
        ("an attribute", change("<signature>", "<signature id=\"1\">"), Finding::MalformedSignature),
        ("folded base64", change(&signature, &signature.replacen('A', "A\n", 1)), Finding::MalformedSignature),
        ("an empty signature", change(&signature, "<signature></signature>"), Finding::MalformedSignature),
        ("not XML at all", "hello".to_owned(), Finding::NoSignature),
    ] {
        let found = explained(document.as_bytes());
        assert!(!found.valid, "{mistake}");
        assert_eq!(found.finding, Some(finding), "{mistake}");
    }
}

/// SHA-512 under a key that is held: to blame the key would send the reader the wrong way.
#[test]
fn a_hash_that_the_protocol_does_not_know() {
    let pem = String::from_utf8(file("keys/notice-2048.key.pem")).expect("PEM");
    let der = STANDARD.decode(pem.lines().filter(|line| !line.starts_with("--")).collect::<String>()).expect("base64");
    let pair = RsaKeyPair::from_pkcs8(&der).expect("a key");
    let notice = notice();
    let unsigned = notice.replace(element(&notice), "");
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA512, &SystemRandom::new(), unsigned.as_bytes(), &mut signature).expect("a signature");
    let document = notice.replace(element(&notice), &format!("<signature>{}</signature>", STANDARD.encode(signature)));
    let keys = PublicKey::read(&file("keys/notice-2048.pub.pem")).expect("a key");
    let found = explain(document.as_bytes(), &keys, None, Hash::Sha1);
    assert_eq!((found.valid, found.finding), (false, Some(Finding::OtherHash)));
    assert_eq!(found.digest_given.map(|digest| digest.len()), Some(128));
}

/// Whoever holds the key can sign anything: it is told apart from a broken signature.
#[test]
fn a_good_signature_over_what_is_no_notice() {
    let notice = notice();
    let unsigned = notice.replace(element(&notice), "");
    for (from, to, refused) in [
        ("<amount>", "<amount>1</amount><amount>", "amount: stands twice"),
        ("TR3", "TR2", "interactiveStatus: is always TR3"),
        ("<TxnMsgContent>", "<TxnMsgContent a=\"b\">", "an attribute"),
    ] {
        let changed = unsigned.replacen(from, to, 1);
        let (_, signature) = sign(changed.as_bytes(), &key("notice-1024.key.pem"), Hash::Sha1).expect("a signature");
        let document = changed.replace("</TxnMsgContent>", &format!("<signature>{signature}</signature></TxnMsgContent>"));
        let found = explained(document.as_bytes());
        assert_eq!((found.valid, found.finding), (false, Some(Finding::Unexplained)), "{to}");
        assert_eq!(found.base_given, Some(changed), "{to}");
        let remark = found.remark.expect("a remark");
        assert!(remark.starts_with("the signature is good") && remark.contains(refused), "{remark}");
    }
}

#[test]
fn a_message_turned_into_another_charset_is_told() {
    let keys = PublicKey::read(&file("keys/notice-2048.pub.pem")).expect("a key");
    let signed_in_gbk = file("kuaiqian-agreement/tr3.extras.signed_in_gbk.xml");
    let turned = paywire::charset::Charset::Gb18030.decode(&signed_in_gbk).expect("GBK").into_owned();
    let found = explain(turned.as_bytes(), &keys, None, Hash::Sha1);
    assert_eq!(found.finding, Some(Finding::Charset));
    assert!(explain(&signed_in_gbk, &keys, None, Hash::Sha1).valid);
}

#[test]
fn what_was_signed_is_shown_where_a_mistake_explains_it() {
    let found = explained(format!("{}\n", notice()).as_bytes());
    assert_eq!(found.base_given, Some(notice().replace(element(&notice()), "")));
    assert_ne!(found.digest_given, found.digest_expected);
    assert!(found.signature_expected.is_some(), "the key to make it is at hand");
}
