//! Payouts: encrypted, signed, paid, failed, returned, and what is left.

use base64::{Engine, prelude::BASE64_STANDARD};
use cnpay_sim::{Setup, mmsp::Account};
use paycore::Fen;
use paysign::{Hash, PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner, RsaVerifier};
use paytransport::SendError;
use serde_json::{Value, json};

use super::shop::*;
use crate::world::{SETUP, World};

const PAYOUT: &str = "/mmsp/payout";

fn payout(number: &str, amount: &str) -> Value {
    json!({
        "CMDID": "4097", "VERSION": "1.0", "MERNO": MERCHANT, "ORDERNO": number, "REQTIME": "20250301101500", "AMT": amount,
        "BUSITYPE": "002", "ACCNAME": "王小明", "ACCNO": "6222020000000000018", "MEMO": "五月工资/奖金", "PAYTYPE": "1", "ACCTYPE": "0",
        "MOBILE": "13900000001", "BANKNAME": "中国工商银行",
    })
}

fn query(name: &str, number: &str) -> Value {
    with(json!({ "CMDID": "4098", "VERSION": "1.0", "MERNO": MERCHANT, "REQTIME": "20250301101500" }), name, number)
}

fn balance() -> Value {
    json!({ "CMDID": "4099", "VERSION": "1.0", "QRYTYPE": "1", "MERNO": MERCHANT, "ORDERNO": "1", "REQTIME": "20250301101500" })
}

fn signer() -> RsaSigner {
    RsaSigner::read(SETUP.payout_key_pem().expose().as_bytes()).expect("a key")
}

fn platform() -> PublicKey {
    PublicKey::read(SETUP.payout_platform_pem().as_bytes()).expect("a key").remove(0)
}

fn encrypted(plaintext: &[u8]) -> String {
    BASE64_STANDARD.encode(RsaEncryptor::new(platform()).encrypt(plaintext).expect("ciphertext"))
}

fn signature(signed: &[u8]) -> String {
    BASE64_STANDARD.encode(signer().sign(Hash::Sha1, signed).expect("a signature"))
}

fn sealed_payout(message: &Value) -> String {
    let plaintext = message.to_string();
    json!({ "ENCRYPT": encrypted(plaintext.as_bytes()), "SIGN": signature(plaintext.as_bytes()) }).to_string()
}

/// The plaintext of a reply, or the code of a refusal.
fn opened(text: &str) -> Result<Value, String> {
    let reply: Value = serde_json::from_str(text).expect("JSON");
    let code = reply["RETCODE"].as_str().expect("a code");
    if code != "0000" {
        assert_eq!((&reply["ENCRYPT"], &reply["SIGN"]), (&json!(null), &json!(null)), "a refusal is bare");
        assert!(reply["RETMSG"].as_str().is_some_and(|text| !text.is_empty()));
        return Err(code.to_owned());
    }
    let bytes = |name: &str| BASE64_STANDARD.decode(reply[name].as_str().expect("a text")).expect("Base64");
    let decryptor = RsaDecryptor::read(SETUP.payout_key_pem().expose().as_bytes()).expect("a key");
    let plaintext = decryptor.decrypt(&bytes("ENCRYPT")).expect("the plaintext");
    RsaVerifier::new([platform()], [Hash::Sha1]).expect("a verifier").verify(&plaintext, &bytes("SIGN")).expect("signed");
    Ok(serde_json::from_slice(&plaintext).expect("JSON"))
}

impl World {
    async fn try_payout(&self, message: &Value) -> Result<Result<Value, String>, SendError> {
        Ok(opened(&self.post_json(PAYOUT, sealed_payout(message)).await?))
    }

    async fn payout(&self, message: &Value) -> Result<Value, String> {
        self.try_payout(message).await.expect("a reply")
    }

    async fn pay_state(&self, number: &str) -> String {
        match self.payout(&query("ORDERNO", number)).await {
            Ok(reply) => reply["PAYSTATE"].as_str().expect("a state").to_owned(),
            Err(code) => code,
        }
    }

