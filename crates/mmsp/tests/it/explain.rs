//! The signature doctor against the table of section 3.5, row by row.

use mmsp::explain::{md5, payout};
use paycore::{Finding, Sensitive};
use paysign::{Hash, PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner};

use crate::support::{AGENT_KEY, KEY, key};

const BODY: &str = r#"{"STATUS":"1","MERORDERID":"GW20240506000009","AMT":"8800","GOODSNAME":"龙井茶/250g","PAY_CHANNEL":"YLBILL-NET-B2C","LIST_ID":"110009000017","PAY_DATE":"20240506101112","NOTIFY_DATE":"20240506101113","REMARK":"","PUSH_COUNT":2}"#;
const BASE: &str = r#"{"AMT":"8800","GOODSNAME":"龙井茶\/250g","LIST_ID":"110009000017","MERORDERID":"GW20240506000009","NOTIFY_DATE":"20240506101113","PAY_CHANNEL":"YLBILL-NET-B2C","PAY_DATE":"20240506101112","PUSH_COUNT":2,"REMARK":"","STATUS":"1"}&key="#;
const SIGN: &str = "F0C61559C3869D715B05812097B50AFA";

fn envelope(sign: &str) -> String {
    format!(
        r#"{{"CommandID":35104,"SeqID":1,"NodeType":3,"NodeID":"openplat","Version":"1.0.0","RetCode":1,"ErrorMsg":"","AGENTNO":"001440000000017","MERNO":"001440353999853","TERMNO":"84970001","Body":{BODY},"Sign":"{sign}"}}"#
    )
}

fn explain(message: &str, signature: Option<&str>) -> paycore::Explanation {
    let (agent, merchant) = (Sensitive::from(AGENT_KEY), Sensitive::from(KEY));
    md5::explain(message.as_bytes(), signature, &agent, &[&agent, &merchant]).expect("a message")
}

#[test]
fn the_right_signature() {
    for sign in [SIGN, &SIGN.to_lowercase()] {
        let found = explain(&envelope(sign), None);
        assert!(found.valid && found.finding.is_none());
        assert_eq!((found.base.as_str(), found.base_given.as_deref()), (BASE, Some(BASE)));
        assert_eq!((found.signature_expected.as_deref(), found.signature_given.as_deref()), (Some(SIGN), Some(sign)));
        assert_eq!(found.digest_given, found.digest_expected);
    }
    assert!(explain(BODY, Some(SIGN)).valid);
    assert_eq!(md5::sign(BODY.as_bytes(), &key(AGENT_KEY)).expect("signed"), (BASE.to_owned(), SIGN.to_owned()));
    assert_eq!(md5::sign(envelope("").as_bytes(), &key(AGENT_KEY)).expect("signed").1, SIGN);
}

#[test]
fn every_row_of_the_table() {
    for (row, sign, finding, remark) in [
        (1, "59714B79BAC5BF89EAF8F3EBBEBE902D", Finding::SlashPlain, None),
        (2, "DF7E7C8A887CD0F56881CB35E1E63DA6", Finding::UnicodeEscaped, None),
        (3, "6679BB633E5E710DBCA108168A40A87F", Finding::NumberQuoted, None),
        (4, "E2BE5F1B5F20B8CA47A951A0529F822D", Finding::NumberBare, None),
        (5, "529BA0EC4723C6B7B1EA63BFD1C3E1DF", Finding::FieldOrder, None),
        (6, "3EE33682B4F7C8CBBAC38E05053AEFBB", Finding::Whitespace, None),
        (7, "298DE47497CAB21567CB88166BF1D038", Finding::KeyJoiner, None),
        (8, "388A3E06990C097E0A6503E6C69217E6", Finding::KeyJoiner, None),
        (9, "C618C08B84B2121268645CE358C0F752", Finding::KeyJoiner, None),
        (10, "5354AE48CF7966FF07AD92C381074606", Finding::OtherKey, None),
        (11, "A2D5519245DE69A3CA75639845DC4F60", Finding::KeyCase, None),
        (12, "776F19DF5FE9D80CABD6517F576CD5E1", Finding::KeyNewline, None),
        (13, "EF2DF1FF44689A3F9EFDC307F3332024", Finding::EnvelopeSigned, None),
        (14, "BF0524398A3B0C20BD0F87E0B953DC84", Finding::EnvelopeSigned, None),
        (15, "E50D4701B1052A806C265A8A3DC604C1", Finding::Charset, None),
        (16, "D94C15EB7C793570AFACDC026BF921A7", Finding::EmptyDropped, None),
        (17, "50F5A6F4D638D5C3EBA5E38953ACF068", Finding::Reserialised, Some("empty texts were written as null")),
        (18, "DD98EEB16134520A423A578CF7C87010", Finding::Reserialised, Some("slashes were escaped twice")),
        (19, "370EC426B0E32CB2BF1BF159EDC8AFA9", Finding::HtmlEscaped, None),
        (20, "E013D76CD8F352EE81A769A24B03EF57", Finding::Reserialised, Some("written as A=b&C=d instead of JSON")),
    ] {
        let found = explain(&envelope(sign), None);
        assert_eq!((found.finding, found.remark.as_deref(), found.valid), (Some(finding), remark, false), "row {row}");
        assert!(found.base_given.is_some_and(|given| given != BASE || row > 6), "row {row}");
        // A signature beside the message wins over the one in it.
        assert_eq!(explain(&envelope(SIGN), Some(sign)).finding, Some(finding), "row {row}");
    }
}

