//! Through an HTTP proxy.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use paytransport::{HttpsTransport, Kind, Settings};
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use crate::support::{Act, Ca, Server, V12, V13, assert_maybe_sent, assert_not_sent, change, header, listen, read, read_head};

/// A proxy that says `answer` and connects on to where it was asked. Gives its address and what it was asked.
async fn proxy(answer: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = listen().await;
    let address = listener.local_addr().expect("an address").to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.expect("a connection");
            let Some(head) = read_head(&mut client).await else { continue };
            let target = head.split(' ').nth(1).expect("a target").to_owned();
            log.lock().expect("no panic").push(head);
            client.write_all(answer.as_bytes()).await.expect("an answer");
            if answer.contains(" 200 ") {
                let mut server = TcpStream::connect(target).await.expect("a server");
                tokio::spawn(async move { copy_bidirectional(&mut client, &mut server).await.ok() });
            }
        }
    });
    (address, asked)
}

fn through(ca: &Ca, proxy: &str) -> HttpsTransport {
    let connect_timeout = Duration::from_millis(500);
    HttpsTransport::new(Settings { proxy: Some(proxy.parse().expect("a proxy")), connect_timeout, ..ca.settings() }).expect("settings")
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let ca = Ca::new();
    let server = Server::tls(ca.mutual(V12), []).await;
    let (address, asked) = proxy("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n").await;
    let settings = Settings { proxy: Some(format!("http://{address}").parse().expect("a proxy")), ..ca.settings() };
    let transport = HttpsTransport::new(Settings { identity: Some(ca.identity()), ..settings }).expect("settings");
    for _ in 0..2 {
        assert_eq!(change(&transport, &server.url("/pay")).await.expect("a response").body(), "ok");
    }
    let target = format!("localhost:{}", server.address.port());
    assert_eq!(*asked.lock().expect("no panic"), [format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n")]);
    assert!(server.seen()[1].head.starts_with("POST /pay "));
}

#[tokio::test]
async fn a_request_is_counted_behind_a_tunnel_too() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), [Act::Cut("")]).await;
    let (address, _) = proxy("HTTP/1.0 200 ok\r\n\r\n").await;
    assert_maybe_sent(change(&through(&ca, &format!("http://{address}")), &server.url("/")).await, Kind::Closed);
}

#[tokio::test]
async fn the_server_behind_a_tunnel_is_verified() {
    let server = Server::tls(Ca::new().server(V13), []).await;
    let (address, _) = proxy("HTTP/1.1 200 ok\r\n\r\n").await;
    assert_not_sent(change(&through(&Ca::new(), &format!("http://{address}")), &server.url("/")).await, Kind::Tls);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_apart_and_keeps_its_password() {
    let ca = Ca::new();
    for answer in ["HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "SSH-2.0-x\r\n\r\n"] {
        let (address, asked) = proxy(answer).await;
        let transport = through(&ca, &format!("http://me:hunter2@{address}"));
        let error = assert_not_sent(change(&transport, "https://localhost:1/").await, Kind::Proxy);
        assert!(error.message.contains(&address) && !format!("{error:?}").contains("hunter2"), "{error}");
        assert_eq!(header(&asked.lock().expect("no panic")[0], "proxy-authorization"), Some("Basic bWU6aHVudGVyMg=="));
    }
}

#[tokio::test]
async fn a_proxy_that_is_away_or_silent() {
    let ca = Ca::new();
    let listener = listen().await;
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    assert_not_sent(change(&through(&ca, &address), "https://localhost:1/").await, Kind::Timeout);
    drop(listener);
    assert_not_sent(change(&through(&ca, &address), "https://localhost:1/").await, Kind::Proxy);
}

#[tokio::test]
async fn plain_http_is_asked_of_the_proxy_itself() {
    let ca = Ca::new();
    let server = Server::plain([]).await;
    let transport = through(&ca, &format!("http://me:hunter2@{}", server.address));
    read(&transport, "http://provider.example/query?x=1").await.expect("a response");
    let head = server.seen().remove(0).head;
    assert!(head.starts_with("POST http://provider.example/query?x=1 HTTP/1.1\r\n"), "{head}");
    assert_eq!(header(&head, "host"), Some("provider.example"));
    assert_eq!(header(&head, "proxy-authorization"), Some("Basic bWU6aHVudGVyMg=="));
}
