//! What is known about the request when something breaks.

use std::time::Duration;

use paycore::Effect;
use paytransport::{Certainty, HttpsTransport, Kind, Settings};

use crate::support::{Act, Ca, Server, V12, V13, assert_maybe_sent, assert_not_sent, change, listen, post, read};

#[tokio::test]
async fn a_refused_connection() {
    let listener = listen().await;
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let error = assert_not_sent(change(&Ca::new().transport(), &format!("https://localhost:{port}/pay?card=1")).await, Kind::Connect);
    assert!(error.message.contains(&format!("https://localhost:{port}")) && !error.message.contains("card"), "{error}");
}

#[tokio::test]
async fn a_handshake_that_hangs() {
    let listener = listen().await;
    let url = format!("https://localhost:{}/", listener.local_addr().expect("an address").port());
    let ca = Ca::new();
    let limits = [(50, 10_000), (10_000, 50)];
    for (connect, total) in limits {
        let settings =
            Settings { connect_timeout: Duration::from_millis(connect), total_timeout: Duration::from_millis(total), ..ca.settings() };
        assert_not_sent(change(&HttpsTransport::new(settings).expect("settings"), &url).await, Kind::Timeout);
    }
}

#[tokio::test]
async fn a_reset_in_the_handshake() {
    let listener = listen().await;
    let url = format!("https://localhost:{}/", listener.local_addr().expect("an address").port());
    tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.expect("a connection");
        tcp.set_zero_linger().expect("a socket option");
    });
    assert_not_sent(change(&Ca::new().transport(), &url).await, Kind::Tls);
}

/// The server never reads a byte: the client cannot know that, once it has written.
#[tokio::test]
async fn a_close_before_the_request_is_read() {
    let listener = listen().await;
    let url = format!("http://localhost:{}/", listener.local_addr().expect("an address").port());
    tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.expect("a connection");
        tcp.readable().await.expect("a byte");
        tcp.set_zero_linger().expect("a socket option");
    });
    assert_maybe_sent(change(&Ca::new().transport(), &url).await, Kind::Closed);
}

#[tokio::test]
async fn a_reset_after_the_request_was_read() {
    let ca = Ca::new();
    for versions in [V12, V13] {
        let server = Server::tls(ca.server(versions), [Act::Reset]).await;
        assert_maybe_sent(change(&ca.transport(), &server.url("/")).await, Kind::Closed);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_close_after_the_request_was_read() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), [Act::Cut(""), Act::AnswerAndClose("")]).await;
    for requests in [1, 2] {
        assert_maybe_sent(change(&ca.transport(), &server.url("/")).await, Kind::Closed);
        assert_eq!(server.seen().len(), requests);
    }
}

#[tokio::test]
async fn a_reply_that_never_comes() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V12), [Act::Hang, Act::Answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nslow")]).await;
    let transport = HttpsTransport::new(Settings { total_timeout: Duration::from_millis(300), ..ca.settings() }).expect("settings");
    for requests in [1, 2] {
        assert_maybe_sent(change(&transport, &server.url("/")).await, Kind::Timeout);
        assert_eq!(server.seen().len(), requests);
        server.ended(requests).await;
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_closes_its_connection() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), [Act::Hang]).await;
    let transport = ca.transport();
    let url = server.url("/");
    tokio::select! {
        _ = change(&transport, &url) => panic!("nobody answers"),
        () = async { while server.seen().is_empty() { tokio::time::sleep(Duration::from_millis(5)).await } } => {}
    }
    server.ended(1).await;
    read(&transport, &url).await.expect("a response");
    assert_eq!(server.seen()[1].connection, 1);
}

#[tokio::test]
async fn a_request_that_cannot_be_written() {
    let transport = Ca::new().transport();
    for url in ["/path", "ftp://localhost/", "https://me:secret@localhost/"] {
        assert_not_sent(change(&transport, url).await, Kind::Request);
    }
    for name in ["Transfer-Encoding", "Expect", "TE", "Upgrade"] {
        let mut request = post("https://localhost/", "");
        request.headers_mut().insert(name, "secret".parse().expect("a value"));
        let error = paytransport::Transport::send(&transport, request, Effect::Changes).await.expect_err("an error");
        assert_eq!((error.certainty, error.kind), (Certainty::NotSent, Kind::Request));
        assert!(!error.to_string().contains("secret"));
    }
}