#[test]
fn mistakes_of_particular_fields() {
    let merchant = Sensitive::from(KEY);
    let with = |body: &str, sign: &str| md5::explain(body.as_bytes(), Some(sign), &merchant, &[]).expect("a Body");
    let seventh = r#"{"STATUS":"1","MER_ID":"001440353999853","MERORDERID":"WX2024050600042","IS_RAW":"2","IST0":"1","IS_MINIPG":"1"}"#;
    assert_eq!(with(seventh, "86E8DA5C96C8BB96CDD990812F233117").finding, Some(Finding::FieldOrder));
    assert!(with(seventh, "E53473898D25AAE8767B40DD47703CFB").valid);
    let sixth = r#"{"STATUS":"1","PERPAGE":"10","PAGE":"1","TOTAL_NUM":"2","TOTAL_PAGE":"1","BIZ_CONTENT":[{"STATUS":"1","LIST_ID":"100000900017","MERORDERID":"QP20240506000017","AMT":"2580","REMARK":"五月/团购"},{"STATUS":"1","LIST_ID":"100000900021","MERORDERID":"QP20240506000021","AMT":"199","REMARK":""}]}"#;
    let nested = with(sixth, "6F095A06BC613A02A5AC43CBF25488B3");
    assert_eq!((nested.finding, nested.remark.is_some()), (Some(Finding::FieldOrder), true));
    assert!(with(sixth, "16012553161626FFD38593E2FB0B7C3F").valid);
}

#[test]
fn two_mistakes() {
    let made = |text: &str, end: &str| key(end).sign(text.as_bytes());
    let plain = BASE.replace("\\/", "/");
    let compact = |base: &str| base.replace("\"REMARK\":\"\",", "");
    for (sign, finding, words) in [
        (made(&compact(&plain), AGENT_KEY), Finding::SlashPlain, "slash_plain, empty_dropped"),
        (made(&plain, KEY), Finding::SlashPlain, "slash_plain, other_key"),
        (made(&plain.replace("&key=", ""), AGENT_KEY), Finding::SlashPlain, "slash_plain, key_joiner"),
    ] {
        let found = explain(&envelope(&sign), None);
        assert_eq!(found.finding, Some(finding));
        assert_eq!(found.remark.as_deref(), Some(format!("more than one mistake: {words}").as_str()));
    }
}

#[test]
fn what_nothing_explains() {
    assert_eq!(explain(&envelope(&"A".repeat(32)), None).finding, Some(Finding::Unexplained));
    assert_eq!(explain(&envelope("F0C6"), None).finding, Some(Finding::MalformedSignature));
    assert_eq!(explain(&envelope(""), None).finding, Some(Finding::NoSignature));
    assert_eq!(explain(BODY, None).finding, Some(Finding::NoSignature));
    assert_eq!(explain(&envelope(&key("x").sign(BASE.trim_end_matches("&key=").as_bytes())), None).finding, Some(Finding::Unexplained));
    let agent = Sensitive::from(AGENT_KEY);
    for message in ["", "[]", "{\"A\":1,\"A\":2}", "a=b"] {
        assert!(md5::explain(message.as_bytes(), None, &agent, &[]).is_err(), "{message}");
        assert!(md5::sign(message.as_bytes(), &key(KEY)).is_err(), "{message}");
    }
    assert!(md5::explain(BODY.as_bytes(), None, &Sensitive::default(), &[]).is_err());
}

