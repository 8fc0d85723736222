//! What goes out to the services: the worked examples of sections 5.5, 6, 8.1, 8.3 and 8.4.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{Method, Request};
use kuaiqian::gateway::{Account, Endpoint, Gateway, Paths, RefundQueryKey, Services, Signer, Verifier};
use paycore::{BeijingTime, Effect, Error, Fen};
use paysign::Hash;

use crate::support::{by_md5, by_rsa, http, md5, md5_key, private, replayed, ring, start};

fn time(text: &str) -> BeijingTime {
    BeijingTime::parse_compact(text).expect("a time")
}

pub(crate) fn refund(gateway: &Gateway) -> kq_form::Refund {
    let refund = gateway.refund().order_id("T20240105-0001").amount(Fen::new(1250)).tx_order("R20240106-0001").build();
    kq_form::Refund { post_date: time("20240106090000"), ..refund }
}

pub(crate) fn refund_query(gateway: &Gateway) -> kq_form::RefundQuery {
    let query = gateway.refund_query().order_id("R20240106-0001").start_date("20240106").end_date("20240107");
    query.request_page("1").r_order_id("T20240105-0001").build()
}

async fn sent<O: kuaiqian::gateway::Call>(account: Account, build: impl FnOnce(&Gateway) -> O) -> (Request<Bytes>, Effect) {
    let (gateway, wire) = replayed(account, [http(500, "")]);
    let request = build(&gateway);
    let error = gateway.send(&request).await.err().expect("HTTP 500");
    assert_eq!(error.kind(), "unknown");
    wire.requests().remove(0)
}

fn body(request: &Request<Bytes>) -> String {
    String::from_utf8(request.body().to_vec()).expect("UTF-8")
}

/// The digest that a signature of the merchant holds.
fn digest(signature: &str) -> (Hash, String) {
    let recovered =
        private("client.key.pem").public_key().recover(&STANDARD.decode(signature).expect("Base64")).expect("the merchant's key");
    (recovered.hash, recovered.digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn member<'b>(body: &'b str, name: &str) -> &'b str {
    let start = body.find(&format!("\"{name}\":\"")).expect(name) + name.len() + 4;
    &body[start..start + body[start..].find('"').expect("an end")]
}

#[tokio::test]
async fn order_query_by_soap() {
    let (request, effect) = sent(by_md5(), |gateway| gateway.query().order_id("T20240105-0001").build()).await;
    assert_eq!((request.method(), effect), (&Method::POST, Effect::Reads));
    assert_eq!(request.uri(), "https://sandbox.99bill.com/apipay/services/gatewayOrderQuery");
    assert_eq!(request.headers()["soapaction"], "\"\"");
    assert_eq!(request.headers()["content-type"], "text/xml; charset=utf-8");
    let body = body(&request);
    assert!(body.contains(">6804B4C953BB1C8C56FEA27F228BE9F3</signMsg>"), "{body}");
    assert!(!body.contains("SYNTHETIC"), "a key is never sent");

    let list = |gateway: &Gateway| {
        let query = gateway.query().query_type("1").start_time(time("20240105000000")).end_time(time("20240106000000"));
        query.request_page("1").build()
    };
    let (gateway, wire) = replayed(by_md5(), [http(500, "")]);
    let gateway = gateway.with_clock(|| start() + Duration::from_secs(86_400));
    let _ = gateway.send(&list(&gateway)).await;
    assert!(String::from_utf8_lossy(wire.requests()[0].0.body()).contains(">78511E894B4664AED497E0D115152AB6</signMsg>"));
}

#[tokio::test]
async fn order_query_by_json() {
    // SHA-256, whatever payments are signed with.
    let (request, _) = sent(by_rsa(Hash::Sha1), |gateway| gateway.query().order_id("T20240105-0001").build()).await;
    assert_eq!(request.uri(), "https://sandbox.99bill.com/gatewayapi/gatewayOrderQuery.do");
    let body = body(&request);
    let expected = (Hash::Sha256, "63b8051b507caafeec64f34619b5877a40a8c928a393238ede3e1a9b4bc48f1e".to_owned());
    assert_eq!(digest(member(&body, "signMsg")), expected);
    assert_eq!(member(&body, "signType"), "2");
}

