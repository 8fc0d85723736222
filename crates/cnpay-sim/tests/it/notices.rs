//! TR3: when, signed how, repeated until when.

use std::{
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use cnpay_sim::{Fault, FaultPlan, Rate, Settings, Simulator, Timing};
use http::{Request, Response, StatusCode};
use kq_xml::{SignedPart, Tr3};
use paycore::Effect;
use paysign::{Hash, PublicKey, RsaVerifier};
use paytransport::{SendError, Transport};

use crate::world::*;

const URL: &str = "http://merchant.example/tr3";

/// A merchant's address for notices: keeps what comes, answers what it is told.
#[derive(Clone, Default)]
struct Merchant {
    received: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: Arc<Mutex<Option<String>>>,
}

impl Merchant {
    fn answers(&self, reference: &str) {
        let tr4 = format!(
            "<MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><TxnMsgContent><txnType>PUR</txnType>\
             <interactiveStatus>TR4</interactiveStatus><merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId>\
             <refNumber>{reference}</refNumber></TxnMsgContent></MasMessage>"
        );
        *self.answer.lock().expect("a lock") = Some(tr4);
    }

    fn received(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut *self.received.lock().expect("a lock"))
    }

    /// What came is exactly one notice.
    fn only(&self) -> Request<Bytes> {
        let mut received = self.received();
        assert_eq!(received.len(), 1);
        received.remove(0)
    }
}

#[async_trait]
impl Transport for Merchant {
    async fn send(&self, request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        self.received.lock().expect("a lock").push(request);
        let answer = self.answer.lock().expect("a lock").clone();
        let mut response = Response::new(Bytes::from(answer.clone().unwrap_or_default()));
        *response.status_mut() = if answer.is_some() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
        Ok(response)
    }
}

/// A world with a bound card whose purchases name an address.
async fn world(settings: Settings) -> (World, String) {
    let world = World::with(settings);
    let token = world.bind("U1", "S1", PAN).await;
    (world, token)
}

async fn pay(world: &World, token: &str, order: &str, amount: &str) {
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken><tr3Url>{URL}</tr3Url>");
    // The answer may be cut off.
    let _ = world.send(request("purchase", purchase(order, amount, &payer))).await;
}

fn verifier() -> RsaVerifier {
    let keys = PublicKey::read(SETUP.notice_public_pem().as_bytes()).expect("a key");
    RsaVerifier::new(keys, [Hash::Sha1]).expect("a verifier")
}

fn always(fault: Fault) -> Settings {
    Settings { faults: FaultPlan::seeded(1).with(fault, Rate::ALWAYS), ..Settings::default() }
}

#[tokio::test]
async fn a_result_is_told_once_when_it_is_acknowledged() {
    let (world, token) = world(Settings::default()).await;
    let merchant = Merchant::default();
    merchant.answers("990000000002");
    pay(&world, &token, "A1", "88.60").await;
    assert_eq!(world.simulator.deliver_due(&merchant).await, 0, "not yet");
    world.wait(1);
    assert_eq!(world.simulator.deliver_due(&merchant).await, 1);
    let notice = merchant.only();
    assert_eq!((notice.method().as_str(), notice.uri().to_string().as_str()), ("POST", URL));
    assert_eq!(notice.headers()["content-type"], "text/xml; charset=utf-8");

    let text = std::str::from_utf8(notice.body()).expect("UTF-8");
    let (signature, approval) = (field(text, "signature").expect("a signature"), field(text, "authorizationCode").expect("an approval"));
    assert_eq!(signature.len(), 344, "2048 bits in base64");
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><TxnMsgContent>\
         <txnType>PUR</txnType><interactiveStatus>TR3</interactiveStatus><amount>88.60</amount><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><entryTime>20250301101500</entryTime><externalRefNumber>A1</externalRefNumber>\
         <transTime>20250301101500</transTime><refNumber>990000000002</refNumber><responseCode>00</responseCode>\
         <cardOrg>CU</cardOrg><storableCardNo>6299992348</storableCardNo><authorizationCode>{approval}</authorizationCode>\
         <signature>{signature}</signature></TxnMsgContent></MasMessage>"
    );
    assert_eq!(text, expected);

    world.wait(1_000_000);
    assert_eq!((world.simulator.next_due(), merchant.received().len()), (None, 0), "acknowledged, never again");
}