    /// Pending settlement, available, frozen.
    async fn balances(&self) -> (u64, u64, u64) {
        let reply = self.payout(&balance()).await.expect("balances");
        let amount = |name: &str| reply["ACCINFO"][0][name].as_str().and_then(|text| text.parse().ok()).expect("fen");
        (amount("BALANCE"), amount("BALANCEPAY"), amount("FREEZEBAL"))
    }
}

#[tokio::test]
async fn paid_and_queried() {
    let world = World::new();
    let paid = world.payout(&payout("1", "150000")).await.expect("a reply");
    let number = paid["BSORDERNO"].as_str().expect("a number").to_owned();
    assert_eq!(number.len(), 16);
    assert_eq!(
        paid,
        json!({ "MERNO": MERCHANT, "ORDERNO": "1", "BSORDERNO": number, "PAYSTATE": "1", "DESC": "付款成功", "RSPTIME": "20250301101500" })
    );
    for asked in [query("ORDERNO", "1"), query("BSORDERNO", &number)] {
        assert_eq!(
            world.payout(&asked).await.expect("a reply"),
            json!({
                "MERNO": MERCHANT, "ORDERNO": "1", "BSORDERNO": number, "PAYSTATE": "1", "DESC": "付款成功", "AMT": "150000",
                "CURTYPE": "1", "ACCNAME": "王小明", "ACCNO": "6222020000000000018", "BUSITYPE": "002", "MEMO": "五月工资/奖金",
                "RSPTIME": "20250301101500", "MOBILE": "13900000001", "BANKNAME": "中国工商银行",
            })
        );
    }
    let numbers = with(with(payout("2", "1"), "AMT", 150_000), "CMDID", 4097);
    assert!(world.payout(&numbers).await.is_ok(), "numbers for texts");
}

#[tokio::test]
async fn decrypted_found_verified_in_that_order() {
    let world = World::new();
    let plaintext = payout("1", "100").to_string();
    let refused = async |text: String| opened(&world.post_json(PAYOUT, text).await.expect("a reply")).expect_err("refused");
    let good = signature(plaintext.as_bytes());
    for (text, code) in [
        (String::new(), "1001"),
        ("[]".into(), "1001"),
        (json!({ "SIGN": good }).to_string(), "1001"),
        (json!({ "ENCRYPT": "no Base64", "SIGN": good }).to_string(), "1005"),
        (json!({ "ENCRYPT": BASE64_STANDARD.encode([7; 127]), "SIGN": good }).to_string(), "1005"),
        (json!({ "ENCRYPT": BASE64_STANDARD.encode([7; 128]), "SIGN": good }).to_string(), "1005"),
        (json!({ "ENCRYPT": encrypted(b"{"), "SIGN": good }).to_string(), "1001"),
        (json!({ "ENCRYPT": encrypted(b"{}"), "SIGN": good }).to_string(), "1001"),
        (json!({ "ENCRYPT": encrypted(b"{\"MERNO\":\"1\"}"), "SIGN": good }).to_string(), "1002"),
        (json!({ "ENCRYPT": encrypted(plaintext.as_bytes()) }).to_string(), "1006"),
        (json!({ "ENCRYPT": encrypted(plaintext.as_bytes()), "SIGN": signature(b"{}") }).to_string(), "1006"),
    ] {
        assert_eq!(refused(text.clone()).await, code, "{text}");
    }
    let other = Setup::create(["other.example"]).expect("keys");
    let foreign = RsaSigner::read(other.payout_key_pem().expose().as_bytes()).expect("a key").sign(Hash::Sha1, plaintext.as_bytes());
    let foreign = BASE64_STANDARD.encode(foreign.expect("a signature"));
    assert_eq!(refused(json!({ "ENCRYPT": encrypted(plaintext.as_bytes()), "SIGN": foreign }).to_string()).await, "1006", "another's key");
    let sha256 = BASE64_STANDARD.encode(signer().sign(Hash::Sha256, plaintext.as_bytes()).expect("a signature"));
    assert_eq!(refused(json!({ "ENCRYPT": encrypted(plaintext.as_bytes()), "SIGN": sha256 }).to_string()).await, "1006");
    let wrong = PublicKey::read(other.payout_platform_pem().as_bytes()).expect("a key").remove(0);
    let wrong = BASE64_STANDARD.encode(RsaEncryptor::new(wrong).encrypt(plaintext.as_bytes()).expect("ciphertext"));
    assert_eq!(refused(json!({ "ENCRYPT": wrong, "SIGN": good }).to_string()).await, "1005", "another platform's key");

    let keyless = mmsp_world(Account { payout_key: None, ..account() });
    assert_eq!(keyless.payout(&payout("1", "100")).await, Err("1004".into()));
    for (message, code) in [
        (with(payout("1", "100"), "VERSION", "1.1"), "1007"),
        (with(payout("1", "100"), "CMDID", "4100"), "1001"),
        (with(payout("1", "100"), "CMDID", json!(null)), "1001"),
    ] {
        assert_eq!(world.payout(&message).await, Err(code.into()));
    }
    assert_eq!(world.pay_state("1").await, "1028", "nothing was paid");
}