#[tokio::test]
async fn refund_by_get() {
    let (request, effect) = sent(by_md5(), refund).await;
    assert_eq!((request.method(), effect), (&Method::GET, Effect::Changes));
    let uri = request.uri().to_string();
    assert!(uri.starts_with("https://sandbox.99bill.com/webapp/receiveDrawbackAction.do?merchant_id=10000000001&version="), "{uri}");
    assert!(uri.ends_with("&txOrder=R20240106-0001&mac=08E33CD287AD25BFD653DC61DA57D098"), "{uri}");
    assert!(request.body().is_empty());
}

#[tokio::test]
async fn the_receiver_of_a_refund_is_not_signed() {
    let with_receiver = |gateway: &Gateway| {
        let version = "bill_drawback_api_3".to_owned();
        kq_form::Refund { version, payeeidsrc: Some("shop@example.com".into()), ..refund(gateway) }
    };
    let (request, _) = sent(by_md5(), with_receiver).await;
    let uri = request.uri().to_string();
    let base = "merchant_id=10000000001version=bill_drawback_api_3command_type=001orderid=T20240105-0001amount=12.50\
                postdate=20240106090000txOrder=R20240106-0001merchant_key=SYNTHETICRKEY003";
    assert!(uri.contains("payeeidsrc=shop%40example.com") && uri.ends_with(&format!("mac={}", md5(base))), "{uri}");
}

#[tokio::test]
async fn refund_by_json() {
    let (request, _) = sent(by_rsa(Hash::Sha256), refund).await;
    assert_eq!(request.uri(), "https://sandbox.99bill.com/gatewayapi/recievedrawbackPKI.do");
    let body = body(&request);
    let expected = (Hash::Sha256, "50fb8886a0d6e5c09461645d86f36f20e6347c52f859ac70cf2b6b95159d17a1".to_owned());
    assert_eq!(digest(member(&body, "mac")), expected);
    assert_eq!(member(&body, "amount"), "12.50");
}

#[tokio::test]
async fn refund_query_with_either_key() {
    let (request, _) = sent(by_md5(), refund_query).await;
    assert_eq!(request.uri(), "https://sandbox.99bill.com/gatewayapi/services/gatewayRefundQuery");
    assert!(body(&request).contains(">9B4C5F1C7FC4E655848338EA7F9F53A2</signMsg>"));
    let mut account = by_md5();
    account.refund_query_key = RefundQueryKey::Refund;
    let (request, _) = sent(account, refund_query).await;
    let base = "version=v2.0&signType=1&merchantAcctId=1000000000101&startDate=20240106&endDate=20240107&orderId=R20240106-0001\
                &requestPage=1&rOrderId=T20240105-0001&key=SYNTHETICRKEY003";
    assert!(body(&request).contains(&md5(base)));
}

#[tokio::test]
async fn remit_is_the_form_of_a_payment() {
    let remit = |gateway: &Gateway| {
        gateway.remit().order_id("T20240105-0002").order_amount(Fen::new(5000)).remit_type("1").remit_code("M1234M567890123").build()
    };
    let (request, effect) = sent(by_md5(), remit).await;
    assert_eq!((request.method(), effect), (&Method::POST, Effect::Changes));
    assert_eq!(request.uri(), "https://sandbox.99bill.com/gateway/recvMerchantInfoAction.htm");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    let base = "inputCharset=1&bgUrl=https://shop.example/pay/notify?shop=7&lang=zh&version=v2.0&language=1&signType=1\
                &merchantAcctId=1000000000101&orderId=T20240105-0002&orderAmount=5000&orderTime=20240105093000&payType=13\
                &remitType=1&remitCode=M1234M567890123&submitType=01&key=SYNTHETICKEY0001";
    let body = body(&request);
    assert!(body.ends_with(&format!("&signMsg={}", md5(base))), "{body}");
    assert!(body.contains("&bgUrl=https%3A%2F%2Fshop.example%2F"), "{body}");
}

#[tokio::test]
async fn timestamp_is_a_bare_get() {
    let (request, effect) = sent(by_md5(), Gateway::timestamp).await;
    assert_eq!((request.method(), effect), (&Method::GET, Effect::Reads));
    assert_eq!(request.uri(), "https://sandbox.99bill.com/gateway/getOrderTimestamp.htm");
}

/// The key of the settings that is named; nothing was sent.
async fn config_error<O: kuaiqian::gateway::Call>(account: Account, build: impl FnOnce(&Gateway) -> O) -> String {
    let (gateway, wire) = replayed(account, []);
    let request = build(&gateway);
    let key = match gateway.send(&request).await.err() {
        Some(Error::Config(error)) => error.key.unwrap_or_default(),
        other => panic!("{other:?}"),
    };
    assert!(wire.requests().is_empty());
    key
}

