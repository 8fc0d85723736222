//! Method, path, certificate and Basic authentication.

use bytes::Bytes;
use cnpay_sim::{InMemory, PeerCertificate, Settings, agreement::Account};
use http::{Method, Request};
use paycore::Effect;
use paytransport::Transport;

use crate::world::*;

#[tokio::test]
async fn only_post_and_only_exact_paths() {
    let world = World::new();
    let status = async |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(format!("https://sim.example{path}")).body(Bytes::new()).expect("a request");
        world.send(request).await.expect("a response").status().as_u16()
    };
    assert_eq!(status(Method::GET, "/cnp/purchase").await, 405);
    assert_eq!(status(Method::PUT, "/cnp/query_txn").await, 405);
    for path in ["/cnp/Purchase", "/cnp/purchase/", "/cnp", "/purchase", "/cnp/ind_auth_verify2"] {
        assert_eq!(status(Method::POST, path).await, 404, "{path}");
    }
    assert_eq!(status(Method::GET, "/").await, 200);
}

async fn error(world: &World, peer: PeerCertificate, authorizations: &[String]) -> String {
    let mut request = request("purchase", purchase("A1", "1", "<customerId>U1</customerId><payToken>8190000000000000017</payToken>"));
    request.headers_mut().remove("authorization");
    for value in authorizations {
        request.headers_mut().append("authorization", value.parse().expect("a header"));
    }
    let client = InMemory::with_certificate(world.simulator.clone(), peer);
    let response = client.send(request, Effect::Changes).await.expect("a response");
    let reply = std::str::from_utf8(response.body()).expect("UTF-8");
    assert_eq!(field(reply, "responseCode"), None, "{reply}");
    field(reply, "errorCode").expect("an error").to_owned()
}

#[tokio::test]
async fn who_may_come_in() {
    let world = World::new();
    let peer = || peer(CN, "20990101000000");
    let good = authorization(MERCHANT, &login_key());
    for garbled in [
        vec![],
        vec![good.clone(), good.clone()],
        vec!["Basic".into()],
        vec!["Basic !!!".into()],
        vec![good.replace("Basic", "Bearer")],
        vec!["Basic bm9jb2xvbg==".into()],
        vec!["Basic /w==".into()],
    ] {
        assert_eq!(error(&world, peer(), &garbled).await, "B.MGW.0110", "{garbled:?}");
    }
    assert_eq!(error(&world, peer(), &[authorization(MERCHANT, "wrong")]).await, "B.MGW.0004");
    assert_eq!(error(&world, peer(), &[authorization("104110045112099", &login_key())]).await, "B.MGW.0001");
    for name in ["10411004511201299", MERCHANT, "", "CN=10411004511201290"] {
        let peer = PeerCertificate { common_name: name.into(), ..peer() };
        assert_eq!(error(&world, peer, std::slice::from_ref(&good)).await, "B.MGW.0002", "{name}");
    }
}

#[tokio::test]
async fn no_certificate_or_an_expired_one_is_http_400() {
    let world = World::new();
    let status =
        async |client: InMemory| client.send(request("purchase", ""), Effect::Changes).await.expect("a response").status().as_u16();
    assert_eq!(status(InMemory::new(world.simulator.clone())).await, 400);
    let until = |time| InMemory::with_certificate(world.simulator.clone(), peer(CN, time));
    assert_eq!(status(until("20250301101459")).await, 400);
    assert_eq!(status(until("20250301101500")).await, 200, "the last second counts");
}

#[tokio::test]
async fn a_merchant_speaks_for_itself_only() {
    let other = Account { merchant: "104110045119999".into(), terminals: vec!["00009999".into()], login_key: "key".into() };
    let world = World::with(Settings { agreement_accounts: vec![other], ..Settings::default() });
    let document = query("<externalRefNumber>A1</externalRefNumber>", "PUR", "").replace(MERCHANT, "104110045119999");
    let reply = world.call("query_txn", document).await;
    assert_eq!(field(&reply, "errorCode"), Some("B.MGW.0001"));
}
