//! Notices and page returns: bytes, verified, matched, answered. Section 7.

use base64::{Engine, engine::general_purpose::STANDARD};
use kuaiqian::gateway::{
    Verifier,
    notice::{advice, answer, conflict, refusal, state, verify, verify_nodes},
};
use paycore::{Error, Expected, Fen, TradeState};
use paysign::Hash;
use paywire::{charset::Charset, form};

use crate::support::{ACCOUNT, KEY, by_md5, md5, md5_key, mute, private, ring};

/// The notice of section 4.6, as it arrives.
pub(crate) const SAMPLE: &str = "shop=7&lang=zh&merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB\
    &orderId=T20240105-0001&orderTime=20240105093000&orderAmount=1250&bindCard=&bindMobile=&dealId=900000001\
    &bankDealId=B240105000001&dealTime=20240105093142&payAmount=1250&fee=0&ext1=cart%3D77&ext2=&payResult=10&errCode=\
    &signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6";

pub(crate) const BASE: &str = "merchantAcctId=1000000000101&version=v2.0&language=1&signType=1&payType=10&bankId=CMB&orderId=T20240105-0001\
    &orderTime=20240105093000&orderAmount=1250&dealId=900000001&bankDealId=B240105000001&dealTime=20240105093142&payAmount=1250\
    &fee=0&ext1=cart=77&payResult=10";

/// The query string of a base whose values hold no `&`.
pub(crate) fn query(base: &str, signature: &str) -> String {
    let pairs: Vec<_> = base.split('&').filter_map(|pair| pair.split_once('=')).chain([("signMsg", signature)]).collect();
    form::encode(pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())))
}

/// The notice of this base, signed with MD5.
fn by_key(base: &str) -> String {
    query(base, &md5(&format!("{base}&key={KEY}")))
}

fn stored() -> Expected {
    Expected::new(ACCOUNT, "T20240105-0001", Fen::new(1250)).time("20240105093000")
}