#[tokio::test]
async fn the_signature_is_over_the_bytes_without_its_element() {
    let (world, token) = world(Settings::default()).await;
    pay(&world, &token, "A1", "88.60").await;
    world.wait(1);
    let delivery = world.simulator.due().remove(0);
    let part = SignedPart::find(delivery.request().body()).expect("a signed part");
    let (cut, signature) = (part.cut(), part.signature().to_vec());
    let notice = verifier().verify(part, &signature).expect("a good signature").parse(|bytes| Tr3::read(bytes, cut)).expect("a TR3");
    assert_eq!(notice.external_ref_number.as_deref(), Some("A1"));
}

#[tokio::test]
async fn openssl_agrees_with_the_signature() {
    let (world, token) = world(Settings::default()).await;
    pay(&world, &token, "A1", "88.60").await;
    world.wait(1);
    let delivery = world.simulator.due().remove(0);
    let part = SignedPart::find(delivery.request().body()).expect("a signed part");
    let directory = Scratch::new("openssl");
    directory.put("key.pem", SETUP.notice_public_pem().as_bytes());
    directory.put("signature", part.signature());
    directory.put("message", part.message());
    let run = Command::new("openssl")
        .args(["dgst", "-sha1", "-verify", "key.pem", "-signature", "signature", "message"])
        .current_dir(directory.path())
        .output();
    match run {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) if std::env::var_os("CI").is_some() => panic!("openssl: {error}"),
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        Err(error) => eprintln!("skipped, openssl is not here: {error}"),
    }
}

#[tokio::test]
async fn every_final_result_is_told_and_no_other() {
    let (world, token) = world(Settings::default()).await;
    let merchant = Merchant::default();
    for (order, amount, after, code) in [
        ("A1", "1.51", 1, Some("I8")),
        ("A2", "1.68", 3, Some("00")),
        ("A3", "1.71", 3, Some("00")),
        ("A4", "1.98", 1, Some("00")),
        ("A5", "1.69", 1_000_000, None),
        ("A6", "1.97", 1_000_000, None),
    ] {
        pay(&world, &token, order, amount).await;
        if after > 1 && code.is_some() {
            world.wait(after - 1);
            world.simulator.deliver_due(&merchant).await;
            assert!(merchant.received().is_empty(), "{amount}: too early");
            world.wait(1);
        } else {
            world.wait(after);
        }
        let deliveries = world.simulator.due();
        let codes: Vec<_> = deliveries.iter().map(|delivery| text(delivery.request(), "responseCode")).collect();
        assert_eq!(codes.first().map(String::as_str), code, "{amount}");
        for delivery in deliveries {
            merchant.answers(&text(delivery.request(), "refNumber"));
            let answer = merchant.send(delivery.request().clone(), Effect::Changes).await.expect("an answer");
            assert!(delivery.answered(&answer));
        }
        merchant.received();
    }
    assert_eq!(field(&world.pay("A7", "1", "1234567890123456789").await, "responseCode"), Some("T3"));
    assert_eq!(world.simulator.next_due(), None, "what did not reach the bank has no number to acknowledge");
}

fn text(notice: &Request<Bytes>, name: &str) -> String {
    field(std::str::from_utf8(notice.body()).expect("UTF-8"), name).expect("the field").to_owned()
}

#[tokio::test]
async fn it_is_sent_again_until_a_right_tr4_comes() {
    let (world, token) = world(Settings { timing: Timing { resend_divisor: 10, ..Timing::default() }, ..Settings::default() }).await;
    let merchant = Merchant::default();
    pay(&world, &token, "A1", "1").await;
    world.wait(1);
    assert_eq!(world.simulator.deliver_due(&merchant).await, 0, "HTTP 500");
    let first = merchant.only();
    for (pause, answer) in [(1, "990000000009"), (3, ""), (6, "990000000001")] {
        merchant.answers(answer);
        world.wait(pause - 1);
        assert_eq!((world.simulator.deliver_due(&merchant).await, merchant.received().len()), (0, 0), "{pause} s, not earlier");
        world.wait(1);
        assert_eq!(world.simulator.deliver_due(&merchant).await, 0, "a foreign number: {answer}");
        assert_eq!(merchant.only().body(), first.body(), "the same bytes");
    }
    *merchant.answer.lock().expect("a lock") = Some("OK".into());
    world.wait(12);
    assert_eq!(world.simulator.deliver_due(&merchant).await, 0, "no TR4");
    merchant.answers("990000000002");
    world.wait(30);
    assert_eq!(world.simulator.deliver_due(&merchant).await, 1);
    assert_eq!(world.simulator.next_due(), None);
}

