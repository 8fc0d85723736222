//! The simulator over real TLS.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use cnpay_sim::{ClientFiles, Fault, FaultPlan, InMemory, Options, Rate, Running, Settings, Simulator, Timing};
use http::Request;
use paycore::Effect;
use paytransport::{Certainty, HttpsTransport, Identity, Kind, SendError, Settings as TransportSettings, Tls, Transport};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::world::*;

async fn start(faults: FaultPlan) -> Running {
    Simulator::start(Options { settings: Settings { faults, ..Settings::default() }, ..Options::default() }).await.expect("started")
}

/// Patient, except where a test is about patience.
fn client(running: &Running, identity: Option<&ClientFiles>, tls: Tls, patience: u64) -> HttpsTransport {
    let identity = identity.map(|files| {
        let (chain, key) = files.identity().expect("an identity").for_tls().expect("good enough for TLS");
        Identity { chain, key }
    });
    let total_timeout = Duration::from_secs(patience);
    HttpsTransport::new(TransportSettings {
        identity,
        tls,
        total_timeout,
        roots: vec![running.setup().ca().clone()],
        ..TransportSettings::default()
    })
    .expect("a transport")
}

/// The status and the text of a reply.
async fn post(running: &Running, client: &dyn Transport, operation: &str, document: String) -> Result<(u16, String), SendError> {
    let account = running.setup().agreement_account();
    let request = Request::post(format!("{}/cnp/{operation}", running.agreement_url()))
        .header("authorization", authorization(MERCHANT, account.login_key.expose()))
        .body(Bytes::from(document))
        .expect("a request");
    let response = client.send(request, Effect::Changes).await?;
    Ok((response.status().as_u16(), String::from_utf8(response.body().to_vec()).expect("UTF-8")))
}

/// Asks for an order that is not there: the status and the error code.
async fn ask(running: &Running, client: &HttpsTransport) -> Result<(u16, Option<String>), SendError> {
    let (status, reply) = post(running, client, "query_txn", query("<externalRefNumber>A1</externalRefNumber>", "PUR", "")).await?;
    Ok((status, field(&reply, "errorCode").map(str::to_owned)))
}

