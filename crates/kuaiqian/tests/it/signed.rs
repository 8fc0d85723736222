//! Sections 4.3 to 4.6 on notices that this file signs itself: what is believed, what it means, what is answered.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use encoding_rs::GB18030;
use http::{Method, Request, StatusCode};
use kq_xml::Tr3;
use kuaiqian::agreement::{Agreement, notice};
use paycore::{Error, TradeState};
use paysign::{Hash, PublicKey, RsaSigner, RsaVerifier, Verified};
use proptest::prelude::*;

use crate::support::{Reply, account, document, fixture, http, refused, replayed, stored};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><TxnMsgContent>";
const FIELDS: &str = "<txnType>PUR</txnType><interactiveStatus>TR3</interactiveStatus><amount>88.60</amount>\
<merchantId>104110045112012</merchantId><terminalId>00002012</terminalId><entryTime>20250301101500</entryTime>\
<externalRefNumber>ORDER0001</externalRefNumber><transTime>20250301101502</transTime><refNumber>990000000101</refNumber>\
<responseCode>00</responseCode><cardOrg>CU</cardOrg><storableCardNo>6299992348</storableCardNo>\
<authorizationCode>204060</authorizationCode>";
const TAIL: &str = "</TxnMsgContent></MasMessage>";

fn signer(file: &str) -> RsaSigner {
    RsaSigner::read(&fixture(file)).expect(file)
}

fn ring(files: &[&str]) -> RsaVerifier {
    let keys = files.iter().flat_map(|file| PublicKey::read(&fixture(file)).expect(file));
    RsaVerifier::new(keys, [Hash::Sha1]).expect("a ring")
}

/// The keys of a merchant: the small old one and a newer one.
static RING: LazyLock<RsaVerifier> = LazyLock::new(|| ring(&["notice-1024.cer", "notice-2048.pub.pem"]));
static SIGNER: LazyLock<RsaSigner> = LazyLock::new(|| signer("notice-1024.key.pem"));

/// `before` and `after` signed together, with the signature element between them.
fn sign(signer: &RsaSigner, before: &[u8], after: &[u8]) -> Vec<u8> {
    let signature = signer.sign(Hash::Sha1, &[before, after].concat()).expect("a signature");
    [before, b"<signature>", STANDARD.encode(signature).as_bytes(), b"</signature>", after].concat()
}

fn tr3(fields: &str) -> Vec<u8> {
    sign(&SIGNER, format!("{HEAD}{fields}").as_bytes(), TAIL.as_bytes())
}

fn verify(body: &[u8]) -> Result<Verified<Tr3>, Error> {
    notice::verify(&RING, body, None)
}

fn text(body: &[u8]) -> &str {
    std::str::from_utf8(body).expect("UTF-8")
}

#[test]
fn any_key_of_the_list_verifies() {
    for file in ["notice-1024.key.pem", "notice-2048.key.pem"] {
        let body = sign(&signer(file), format!("{HEAD}{FIELDS}").as_bytes(), TAIL.as_bytes());
        assert_eq!(verify(&body).expect(file).ref_number.as_deref(), Some("990000000101"), "{file}");
    }
    let foreign = sign(&signer("notice-4096.key.pem"), format!("{HEAD}{FIELDS}").as_bytes(), TAIL.as_bytes());
    assert!(matches!(verify(&foreign), Err(Error::Untrusted { .. })));
    let other_of_the_size = ring(&["client.crt.pem"]);
    let body = sign(&signer("notice-2048.key.pem"), format!("{HEAD}{FIELDS}").as_bytes(), TAIL.as_bytes());
    assert!(matches!(notice::verify(&other_of_the_size, &body, None), Err(Error::Untrusted { .. })));
}

#[test]
fn the_last_place_of_the_signature_is_expected_and_not_required() {
    let body = sign(&SIGNER, HEAD.as_bytes(), format!("{FIELDS}{TAIL}").as_bytes());
    assert!(verify(&body).is_ok());
}