#[tokio::test]
async fn chunks_of_any_length_are_one_text() {
    let world = World::new();
    let plaintext = payout("1", "100").to_string();
    let encryptor = RsaEncryptor::new(platform());
    for size in [1, 64, 116, 117] {
        let plaintext = plaintext.replace("\"ORDERNO\":\"1\"", &format!("\"ORDERNO\":\"{size}\""));
        let blocks: Vec<u8> =
            plaintext.as_bytes().chunks(size.max(3)).flat_map(|chunk| encryptor.encrypt(chunk).expect("a block")).collect();
        let text = json!({ "ENCRYPT": BASE64_STANDARD.encode(blocks), "SIGN": signature(plaintext.as_bytes()) }).to_string();
        assert!(opened(&world.post_json(PAYOUT, text).await.expect("a reply")).is_ok(), "{size}");
    }
}

#[tokio::test]
async fn every_field_has_its_code() {
    let world = World::new();
    for (name, value, code) in [
        ("ORDERNO", json!("A1"), "1001"),
        ("REQTIME", json!("20250301"), "1001"),
        ("BUSITYPE", json!(null), "1011"),
        ("BUSITYPE", json!("006"), "1011"),
        ("AMT", json!("0"), "1030"),
        ("AMT", json!("1000000001"), "1030"),
        ("AMT", json!("10000000000"), "1030"),
        ("ACCNAME", json!("王".repeat(21)), "1014"),
        ("MOBILE", json!("139"), "1015"),
        ("ACCNO", json!("x"), "1018"),
        ("ACCTYPE", json!("3"), "1019"),
        ("ACCTYPE", json!("1"), "1019"),
        ("CVV2", json!("123"), "1019"),
        ("BANKNAME", json!(null), "1020"),
        ("ACCTYPE", json!("2"), "1021"),
        ("BANKPROV", json!([]), "1022"),
        ("MEMO", json!("x".repeat(65)), "1001"),
        ("PAYTYPE", json!("4"), "1001"),
        ("PAYTYPE", json!("2"), "1036"),
        ("PAYTYPE", json!("3"), "1048"),
        ("CHLNO", json!("1002"), "1032"),
    ] {
        assert_eq!(world.payout(&with(payout("1", "100"), name, value.clone())).await, Err(code.into()), "{name} {value}");
    }
    let both = with(with(payout("1", "0"), "BUSITYPE", "x"), "ACCNAME", "");
    assert_eq!(world.payout(&both).await, Err("1011".into()), "in the order of the codes");
    assert!(world.payout(&with(with(payout("1", "100"), "ACCTYPE", "1"), "CVV2", "123")).await.is_ok());
    assert!(world.payout(&with(with(payout("2", "100"), "ACCTYPE", "2"), "BANKSETTLENO", "102100099996")).await.is_ok());
    assert_eq!(world.payout(&payout("1", "100")).await, Err("1008".into()));

    let strict = mmsp_world(Account { wants_sample_fields: true, ..account() });
    assert_eq!(strict.payout(&payout("1", "100")).await, Err("1023".into()));
    let mut whole = payout("1", "100");
    for name in ["BANKSETTLENO", "BANKBRANCHNAME", "IDCARD", "BANKPROV", "BANKCITY"] {
        whole = with(whole, name, "1");
    }
    assert!(strict.payout(&whole).await.is_ok());
}