#[tokio::test]
async fn mutual_tls() {
    let running = start(FaultPlan::default()).await;
    for tls in [Tls::V12Only, Tls::V12And13] {
        let right = client(&running, Some(running.setup().merchant()), tls, 30);
        assert_eq!(ask(&running, &right).await, Ok((200, Some("B.MGW.0170".into()))));
        let expired = client(&running, Some(running.setup().expired_merchant()), tls, 30);
        assert_eq!(ask(&running, &expired).await, Ok((400, None)), "in the handshake it passes");
        for foreign in [None, Some(SETUP.merchant()), Some(SETUP.expired_merchant())] {
            let error = ask(&running, &client(&running, foreign, tls, 30)).await.expect_err("no certificate of this CA");
            if tls == Tls::V12Only {
                assert_eq!(error.certainty, Certainty::NotSent, "{error}");
            }
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn the_web_listener_shows_a_page() {
    let running = start(FaultPlan::default()).await;
    let anyone = client(&running, None, Tls::V12And13, 30);
    let page = Request::get(format!("{}/", running.url())).body(Bytes::new()).expect("a request");
    let page = anyone.send(page, Effect::Reads).await.expect("a page");
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let large = Request::post(format!("{}/x", running.url())).body(Bytes::from(vec![b'x'; (1 << 20) + 1])).expect("a request");
    match anyone.send(large, Effect::Reads).await {
        Ok(response) => assert_eq!(response.status(), 413),
        // The server may close before it has read everything.
        Err(error) => assert!(matches!(error.kind, Kind::Closed | Kind::Truncated), "{error:?}"),
    }
    running.stop().await;
}

#[tokio::test]
async fn faults_over_sockets() {
    for (fault, patience, certainty, kind) in [
        (Fault::Refuse, 30, Certainty::NotSent, None),
        (Fault::DropAfter, 30, Certainty::MaybeSent, Some(Kind::Closed)),
        (Fault::Hang, 1, Certainty::MaybeSent, Some(Kind::Timeout)),
    ] {
        let running = start(FaultPlan::seeded(1).with(fault, Rate::ALWAYS)).await;
        let client = client(&running, Some(running.setup().merchant()), Tls::V12Only, patience);
        let error = ask(&running, &client).await.expect_err("a fault");
        assert_eq!(error.certainty, certainty, "{fault}: {error}");
        assert!(kind.is_none_or(|kind| error.kind == kind), "{fault}: {error:?}");
        running.stop().await;
    }
}

#[tokio::test]
async fn a_bad_address_is_named() {
    let options = Options {
        listen: "nowhere".into(),
        notices: Some(Arc::new(cnpay_sim::InMemory::new(World::new().simulator))),
        ..Options::default()
    };
    let error = Simulator::start(options).await.expect_err("no port");
    assert!(error.to_string().contains("nowhere"), "{error}");
}

/// Reads one HTTP request and answers with the TR4 that its reference asks for.
async fn acknowledge_one(listener: TcpListener) {
    let (mut stream, _) = listener.accept().await.expect("a connection");
    let mut received = String::new();
    while !received.ends_with("</MasMessage>") {
        let mut buffer = [0; 4096];
        let length = stream.read(&mut buffer).await.expect("more");
        assert_ne!(length, 0, "cut short: {received}");
        received.push_str(std::str::from_utf8(&buffer[..length]).expect("UTF-8"));
    }
    assert!(received.starts_with("POST /tr3 HTTP/1.1\r\n"), "{received}");
    let reference = field(&received, "refNumber").expect("a reference");
    let tr4 = document(&format!(
        "<TxnMsgContent><txnType>PUR</txnType><interactiveStatus>TR4</interactiveStatus><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><refNumber>{reference}</refNumber></TxnMsgContent>"
    ));
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {}\r\n\r\n{tr4}", tr4.len());
    stream.write_all(response.as_bytes()).await.expect("written");
}

#[tokio::test]
async fn a_notice_over_http() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken><tr3Url>http://{address}/tr3</tr3Url>");
    world.call("purchase", purchase("A1", "1", &payer)).await;
    world.wait(1);
    let transport = HttpsTransport::new(TransportSettings::default()).expect("a transport");
    let (accepted, ()) = tokio::join!(world.simulator.deliver_due(&transport), acknowledge_one(listener));
    assert_eq!((accepted, world.simulator.next_due()), (1, None));
}

#[tokio::test]
async fn a_notice_over_https_to_a_merchant_of_the_same_ca() {
    let timing = Timing { notice_after: Duration::ZERO, ..Timing::default() };
    let running =
        Simulator::start(Options { settings: Settings { timing, ..Settings::default() }, ..Options::default() }).await.expect("started");
    let (told, mut notices) = tokio::sync::mpsc::unbounded_channel();
    let merchant = running.merchant(move |request| {
        told.send(request).expect("the test listens");
        async { http::Response::new(Bytes::new()) }
    });
    let address = merchant.await.expect("a merchant");
    let client = InMemory::with_certificate(running.simulator().clone(), peer(CN, "20990101000000"));
    let call = async |operation, document| post(&running, &client, operation, document).await.expect("a response").1;
    let reply = call("ind_auth", ind_auth("U1", "S1", PAN)).await;
    let reply = call("ind_auth_verify", verify("U1", "S1", PAN, field(&reply, "token").expect("a token"), "246810")).await;
    let token = field(&reply, "payToken").expect("a pay token");
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken><tr3Url>{}/tr3</tr3Url>", address.url());
    call("purchase", purchase("A1", "1", &payer)).await;
    let notice = tokio::time::timeout(Duration::from_secs(30), notices.recv()).await.expect("in time").expect("a notice");
    assert_eq!(notice.uri().path(), "/tr3");
    running.stop().await;
}

#[tokio::test]
async fn a_checkout_of_the_gateway() {
    use kq_form::PAY;
    use paysign::Md5Key;
    use paywire::form;

    let running = start(FaultPlan::default()).await;
    let merchant = running
        .merchant(|_| async { http::Response::new(Bytes::from("<result>1</result><redirecturl>https://shop.example/done</redirecturl>")) })
        .await
        .expect("a merchant");
    let account = running.setup().gateway_account();
    let time = paycore::BeijingTime::from(std::time::SystemTime::now()).compact();
    let value = |name: &str| match name {
        "inputCharset" | "language" | "signType" => "1",
        "bgUrl" => merchant.url(),
        "version" => "v2.0",
        "merchantAcctId" => &account.account,
        "orderId" => "A1",
        "orderAmount" => "8860",
        "orderTime" => &time,
        "payType" => "00",
        _ => "",
    };
    let fields: Vec<_> = PAY.fields.iter().map(|name| (*name, value(name))).filter(|(_, value)| !value.is_empty()).collect();
    let base: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let signature = Md5Key::new(account.key.clone()).expect("a key").sign(format!("{}&key=", base.join("&")).as_bytes());
    let body = form::encode(fields.iter().chain(&[("signMsg", &*signature)]).map(|(name, value)| (name.as_bytes(), value.as_bytes())));

    let browser = client(&running, None, Tls::V12And13, 30);
    let send = async |method: &str, path: &str, body: String| {
        let request = Request::builder().method(method).uri(format!("{}{path}", running.url())).body(Bytes::from(body)).expect("a request");
        browser.send(request, Effect::Changes).await.expect("a page")
    };
    let location = |page: &http::Response<Bytes>| page.headers()["location"].to_str().expect("an address").to_owned();
    let cashier = send("POST", "/gateway/recvMerchantInfoAction.htm", body).await;
    let text = String::from_utf8(cashier.body().to_vec()).expect("UTF-8");
    let (_, action) = text.split_once("action=\"").expect("a form");
    let (action, _) = action.split_once('"').expect("an address");
    let result = location(&send("POST", action, "choice=pay".into()).await);
    let mut page = send("GET", &result, String::new()).await;
    while page.status() == 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        page = send("GET", &result, String::new()).await;
    }
    assert!(location(&page).starts_with("https://shop.example/done?merchantAcctId="), "told, and sent on");
    running.stop().await;
}