const PLAIN: &str = r#"{"ORDERNO":"1","AMT":"150000","MEMO":"五月/奖金","PAYSTATE":2}"#;

struct Payout {
    merchant: RsaSigner,
    platform: RsaSigner,
    decryptor: RsaDecryptor,
    encryptor: RsaEncryptor,
    keys: Vec<PublicKey>,
}

fn payout_keys() -> Payout {
    let merchant = include_bytes!("../keys/merchant.key.pem");
    let platform = RsaSigner::read(include_bytes!("../../../../fixtures/keys/notice-1024.key.pem")).expect("a key");
    Payout {
        merchant: RsaSigner::read(merchant).expect("a key"),
        decryptor: RsaDecryptor::read(merchant).expect("a key"),
        encryptor: RsaEncryptor::new(PublicKey::read(include_bytes!("../keys/merchant.pub.pem")).expect("a key").remove(0)),
        keys: vec![platform.public_key()],
        platform,
    }
}

#[test]
fn payout_envelopes() {
    let keys = payout_keys();
    let sealed = payout::sign(format!("{PLAIN}\n").as_bytes(), &keys.platform, &keys.encryptor).expect("sealed");
    assert_eq!((sealed.base.as_str(), sealed.signature.len(), format!("{sealed:?}").contains("奖金")), (PLAIN, 172, false));
    let base64 = |bytes: Vec<u8>| {
        use base64::{Engine, engine::general_purpose::STANDARD};
        STANDARD.encode(bytes)
    };
    let by = |signer: &RsaSigner, hash, text: &[u8]| base64(signer.sign(hash, text).expect("a signature"));
    let explain = |sign: &str| {
        let envelope = format!(r#"{{"RETCODE":"0000","ENCRYPT":"{}","SIGN":"{sign}"}}"#, sealed.encrypt);
        payout::explain(envelope.as_bytes(), None, &keys.decryptor, &keys.keys, Some(&keys.merchant)).expect("an envelope")
    };
    let right = explain(&sealed.signature);
    assert!(right.valid && right.base == PLAIN && right.digest_given == right.digest_expected);
    let platform = |text: &str| by(&keys.platform, Hash::Sha1, text.as_bytes());
    for (sign, finding) in [
        (String::new(), Finding::NoSignature),
        ("c2hvcnQ=".into(), Finding::MalformedSignature),
        ("?".into(), Finding::MalformedSignature),
        (by(&keys.platform, Hash::Sha256, PLAIN.as_bytes()), Finding::OtherHash),
        (by(&keys.merchant, Hash::Sha1, PLAIN.as_bytes()), Finding::OwnKey),
        (base64(vec![7; 128]), Finding::OtherKey),
        (platform(&sealed.encrypt), Finding::EnvelopeSigned),
        (platform(&PLAIN.replace('/', "\\/")), Finding::Reserialised),
        (platform(&PLAIN.replace(':', ": ").replace(',', ", ")), Finding::Whitespace),
        (platform(&PLAIN.replace("五月", "\\u4e94\\u6708").replace("奖金", "\\u5956\\u91d1")), Finding::UnicodeEscaped),
        (platform(&PLAIN.replace(":2}", ":\"2\"}")), Finding::NumberQuoted),
        (platform(&format!("{PLAIN}\n")), Finding::TrailingNewline),
        (platform(&PLAIN.replace("150000", "150001")), Finding::Unexplained),
    ] {
        let found = explain(&sign);
        assert_eq!((found.finding, found.valid), (Some(finding), false), "{sign:.20}");
    }
    // A request of one's own cannot be opened: it is sealed for the platform.
    let own = payout::sign(PLAIN.as_bytes(), &keys.merchant, &RsaEncryptor::new(keys.platform.public_key())).expect("sealed");
    let envelope = format!(r#"{{"ENCRYPT":"{}","SIGN":"{}"}}"#, own.encrypt, own.signature);
    let found = payout::explain(envelope.as_bytes(), None, &keys.decryptor, &keys.keys, Some(&keys.merchant)).expect("an envelope");
    assert_eq!((found.finding, found.base.as_str(), found.remark.is_some()), (Some(Finding::OwnKey), "", true));
    assert!(payout::explain(b"{}", None, &keys.decryptor, &[], None).is_err());
    assert!(payout::explain(b"[]", None, &keys.decryptor, &keys.keys, None).is_err());
    assert!(payout::sign(b"[]", &keys.merchant, &keys.encryptor).is_err());
}