#[tokio::test]
async fn queries_name_one_payout() {
    let world = World::new();
    for (message, code) in [
        (query("ORDERNO", "9"), "1028"),
        (query("BSORDERNO", "9"), "1029"),
        (query("ORDERNO", ""), "1027"),
        (with(query("ORDERNO", "9"), "BSORDERNO", "9"), "1001"),
        (with(query("ORDERNO", "9"), "REQTIME", json!(null)), "1001"),
        (with(balance(), "QRYTYPE", "2"), "1001"),
    ] {
        assert_eq!(world.payout(&message).await, Err(code.into()), "{message}");
    }
}

#[tokio::test]
async fn amount_and_account_decide() {
    let world = World::new();
    let state = |reply: Result<Value, String>| {
        reply.map(|reply| reply["PAYSTATE"].as_str().expect("a state").to_owned()).unwrap_or_else(|code| code)
    };
    let to = |number: &str, account: &str| with(payout(number, "1000"), "ACCNO", account);
    for (message, number, at_once, states) in [
        (payout("51", "151"), "51", "3", ["3", "3", "3"]),
        (payout("68", "168"), "68", "2", ["2", "1", "1"]),
        (payout("69", "169"), "69", "2", ["2", "2", "2"]),
        (payout("71", "171"), "71", "0001", ["1028", "1", "1"]),
        (to("3", "62220003"), "3", "2", ["2", "3", "3"]),
        (to("4", "62220004"), "4", "2", ["2", "4", "4"]),
        (to("5", "62220005"), "5", "5", ["5", "2", "1"]),
    ] {
        assert_eq!(state(world.payout(&message).await), at_once, "{number}");
        for expected in states {
            assert_eq!(world.pay_state(number).await, expected, "{number}");
            world.wait(2);
        }
    }
    world.try_payout(&payout("97", "197")).await.expect_err("cut");
    world.try_payout(&payout("98", "198")).await.expect_err("cut");
    assert_eq!((world.pay_state("97").await.as_str(), world.pay_state("98").await.as_str()), ("1028", "1"));
    assert_eq!(world.payout(&payout("98", "198")).await, Err("1008".into()));
}

#[tokio::test]
async fn the_balance_follows_the_money() {
    let world = mmsp_world(Account { balance: Fen::new(1000), payout_fee: Fen::new(5), ..account() });
    assert_eq!(world.balances().await, (0, 1000, 0));
    assert_eq!(world.payout(&payout("1", "996")).await, Err("1031".into()), "the fee comes on top");
    world.payout(&payout("2", "100")).await.expect("paid");
    assert_eq!(world.balances().await, (0, 895, 0));
    world.payout(&payout("3", "168")).await.expect("pending");
    assert_eq!(world.balances().await, (0, 722, 173), "frozen");
    world.payout(&with(payout("4", "100"), "ACCNO", "62220004")).await.expect("pending");
    assert_eq!(world.balances().await, (0, 617, 278));
    world.wait(2);
    assert_eq!(world.balances().await, (0, 722, 0), "one is paid, the other came back");

    world.scan_pay("S1", "500").await;
    world.quick_pay("Q1", "300").await;
    world.scan(2312, json!({ "MERORDERID": "S1", "REFUND_MERORDERID": "F1", "AMT": "200" })).await;
    assert_eq!(world.balances().await, (600, 722, 0), "pending settlement");
    assert_eq!(world.payout(&payout("5", "800")).await, Err("1031".into()));
    // 16:00 of the next day.
    world.wait(29 * 3600 + 45 * 60);
    assert_eq!(world.balances().await, (0, 1322, 0), "settled");
    assert!(world.payout(&payout("5", "800")).await.is_ok());
}

#[tokio::test]
async fn whatever_is_changed_is_refused() {
    let world = World::new();
    let good = sealed_payout(&payout("1", "100")).into_bytes();
    for at in (0..good.len()).step_by(41) {
        for changed in [[&good[..at], &[good[at] ^ 1], &good[at + 1..]].concat(), good[..at].to_vec()] {
            let text = world.post_json(PAYOUT, changed.clone()).await.expect("a reply");
            assert!(opened(&text).is_err(), "{}", String::from_utf8_lossy(&changed));
        }
    }
}