/// A forger holds a genuine notice and changes it without the key.
#[test]
fn a_changed_notice_is_not_believed() {
    let genuine = tr3(FIELDS);
    assert!(verify(&genuine).is_ok());
    let genuine = text(&genuine);
    let signature = &genuine[genuine.find("<signature>").expect("a tag") + 11..genuine.find("</signature>").expect("a tag")];
    let with = |replacement: &str| genuine.replace(&format!("<signature>{signature}</signature>"), replacement);
    let first = FIELDS.replace("88.60", "1.00");
    for (what, forged) in [
        ("another digit", genuine.replace("88.60", "88.61")),
        ("a trailing newline", format!("{genuine}\n")),
        ("a leading newline", format!("\n{genuine}")),
        ("a byte order mark", format!("\u{FEFF}{genuine}")),
        ("indentation", genuine.replace("><", ">\n<")),
        ("another declaration", genuine.replace(" standalone=\"yes\"", "")),
        ("no signature", with("")),
        ("an empty one", with("<signature></signature>")),
        ("a self-closing one", with("<signature/>")),
        ("two", with(&format!("<signature>{signature}</signature><signature>{signature}</signature>"))),
        ("an empty second", with(&format!("<signature>{signature}</signature><signature/>"))),
        ("an attribute", with(&format!("<signature a=\"b\">{signature}</signature>"))),
        ("a blank in the tag", with(&format!("<signature >{signature}</signature>"))),
        ("a prefix", with(&format!("<m:signature>{signature}</m:signature>"))),
        ("another case", with(&format!("<Signature>{signature}</Signature>"))),
        ("folded base64", with(&format!("<signature>{}\n{}</signature>", &signature[..76], &signature[76..]))),
        ("blanks around it", with(&format!("<signature> {signature} </signature>"))),
        (
            "URL-safe base64",
            with(&format!("<signature>{}</signature>", signature.replace('+', "-").replace('/', "_").replacen('A', "-", 1))),
        ),
        ("no padding", with(&format!("<signature>{}</signature>", signature.trim_end_matches('=')))),
        ("a shorter one", with(&format!("<signature>{}</signature>", &signature[4..]))),
        ("the wrapped duplicate", with(&format!("<signature>{signature}</signature>{first}<signature></signature>"))),
        ("wrapped the other way", genuine.replace("<txnType>", &format!("<signature>{first}</signature><txnType>"))),
        ("a comment", genuine.replace("<amount>", "<!-- --><amount>")),
        ("CDATA", genuine.replace(">88.60<", "><![CDATA[88.60]]><")),
        ("a DOCTYPE", genuine.replace("<MasMessage", "<!DOCTYPE MasMessage><MasMessage")),
        ("an instruction", genuine.replace("<amount>", "<?a?><amount>")),
        ("a NUL", genuine.replace("88.60", "88.60\0")),
        ("the element moved", format!("{HEAD}<signature>{signature}</signature>{TAIL}{FIELDS}")),
    ] {
        assert_ne!(forged, genuine, "{what}");
        let error = verify(forged.as_bytes()).expect_err(what);
        let Error::Untrusted { message, .. } = &error else { panic!("{what}: {error:?}") };
        for received in ["88.6", "ORDER0001", "104110045112012", "990000000101", &signature[..20]] {
            assert!(!message.contains(received) && !format!("{error:?}").contains(received), "{what}: {error:?}");
        }
    }
}