#[tokio::test]
async fn a_missing_key_is_named_and_none_replaces_it() {
    let without = |change: fn(&mut Account)| {
        let mut account = by_md5();
        change(&mut account);
        account
    };
    assert_eq!(
        config_error(without(|account| account.query_key = None), |gateway| gateway.query().order_id("A").build()).await,
        "query_key"
    );
    assert_eq!(config_error(without(|account| account.refund_key = None), refund).await, "refund_key");
    assert_eq!(config_error(without(|account| account.query_key = None), refund_query).await, "query_key");
    assert_eq!(config_error(without(|account| account.member = String::new()), refund).await, "member");
    let by_refund_key = without(|account| (account.refund_query_key, account.refund_key) = (RefundQueryKey::Refund, None));
    assert_eq!(config_error(by_refund_key, refund_query).await, "refund_key");
}

#[tokio::test]
async fn fields_of_the_other_family_are_refused() {
    let invalid = async |account: Account, refund: fn(&Gateway) -> kq_form::Refund| {
        let (gateway, wire) = replayed(account, []);
        let error = gateway.send(&refund(&gateway)).await.err().map(|error| error.to_string());
        assert!(wire.requests().is_empty());
        error.unwrap_or_default()
    };
    let split = |gateway: &Gateway| kq_form::Refund {
        return_sharing_flag: Some("1".into()),
        return_data: Some("2^1^0.01^x".into()),
        ..refund(gateway)
    };
    assert!(invalid(by_md5(), split).await.starts_with("returnSharingFlag: is a field of the JSON service only"));
    let (gateway, _) = replayed(by_rsa(Hash::Sha256), []);
    let query = kq_form::RefundQuery { status: Some("1".into()), ..refund_query(&gateway) };
    let error = gateway.send(&query).await.expect_err("SOAP only").to_string();
    assert_eq!(error, "status: is a field of the SOAP service only");
}

#[tokio::test]
async fn a_time_to_come_is_not_asked_for() {
    let (gateway, wire) = replayed(by_md5(), []);
    let query = gateway.query().query_type("1").start_time(time("20240105000000")).end_time(time("20240105093001")).build();
    let error = gateway.send(&query).await.expect_err("in a second").to_string();
    assert_eq!((error.as_str(), wire.requests().len()), ("endTime: not in the future", 0));
}

#[test]
fn settings_that_cannot_work() {
    let key = |account: Account| Gateway::new(account, paytransport::Replayer::new([])).expect_err("no client").key.unwrap_or_default();
    let change = |change: fn(&mut Account)| {
        let mut account = by_md5();
        change(&mut account);
        key(account)
    };
    assert_eq!(change(|account| account.base_url = "sandbox.99bill.com".into()), "base_url");
    assert_eq!(change(|account| account.base_url = "https://u:p@99bill.com".into()), "base_url");
    assert_eq!(change(|account| account.services = Services::Json), "services");
    assert_eq!(change(|account| account.notices = Verifier::Rsa(ring("notice-2048.crt.pem", [Hash::Sha1]))), "sign");
    assert_eq!(change(|account| account.notice_url = Some("https://shop.example/?orderId=1".into())), "notice_url");
    assert_eq!(change(|account| account.page_url = Some("https://shop.example/#top".into())), "page_url");
    assert_eq!(change(|account| account.redirect_url = Some("https://shop.example/?a=1&b=2".into())), "redirect_url");
    let preset = Account::new("https://a.example", "1000000000101", Signer::Md5(md5_key()), Verifier::Md5(md5_key()));
    assert_eq!(preset.member, "10000000001");
    assert_eq!(Account::new("https://a.example", "10000000002", Signer::Md5(md5_key()), Verifier::Md5(md5_key())).member, "");
    assert!(!format!("{preset:?}").contains("SYNTHETIC"));
}

#[test]
fn paths_by_name() {
    let mut paths = Paths::default();
    for endpoint in Endpoint::ALL {
        assert_eq!(paths.get(endpoint), endpoint.path());
        paths.set(endpoint.name(), "/x").expect("a path");
        assert_eq!(paths.get(endpoint), "/x");
    }
    for (name, path) in [("payy", "/x"), ("pay", "x"), ("pay", "/x?y"), ("pay", "/x y"), ("pay", "")] {
        assert!(paths.set(name, path).is_err(), "{name} {path}");
    }
}
