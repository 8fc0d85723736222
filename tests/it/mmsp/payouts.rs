//! `cnpay sign` and `explain mmsp-payout`: envelopes that openssl opens and verifies, and envelopes that openssl has made.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::shop::Shop;
use crate::harness::{Folder, Ran, cnpay, here, witness};

/// What the two sides hold, made by openssl.
struct Keys(Folder);

impl Keys {
    fn new() -> Self {
        let keys = Self(Folder::new());
        for side in ["merchant", "platform", "stranger"] {
            let private =
                keys.0.write(side, witness("openssl", &["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"], ""));
            keys.0.write(&format!("{side}.pub"), witness("openssl", &["pkey", "-in", &private, "-pubout"], ""));
        }
        keys
    }

    fn at(&self, name: &str) -> String {
        self.0.at(name)
    }

    /// The merchant's command with the merchant's keys.
    fn cnpay(&self, command: &str, message: &str) -> Ran {
        cnpay(&[command, "mmsp-payout", "--key-file", &self.at("merchant"), "--cert", &self.at("platform.pub")], message)
    }

    fn encrypts(&self, text: &[u8], chunk: usize) -> String {
        let encrypt = ["pkeyutl", "-encrypt", "-pubin", "-inkey", &self.at("merchant.pub")];
        BASE64_STANDARD.encode(text.chunks(chunk).flat_map(|chunk| witness("openssl", &encrypt, chunk)).collect::<Vec<_>>())
    }

    fn signs(&self, side: &str, hash: &str, text: &[u8]) -> String {
        BASE64_STANDARD.encode(witness("openssl", &["dgst", hash, "-sign", &self.at(side)], text))
    }
}

fn text<'o>(object: &'o Value, name: &str) -> &'o str {
    object[name].as_str().unwrap_or_else(|| panic!("no {name}: {object}"))
}

