//! Replies that are too large.

use paytransport::{HttpsTransport, Kind, Settings};

use crate::support::{Act, Ca, Server, V12, assert_maybe_sent, change};

#[tokio::test]
async fn a_reply_over_the_limit_is_refused_and_its_connection_dropped() {
    let ca = Ca::new();
    let server = Server::tls(
        ca.server(V12),
        [
            Act::Answer("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"),
            Act::Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n"),
            Act::AnswerAndClose("HTTP/1.1 200 OK\r\n\r\nhello world"),
            Act::Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello worl"),
        ],
    )
    .await;
    let transport = HttpsTransport::new(Settings { response_limit: 10, ..ca.settings() }).expect("settings");
    for _ in 0..3 {
        assert_maybe_sent(change(&transport, &server.url("/")).await, Kind::TooLarge);
    }
    assert_eq!(change(&transport, &server.url("/")).await.expect("a response").body(), "hello worl");
    assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 1, 2, 3]);
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let ca = Ca::new();
    let head: &'static str = Box::leak(format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(1_000_000)).into_boxed_str());
    let server = Server::tls(ca.server(V12), [Act::Answer(head)]).await;
    assert_maybe_sent(change(&ca.transport(), &server.url("/")).await, Kind::Protocol);
}