/// Even what 99bill's key has signed is taken only in the one shape of a TR3.
#[test]
fn a_signed_document_that_is_no_tr3_is_not_believed() {
    let change = |from: &str, to: &str| {
        let (before, after) = (format!("{HEAD}{FIELDS}").replace(from, to), TAIL.replace(from, to));
        sign(&SIGNER, before.as_bytes(), after.as_bytes())
    };
    let whole = format!("{HEAD}{FIELDS}{TAIL}");
    let at = |mark: &str| {
        let (before, after) = whole.split_at(whole.find(mark).expect(mark));
        sign(&SIGNER, before.as_bytes(), after.as_bytes())
    };
    for (what, body) in [
        ("a TR2 with a signature", change("TR3", "TR2")),
        ("no state", change("<interactiveStatus>TR3</interactiveStatus>", "")),
        ("another root", change("MasMessage", "Message")),
        ("the root in another case", change("MasMessage", "masMessage")),
        ("another namespace", change("mas_cnp", "other")),
        ("no namespace", change(" xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"", "")),
        ("a prefix", change("amount>", "m:amount>")),
        ("an attribute", change("<amount>", "<amount unit=\"yuan\">")),
        ("a field in another case", change("amount>", "Amount>")),
        ("a second amount", change("<amount>", "<amount>1.00</amount><amount>")),
        ("a second amount in another case", change("<amount>", "<Amount>1.00</Amount><amount>")),
        ("an unknown element twice", change("<amount>", "<new>1</new><new>2</new><amount>")),
        ("text between fields", change("<amount>", "x<amount>")),
        ("an error", change("<TxnMsgContent>", "<ErrorMsgContent><errorCode>1</errorCode></ErrorMsgContent><TxnMsgContent>")),
        ("a second content", change("</MasMessage>", "<TxnMsgContent></TxnMsgContent></MasMessage>")),
        ("a signature in the root", at("<TxnMsgContent>")),
        ("a signature behind the content", at("</MasMessage>")),
        ("a signature in a field", at("88.60")),
        ("a signature before the root", at("<MasMessage")),
        ("a signature behind the root", sign(&SIGNER, whole.as_bytes(), b"")),
    ] {
        assert!(matches!(verify(&body), Err(Error::Untrusted { .. })), "{what}");
    }
    assert!(verify(&change("<amount>", "<new>1</new><amount>")).is_ok(), "a new element alone is accepted");
}

#[test]
fn size_is_limited() {
    let padded = |size: usize| {
        let body = tr3(FIELDS);
        let fields = format!("{FIELDS}<new>{}</new>", "x".repeat(size - body.len() - "<new></new>".len()));
        tr3(&fields)
    };
    assert_eq!(padded(64 << 10).len(), 64 << 10);
    assert!(verify(&padded(64 << 10)).is_ok());
    assert!(matches!(verify(&padded((64 << 10) + 1)), Err(Error::Untrusted { .. })));
}

/// Section 4.4, step 5: signed as UTF-8 and sent in GBK, signed and sent in GBK, or UTF-8 whatever the header says.
#[test]
fn charsets() {
    let fields = format!("{FIELDS}<responseTextMessage>交易成功</responseTextMessage>");
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let utf8 = tr3(&fields);
    let sent_in_gbk = gbk(text(&utf8));
    let signed_in_gbk = sign(&SIGNER, &gbk(&format!("{HEAD}{fields}")), TAIL.as_bytes());
    assert_ne!(utf8, sent_in_gbk);
    for (body, content_type) in [
        (&utf8, None),
        (&utf8, Some("text/xml; charset=GBK")),
        (&sent_in_gbk, None),
        (&sent_in_gbk, Some("text/xml; charset=gb2312")),
        (&sent_in_gbk, Some("text/xml; charset=utf-8")),
        (&signed_in_gbk, None),
    ] {
        let notice = notice::verify(&RING, body, content_type).expect("a notice");
        assert_eq!(notice.response_text_message.as_deref(), Some("交易成功"), "{content_type:?}");
    }
    let tampered = gbk(&text(&utf8).replace("88.60", "88.61"));
    assert!(notice::verify(&RING, &tampered, Some("text/xml; charset=GBK")).is_err());
}

#[test]
fn no_changed_bit_verifies() {
    let genuine = tr3(FIELDS);
    for at in 0..genuine.len() {
        for bit in 0..8 {
            let mut changed = genuine.clone();
            changed[at] ^= 1 << bit;
            assert!(verify(&changed).is_err(), "bit {bit} of byte {at}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(body: Vec<u8>, before in 0usize..600, content_type in ".{0,20}") {
        let _ = notice::verify(&RING, &body, Some(&content_type));
        // Noise inside what is otherwise a notice gets further.
        let mut noisy = tr3(FIELDS);
        let at = before.min(noisy.len());
        noisy.splice(at..at, body);
        let _ = notice::verify(&RING, &noisy, Some(&content_type));
    }

    /// Signed noise reaches the parser.
    #[test]
    fn no_signed_bytes_panic(before: Vec<u8>, after: Vec<u8>, field in ".{0,40}") {
        let _ = verify(&sign(&SIGNER, &before, &after));
        let _ = verify(&tr3(&format!("{FIELDS}{field}")));
        if let Ok(notice) = verify(&tr3(&FIELDS.replace("ORDER0001", &field))) {
            let _ = (notice::state(&notice), notice.clone().matched(&stored()).is_ok());
        }
    }
}

/// Section 5.4.
#[test]
fn what_a_notice_says() {
    for (code, more, state) in [
        ("00", "", TradeState::Succeeded),
        ("00", "<txnStatus>S</txnStatus>", TradeState::Succeeded),
        ("00", "<txnStatus>s</txnStatus>", TradeState::Succeeded),
        ("00", "<txnStatus>F</txnStatus>", TradeState::Unknown),
        ("00", "<txnStatus>P</txnStatus>", TradeState::Unknown),
        ("C0", "", TradeState::Pending),
        ("c0", "", TradeState::Pending),
        ("68", "", TradeState::Unknown),
        ("OR", "", TradeState::Unknown),
        ("or", "", TradeState::Unknown),
        ("I8", "", TradeState::Failed),
        ("I8", "<txnStatus>F</txnStatus>", TradeState::Failed),
        ("I8", "<txnStatus>S</txnStatus>", TradeState::Unknown),
        ("", "", TradeState::Unknown),
    ] {
        let notice = verify(&tr3(&(FIELDS.replace("<responseCode>00", &format!("<responseCode>{code}")) + more))).expect(code);
        assert_eq!(notice::state(&notice), state, "{code} {more}");
    }
    // A refund that is accepted is not yet on its way.
    let refund = verify(&tr3(&FIELDS.replace("PUR", "RFD"))).expect("a notice");
    assert_eq!(notice::state(&refund), TradeState::Pending);
}

#[test]
fn a_notice_of_another_order_matches_nothing() {
    let notice = || verify(&tr3(FIELDS)).expect("a notice");
    assert!(notice().matched(&stored().reference("990000000101")).is_ok());
    for (field, own, foreign) in [
        ("externalRefNumber", "ORDER0001", "ORDER0002"),
        ("merchantId", "104110045112012", "104110045112013"),
        ("terminalId", "00002012", "00002013"),
        ("txnType", "PUR", "PRE"),
        ("amount", "88.60", "88.61"),
        ("amount", "88.60", "8860"),
        ("refNumber", "990000000101", "990000000102"),
    ] {
        let notice = verify(&tr3(&FIELDS.replace(own, foreign))).expect("a notice");
        let error = notice.matched(&stored().reference("990000000101")).expect_err(field);
        assert_eq!(error.mismatch.field, field, "{foreign}");
    }
    let customer = verify(&tr3(&format!("{FIELDS}<customerId>U90002</customerId>"))).expect("a notice");
    assert_eq!(customer.matched(&stored()).expect_err("another customer").mismatch.field, "customerId");
}

/// The sample of section 4.6, byte for byte.
#[test]
fn the_answer_to_a_matched_notice() {
    let tr4 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\">\
        <version>1.0</version><TxnMsgContent><txnType>PUR</txnType><interactiveStatus>TR4</interactiveStatus>\
        <merchantId>104110045112012</merchantId><terminalId>00002012</terminalId><refNumber>990000000101</refNumber></TxnMsgContent></MasMessage>";
    let matched = |fields: &str| verify(&tr3(fields)).expect("a notice").matched(&stored()).expect("the order");
    let response = notice::answer(matched(FIELDS).ack());
    assert_eq!((response.status(), response.headers()["content-type"].as_bytes()), (StatusCode::OK, &b"text/xml; charset=utf-8"[..]));
    assert_eq!(response.body(), tr4);
    let settled = format!("{FIELDS}<settleMerchantId>104110045112099</settleMerchantId>");
    let echoed = tr4.replace("<refNumber>", "<settleMerchantId>104110045112099</settleMerchantId><refNumber>");
    assert_eq!(matched(&settled).ack().body, echoed);
}

#[test]
fn what_is_answered_to_everything_else() {
    let request = |method: Method| Request::builder().method(method).body(tr3(FIELDS)).expect("a request");
    let refusal = notice::refusal(&request(Method::POST));
    assert_eq!((refusal.status(), &**refusal.body()), (StatusCode::BAD_REQUEST, ""));
    for method in [Method::GET, Method::PUT, Method::HEAD] {
        let refusal = notice::refusal(&request(method));
        assert_eq!((refusal.status(), &**refusal.body()), (StatusCode::METHOD_NOT_ALLOWED, ""));
        assert_eq!(refusal.headers()["allow"], "POST");
    }
    let later = notice::not_now();
    assert_eq!((later.status(), &**later.body()), (StatusCode::INTERNAL_SERVER_ERROR, ""));
}

/// A client that can verify, and to whose queries these are the answers.
fn client(confirm: bool, replies: impl IntoIterator<Item = Reply>) -> (Agreement, std::sync::Arc<paytransport::Replayer>) {
    let mut account = account();
    account.notice_keys = Some(ring(&["notice-1024.cer"]));
    account.confirm_by_query = confirm;
    replayed(account, replies)
}

#[test]
fn a_notice_comes_by_post_and_needs_a_key() {
    let (agreement, _) = client(true, []);
    assert!(agreement.tr3(&Request::post("/").body(tr3(FIELDS)).expect("a request")).is_ok());
    let got = agreement.tr3(&Request::get("/").body(tr3(FIELDS)).expect("a request"));
    assert!(matches!(got, Err(Error::Untrusted { .. })));
    let (keyless, _) = replayed(account(), []);
    let got = keyless.tr3(&Request::post("/").body(tr3(FIELDS)).expect("a request"));
    assert!(matches!(got, Err(Error::Config(error)) if error.key.as_deref() == Some("notice_keys")));
}

/// "Paid" is believed enough to ship only once the query says it too, of the very transaction.
#[tokio::test]
async fn a_paid_notice_is_confirmed_by_a_query() {
    let found = |fields: &str| {
        document(&format!("<TxnMsgContent><externalRefNumber>ORDER0001</externalRefNumber><amount>88.60</amount>{fields}</TxnMsgContent>"))
    };
    let confirmed = async |confirm, code: &str, reply: Reply| {
        let (agreement, wire) = client(confirm, [reply]);
        let request = Request::post("/").body(tr3(&FIELDS.replace("<responseCode>00", &format!("<responseCode>{code}"))));
        let matched = agreement.tr3(&request.expect("a request")).expect("a notice").matched(&stored()).expect("the order");
        (agreement.confirmed(&matched, &stored()).await, wire.requests().len())
    };
    for (reply, state) in [
        (found("<refNumber>990000000101</refNumber><txnStatus>S</txnStatus>"), TradeState::Succeeded),
        (found("<txnStatus>P</txnStatus>"), TradeState::Pending),
        (found("<txnStatus>F</txnStatus>"), TradeState::Failed),
        (found("<txnStatus>S</txnStatus><voidFlag>1</voidFlag>"), TradeState::Reversed),
        (document(&refused("B.MGW.0170")), TradeState::Unknown),
        (found("<refNumber>990000000102</refNumber><txnStatus>S</txnStatus>"), TradeState::Unknown),
        (found("<terminalId>00002013</terminalId><txnStatus>S</txnStatus>"), TradeState::Unknown),
    ] {
        let (result, sent) = confirmed(true, "00", reply.clone()).await;
        assert_eq!((result.expect("a state"), sent), (state, 1), "{reply:?}");
    }
    for silence in [http(502, ""), http(200, "garbage"), document(&refused("B.MGW.0999"))] {
        assert!(confirmed(true, "00", silence.clone()).await.0.is_err(), "{silence:?}");
        let (result, sent) = confirmed(false, "00", silence).await;
        assert_eq!((result.expect("a state"), sent), (TradeState::Succeeded, 0), "switched off");
    }
    for (code, state) in [("I8", TradeState::Failed), ("C0", TradeState::Pending), ("68", TradeState::Unknown)] {
        let (result, sent) = confirmed(true, code, http(502, "")).await;
        assert_eq!((result.expect("a state"), sent), (state, 0), "only \"paid\" is asked about");
    }
}