/// A plaintext of exactly so many bytes, most of them Chinese.
fn of_length(bytes: usize) -> String {
    let frame = r#"{"MEMO":""}"#.len();
    let (chinese, ascii) = ((bytes - frame) / 3, (bytes - frame) % 3);
    format!(r#"{{"MEMO":"{}{}"}}"#, "x".repeat(ascii), "资".repeat(chinese))
}

#[test]
fn openssl_opens_and_verifies_what_is_sealed() {
    if !here("openssl") {
        return;
    }
    let keys = Keys::new();
    for length in [11, 116, 117, 118, 233, 234, 235, 351, 352] {
        let plaintext = of_length(length);
        assert_eq!(plaintext.len(), length);
        let signed = keys.cnpay("sign", &plaintext).object(0);
        assert_eq!(text(&signed, "base"), plaintext);
        let ciphertext = BASE64_STANDARD.decode(text(&signed, "encrypt")).expect("one Base64");
        assert_eq!(ciphertext.len(), length.div_ceil(117) * 128, "{length}");
        let decrypt = ["pkeyutl", "-decrypt", "-inkey", &keys.at("platform")];
        let opened: Vec<u8> = ciphertext.chunks(128).flat_map(|block| witness("openssl", &decrypt, block)).collect();
        assert_eq!(String::from_utf8_lossy(&opened), plaintext);
        assert_eq!(text(&signed, "signature"), text(&signed, "sign"), "under both names");
        let signature = keys.0.write("signature", BASE64_STANDARD.decode(text(&signed, "sign")).expect("one Base64"));
        witness("openssl", &["dgst", "-sha1", "-verify", &keys.at("merchant.pub"), "-signature", &signature], plaintext);
    }
}

#[test]
fn what_openssl_seals_is_opened_and_verified() {
    if !here("openssl") {
        return;
    }
    let keys = Keys::new();
    for (length, chunk) in [(116, 117), (117, 117), (118, 117), (118, 64), (260, 117), (260, 100), (260, 1)] {
        // A chunk of one byte makes the most blocks: a few will do.
        let plaintext = of_length(if chunk == 1 { 11 } else { length });
        let sign = keys.signs("platform", "-sha1", plaintext.as_bytes());
        let envelope = json!({ "RETCODE": "0000", "ENCRYPT": keys.encrypts(plaintext.as_bytes(), chunk), "SIGN": sign });
        let found = keys.cnpay("explain", &envelope.to_string()).object(0);
        assert_eq!((&found["valid"], text(&found, "base"), &found["finding"]), (&json!(true), plaintext.as_str(), &Value::Null), "{found}");
        assert_eq!((&found["signature_expected"], text(&found, "digest_given")), (&Value::Null, text(&found, "digest_expected")));
        let beside = json!({ "ENCRYPT": envelope["ENCRYPT"] }).to_string();
        let flags = ["--key-file", &keys.at("merchant"), "--cert", &keys.at("platform.pub"), "--signature", &sign];
        assert_eq!(cnpay(&[&["explain", "mmsp-payout"], &flags[..]].concat(), beside).object(0)["valid"], true);
    }
}

#[test]
fn the_doctor_names_the_mistake() {
    if !here("openssl") {
        return;
    }
    let keys = Keys::new();
    let plaintext = r#"{"ORDERNO":"1","AMT":"150000","MEMO":"五月/奖金","PAYSTATE":2}"#;
    let encrypt = keys.encrypts(plaintext.as_bytes(), 117);
    let sha1 = |text: &str| keys.signs("platform", "-sha1", text.as_bytes());
    for (finding, sign) in [
        ("no_signature", String::new()),
        ("malformed_signature", "c2hvcnQ=".into()),
        ("other_hash", keys.signs("platform", "-sha256", plaintext.as_bytes())),
        ("own_key", keys.signs("merchant", "-sha1", plaintext.as_bytes())),
        ("other_key", keys.signs("stranger", "-sha1", plaintext.as_bytes())),
        ("envelope_signed", sha1(&encrypt)),
        ("trailing_newline", sha1(&format!("{plaintext}\n"))),
        ("whitespace", sha1(&plaintext.replace(':', ": ").replace(',', ", "))),
        ("number_quoted", sha1(&plaintext.replace(":2}", ":\"2\"}"))),
        ("unicode_escaped", sha1(&plaintext.replace("五月", "\\u4e94\\u6708").replace("奖金", "\\u5956\\u91d1"))),
        ("reserialised", sha1(&plaintext.replace('/', "\\/"))),
        ("unexplained", sha1(&plaintext.replace("150000", "1"))),
    ] {
        let envelope = json!({ "RETCODE": "0000", "ENCRYPT": encrypt, "SIGN": sign });
        let found = keys.cnpay("explain", &envelope.to_string()).object(6);
        assert_eq!((text(&found, "finding"), &found["valid"]), (finding, &json!(false)), "{found}");
        assert!(text(&found, "explanation").len() > 10, "{found}");
    }
    // Sealed for somebody else: what was signed is not known, but who has signed is.
    let own = keys.cnpay("sign", plaintext).object(0);
    let envelope = json!({ "ENCRYPT": own["encrypt"], "SIGN": own["sign"] });
    assert_eq!(text(&keys.cnpay("explain", &envelope.to_string()).object(6), "finding"), "own_key");
}

#[test]
fn what_is_no_message_is_an_error() {
    if !here("openssl") {
        return;
    }
    let keys = Keys::new();
    for message in ["", "[]", "AMT=1", r#"{"A":1,"A":2}"#] {
        assert_eq!(keys.cnpay("sign", message).error(2)["kind"], "invalid", "{message}");
    }
    assert_eq!(keys.cnpay("explain", "[]").error(2)["kind"], "invalid");
    let wrong = cnpay(&["sign", "mmsp-payout", "--key-file", &keys.at("merchant.pub"), "--cert", &keys.at("platform.pub")], "{}");
    assert_eq!(wrong.error(2)["kind"], "usage");
}

/// Without flags the keys are those of the settings, and what they seal is taken by the simulator.
#[test]
fn the_settings_hold_the_keys() {
    if !here("curl") {
        return;
    }
    let shop = Shop::open();
    let plaintext = r#"{"CMDID":"4099","VERSION":"1.0","QRYTYPE":"1","MERNO":"001440353999853","ORDERNO":"1","REQTIME":"20240506101112"}"#;
    let signed = cnpay(&["--config", &shop.config, "sign", "mmsp-payout"], format!("{plaintext}\n")).object(0);
    assert_eq!(text(&signed, "base"), plaintext);
    let request = json!({ "ENCRYPT": signed["encrypt"], "SIGN": signed["sign"] }).to_string();
    let url = format!("{}/mmsp/payout", shop.sim.ready["url"].as_str().expect("a URL").trim_end_matches('/'));
    let reply = shop.sim.curl(&["--header", "Content-Type: application/json", "--data-binary", &request, &url]);
    let found = cnpay(&["--config", &shop.config, "explain", "mmsp-payout"], &reply).object(0);
    assert!(text(&found, "base").contains("\"ACCINFO\""), "{found}");
}