#[tokio::test]
async fn it_is_given_up_after_ten_resends() {
    let (world, token) = world(Settings::default()).await;
    let merchant = Merchant::default();
    pay(&world, &token, "A1", "1").await;
    let (mut elapsed, mut departures) = (0, Vec::new());
    while world.simulator.next_due().is_some() {
        world.simulator.deliver_due(&merchant).await;
        if !merchant.received().is_empty() {
            departures.push(elapsed - 1);
        }
        world.wait(1);
        elapsed += 1;
    }
    assert_eq!(departures, [0, 10, 40, 100, 220, 520, 1120, 2320, 4120, 7720, 14920]);
}

#[tokio::test]
async fn a_configured_address_serves_where_the_request_names_none() {
    let (world, token) = world(Settings { agreement_notice_url: Some("http://configured.example/".into()), ..Settings::default() }).await;
    let merchant = Merchant::default();
    world.pay("A1", "1", &token).await;
    pay(&world, &token, "A2", "1").await;
    world.wait(1);
    world.simulator.deliver_due(&merchant).await;
    let addresses: Vec<_> = merchant.received().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(addresses, ["http://configured.example/", URL]);
}

#[tokio::test]
async fn a_notice_may_come_twice_late_or_in_another_order() {
    let merchant = Merchant::default();
    let (twice, token) = world(always(Fault::NoticeDuplicate)).await;
    pay(&twice, &token, "A1", "1").await;
    twice.wait(1);
    twice.simulator.deliver_due(&merchant).await;
    assert_eq!(merchant.received().len(), 2);

    let (late, token) = world(always(Fault::NoticeDelay)).await;
    pay(&late, &token, "A1", "1").await;
    late.wait(30);
    assert!(late.simulator.due().is_empty());
    late.wait(1);
    assert_eq!(late.simulator.due().len(), 1);

    let (exchanged, token) = world(always(Fault::NoticeReorder)).await;
    pay(&exchanged, &token, "A1", "1").await;
    pay(&exchanged, &token, "A2", "1.68").await;
    exchanged.wait(3);
    let orders: Vec<_> = exchanged.simulator.due().iter().map(|delivery| text(delivery.request(), "externalRefNumber")).collect();
    assert_eq!(orders, ["A2", "A1"]);
}

#[tokio::test]
async fn a_tampered_notice_does_not_verify() {
    let (world, token) = world(always(Fault::NoticeTamper)).await;
    pay(&world, &token, "A1", "88.60").await;
    world.wait(1);
    let delivery = world.simulator.due().remove(0);
    assert_eq!(text(delivery.request(), "amount"), "188.60");
    let part = SignedPart::find(delivery.request().body()).expect("a signed part");
    verifier().verify(part.message(), part.signature()).expect_err("not what was signed");
}

#[tokio::test]
async fn a_notice_in_gbk_is_signed_over_its_utf8_form() {
    let (world, token) = world(always(Fault::NoticeGbk)).await;
    pay(&world, &token, "A1", "88.60").await;
    world.wait(1);
    let delivery = world.simulator.due().remove(0);
    let (body, content_type) = (delivery.request().body(), delivery.request().headers()["content-type"].to_str().expect("a text"));
    assert_eq!(content_type, "text/xml; charset=gbk");
    assert!(std::str::from_utf8(body).is_err(), "the text of the result is Chinese");
    let part = SignedPart::find(body).expect("a signed part");
    verifier().verify(part.message(), part.signature()).expect_err("the bytes as they came were not signed");
    let part = SignedPart::find_in_gb18030(body, Some(content_type)).expect("a signed part");
    let text = std::str::from_utf8(part.message()).expect("UTF-8");
    assert!(text.contains("encoding=\"GBK\"") && text.contains("交易成功"), "{text}");
    verifier().verify(part.message(), part.signature()).expect("a good signature");
}

#[tokio::test]
async fn the_courier_waits_for_what_is_not_even_posted_yet() {
    let (world, token) = world(Settings::default()).await;
    let merchant = Merchant::default();
    merchant.answers("990000000002");
    let courier = tokio::spawn({
        let (simulator, merchant): (Simulator, Merchant) = (world.simulator.clone(), merchant.clone());
        async move { simulator.deliver_forever(Arc::new(merchant)).await }
    });
    tokio::task::yield_now().await;
    pay(&world, &token, "A1", "1").await;
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    assert!(merchant.received().is_empty(), "not yet");
    world.wait(1);
    while world.simulator.next_due().is_some() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    merchant.only();
    courier.abort();
}
