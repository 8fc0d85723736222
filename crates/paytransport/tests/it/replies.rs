//! Whole replies in every framing, and replies that are cut.

use http::Request;
use paycore::Effect;
use paytransport::{Kind, Transport};

use crate::support::{Act, Ca, OK, Server, V12, V13, assert_maybe_sent, change, header, read};

#[tokio::test]
async fn every_framing_of_a_whole_reply() {
    let ca = Ca::new();
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5;x=y\r\nworld\r\n0\r\n\r\n";
    for act in [
        Act::Answer("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"),
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\nhello world"),
        Act::Cut("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"),
        Act::Answer(chunked),
        Act::Cut(chunked),
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\n\r\nhello world"),
        Act::AnswerAndClose("HTTP/1.0 200 OK\r\n\r\nhello world"),
        Act::Answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"),
    ] {
        let server = Server::tls(ca.server(V12), [act]).await;
        let response = change(&ca.transport(), &server.url("/")).await.expect("a response");
        assert_eq!((response.status().as_u16(), &response.body()[..]), (200, &b"hello world"[..]));
    }
}

#[tokio::test]
async fn a_reply_that_is_cut_is_never_a_shorter_one() {
    let ca = Ca::new();
    for act in [
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello"),
        Act::Cut("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello"),
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"),
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello"),
        Act::AnswerAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
        // The end of this one is the end of the connection, and TLS says that it was not meant.
        Act::Cut("HTTP/1.1 200 OK\r\n\r\nhello"),
    ] {
        let server = Server::tls(ca.server(V13), [act]).await;
        assert_maybe_sent(change(&ca.transport(), &server.url("/")).await, Kind::Truncated);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_head_that_is_cut_is_no_reply() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), [Act::AnswerAndClose("HTTP/1.1 200 OK\r\nContent-Le")]).await;
    assert_maybe_sent(change(&ca.transport(), &server.url("/")).await, Kind::Closed);
}

#[tokio::test]
async fn what_is_not_http_is_no_reply() {
    let ca = Ca::new();
    for answer in
        ["<html>hello</html>\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"]
    {
        let server = Server::tls(ca.server(V12), [Act::Answer(answer)]).await;
        assert_maybe_sent(change(&ca.transport(), &server.url("/")).await, Kind::Protocol);
    }
}

#[tokio::test]
async fn any_status_is_a_reply_and_a_redirect_is_not_followed() {
    let ca = Ca::new();
    let server = Server::tls(
        ca.server(V12),
        [
            Act::Answer("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
            Act::Answer("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
            Act::Answer("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad"),
            Act::Answer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
        ],
    )
    .await;
    let transport = ca.transport();
    for (requests, status) in [(1, 302), (2, 307), (3, 400), (4, 502)] {
        let response = change(&transport, &server.url("/pay")).await.expect("a response");
        assert_eq!((response.status().as_u16(), server.seen().len()), (status, requests));
    }
    assert!(server.seen().iter().all(|seen| seen.head.starts_with("POST /pay ")));
}

#[tokio::test]
async fn the_request_arrives_as_it_was_given() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V12), [Act::Answer(OK)]).await;
    let request = Request::post(server.url("/cnp/purchase?a=1&b=%20"))
        .header("Content-Type", "text/xml; charset=utf-8")
        .header("Content-Length", "99")
        .body(bytes::Bytes::from("x".repeat(100_000)))
        .expect("a request");
    ca.transport().send(request, Effect::Changes).await.expect("a response");
    let seen = server.seen().remove(0);
    assert!(seen.head.starts_with("POST /cnp/purchase?a=1&b=%20 HTTP/1.1\r\n"), "{}", seen.head);
    assert_eq!(header(&seen.head, "host"), Some(format!("localhost:{}", server.address.port()).as_str()));
    assert_eq!(header(&seen.head, "content-type"), Some("text/xml; charset=utf-8"));
    assert_eq!(header(&seen.head, "content-length"), Some("100000"));
    assert_eq!(seen.head.lines().filter(|line| !line.is_empty()).count(), 4);
    assert_eq!(seen.body, "x".repeat(100_000).into_bytes());
}

#[tokio::test]
async fn lengths_are_written_where_a_body_can_be() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V12), []).await;
    let transport = ca.transport();
    for (method, length) in [("POST", Some("0")), ("PUT", Some("0")), ("GET", None)] {
        let request = Request::builder().method(method).uri(server.url("")).body(bytes::Bytes::new()).expect("a request");
        transport.send(request, Effect::Reads).await.expect("a response");
        let head = server.seen().pop().expect("a request").head;
        assert!(head.starts_with(&format!("{method} / HTTP/1.1\r\n")), "{head}");
        assert_eq!((header(&head, "content-length"), header(&head, "transfer-encoding")), (length, None));
    }
    read(&transport, &server.url("")).await.expect("a response");
    assert!(server.seen().iter().all(|seen| seen.connection == 0));
}