fn why(query: &str) -> String {
    match verify(&Verifier::Md5(md5_key()), query.as_bytes(), Charset::Utf8) {
        Err(Error::Untrusted { message, raw }) => {
            assert_eq!(raw.expose(), query.as_bytes());
            message
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_worked_example_is_verified_matched_and_acknowledged() {
    let mut account = by_md5();
    account.redirect_url = Some("https://shop.example/pay/done".into());
    let gateway = mute(account);
    let notice = gateway.notice(SAMPLE.as_bytes()).expect("verified");
    assert_eq!(state(&notice), TradeState::Succeeded);
    let matched = notice.matched(&stored()).expect("the stored order");
    assert_eq!(matched.deal_id.as_deref(), Some("900000001"));
    assert_eq!(gateway.ack().body, "<result>1</result><redirecturl>https://shop.example/pay/done</redirecturl>");
    assert_eq!(mute(by_md5()).ack().body, "<result>1</result>");
    let response = answer(gateway.ack());
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"text/html; charset=utf-8".parse().expect("a value"))
    );
    assert_eq!((refusal().status().as_u16(), refusal().into_body().as_str()), (200, "<result>0</result>"));
}

#[test]
fn only_what_is_signed_is_handed_on() {
    let verified = verify_nodes(&Verifier::Md5(md5_key()), SAMPLE.as_bytes(), Charset::Utf8).expect("verified");
    let names: Vec<_> = verified.1.iter().map(|node| node.name.as_str()).collect();
    assert!(!names.contains(&"shop") && !names.contains(&"signMsg"), "{names:?}");
    assert_eq!(verified.1.iter().find(|node| node.name == "ext1").and_then(paywire::flat::Node::text), Some("cart=77"));
}

#[test]
fn lower_case_and_other_editions() {
    let verifies = |query: &str| verify(&Verifier::Md5(md5_key()), query.as_bytes(), Charset::Utf8).is_ok();
    assert!(verifies(&SAMPLE.replace("0D8063EB12FF7954EF5B441D2A2CB6F6", "0d8063eb12ff7954ef5b441d2a2cb6f6")));
    // An older edition without some fields, a newer one with two more.
    assert!(verifies(&by_key("merchantAcctId=1000000000101&signType=1&orderId=A&orderAmount=1&payResult=11")));
    assert!(verifies(&by_key(&format!("{BASE}&aggregatePay=27-3&errCode=00000&period=3"))));
    // In another order, which the base does not have.
    let mut parts: Vec<_> = SAMPLE.split('&').collect();
    parts.reverse();
    assert!(verifies(&parts.join("&")));
}

#[test]
fn what_is_not_to_be_believed() {
    let change = |from: &str, to: &str| {
        assert!(SAMPLE.contains(from), "{from}");
        SAMPLE.replace(from, to)
    };
    for (mistake, query, reason) in [
        ("a changed amount", change("payAmount=1250", "payAmount=1251"), "the signature does not verify"),
        ("a changed result", change("payResult=10", "payResult=11"), "the signature does not verify"),
        ("a wrong signature", change("signMsg=0", "signMsg=1"), "the signature does not verify"),
        ("no signature", change("&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6", ""), "no signMsg"),
        ("an empty signature", change("signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6", "signMsg="), "no signMsg"),
        ("half a signature", change("0D8063EB12FF7954", ""), "a signature of 32 hexadecimal digits is expected"),
        ("two signatures", format!("{SAMPLE}&signMsg=0D8063EB12FF7954EF5B441D2A2CB6F6"), "signMsg stands twice"),
        ("a doubled field", format!("{SAMPLE}&orderId=T20240105-0001"), "orderId stands twice"),
        ("no result", change("&payResult=10", ""), "no payResult"),
        ("no order", change("orderId=T20240105-0001", "orderId="), "no orderId"),
        ("the other type, which verifies", by_key(&BASE.replace("signType=1", "signType=4")), "signType 1 is expected"),
        ("too long", format!("{SAMPLE}&x={}", "y".repeat(16 << 10)), "more than 16384 bytes"),
        ("nothing", String::new(), "no signMsg"),
    ] {
        assert_eq!(why(&query), reason, "{mistake}");
    }
}

#[test]
fn rsa_of_every_size_and_hash() {
    let base = BASE.replace("signType=1", "signType=4");
    for (key, certificate) in [("notice-1024.key.pem", "notice-1024.cer"), ("notice-2048.key.pem", "notice-2048.crt.pem")] {
        for hash in [Hash::Sha1, Hash::Sha256] {
            let signature = STANDARD.encode(private(key).sign(hash, base.as_bytes()).expect("a signature"));
            let query = query(&base, &signature);
            let verify = |verifier: &Verifier, query: &str| verify(verifier, query.as_bytes(), Charset::Utf8).map(|notice| state(&notice));
            let both = Verifier::Rsa(ring(certificate, [Hash::Sha1, Hash::Sha256]));
            assert_eq!(verify(&both, &query).ok(), Some(TradeState::Succeeded), "{key} {hash}");
            // Blanks in place of the plus signs.
            assert!(verify(&both, &query.replace("%2B", "+")).is_ok(), "{key} {hash}");
            for broken in [
                query.replace("1250", "1251"),
                query.replace("signType=4", "signType=1"),
                query.replace("%2B", "%2D"),
                query.clone() + "%0A",
            ] {
                if broken != query {
                    assert!(verify(&both, &broken).is_err(), "{broken}");
                }
            }
            let other_hash = if hash == Hash::Sha1 { Hash::Sha256 } else { Hash::Sha1 };
            assert!(verify(&Verifier::Rsa(ring(certificate, [other_hash])), &query).is_err(), "only the hashes of the settings");
            assert!(verify(&Verifier::Md5(md5_key()), &query).is_err(), "never the way that the message asks for");
        }
    }
}

#[test]
fn gbk_is_verified_as_bytes_and_then_read() {
    let base = [&b"merchantAcctId=1000000000101&signType=1&orderId=A&ext1="[..], b"\xba\xec\xb2\xe8", b"&payResult=10"].concat();
    let signature = md5_key().sign(&[&base[..], b"&key="].concat());
    let query = format!("merchantAcctId=1000000000101&signType=1&orderId=A&ext1=%BA%EC%B2%E8&payResult=10&signMsg={signature}");
    let notice = verify(&Verifier::Md5(md5_key()), query.as_bytes(), Charset::Gbk).expect("verified");
    assert_eq!(notice.ext1.as_ref().map(paycore::Sensitive::expose), Some("红茶"));
    let notice = verify(&Verifier::Md5(md5_key()), query.as_bytes(), Charset::Utf8).expect("verified all the same");
    assert_eq!(notice.ext1.as_ref().map(paycore::Sensitive::expose), Some("红茶"), "no UTF-8, so GBK");
}

#[test]
fn paid_with_another_amount_is_verified_and_for_a_person() {
    for (from, to) in
        [("payAmount=1250", "payAmount=1249"), ("&payAmount=1250", ""), ("&orderAmount=1250", ""), ("payAmount=1250", "payAmount=x")]
    {
        let notice = mute(by_md5()).notice(by_key(&BASE.replace(from, to)).as_bytes()).expect("verified");
        assert_eq!(state(&notice), TradeState::Unknown, "{to}");
        assert!(conflict(&notice).is_some_and(|message| message.starts_with("conflict: ")), "{to}");
        assert!(advice(&notice).expect("advice").en.contains("a person"), "{to}");
        assert!(notice.matched(&stored()).is_err(), "{to}");
    }
    let fine = mute(by_md5()).notice(SAMPLE.as_bytes()).expect("verified");
    assert_eq!((conflict(&fine), advice(&fine)), (None, None));
}

#[test]
fn a_text_that_is_several_messages_is_not_believed() {
    // The same signed text, with the end of one field moved into the one before it.
    let moved = SAMPLE.replace("&payAmount=1250", "").replace("dealTime=20240105093142", "dealTime=20240105093142%26payAmount%3D1250");
    assert_eq!(why(&moved), "dealTime repeats the name of a field: the signature would fit other values too");
    let hidden = SAMPLE.replace("ext1=cart%3D77", "ext1=cart%3D77%26ext2%3Dx");
    assert_eq!(why(&hidden), "the signature does not verify");
}

#[test]
fn a_verified_notice_that_differs_is_never_matched() {
    let gateway = mute(by_md5());
    let differs = |order: &Expected| {
        let notice = gateway.notice(SAMPLE.as_bytes()).expect("verified");
        notice.matched(order).expect_err("another order").mismatch.field
    };
    let (account, number, amount) = (ACCOUNT, "T20240105-0001", Fen::new(1250));
    for (order, field) in [
        (Expected::new("1000000000201", number, amount).time("20240105093000"), "merchantAcctId"),
        (Expected::new(account, "T20240105-0002", amount).time("20240105093000"), "orderId"),
        (Expected::new(account, number, Fen::new(12500)).time("20240105093000"), "orderAmount"),
        (Expected::new(account, number, amount).time("20240105093001"), "orderTime"),
        (Expected::new(account, number, amount), "orderTime"),
        (stored().reference("900000002"), "dealId"),
    ] {
        assert_eq!(differs(&order), field);
    }
    let less = by_key(&BASE.replace("payAmount=1250", "payAmount=1249"));
    let error = gateway.notice(less.as_bytes()).expect("verified").matched(&stored()).expect_err("less");
    assert_eq!(error.mismatch.field, "payAmount");
    assert_eq!(error.to_string(), "payAmount differs from the stored order");
}

#[test]
fn a_code_explains_and_changes_no_result() {
    let notice = mute(by_md5()).notice(by_key(&format!("{BASE}&errCode=20001")).as_bytes()).expect("verified");
    assert_eq!(state(&notice), TradeState::Succeeded);
    assert!(advice(&notice).expect("advice").en.starts_with("the signature does not fit"));
}
