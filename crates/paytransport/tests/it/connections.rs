//! When a connection is used again, and when it is not.

use std::collections::BTreeMap;
use std::time::Duration;

use paycore::Effect;
use paytransport::{Certainty, HttpsTransport, Kind, Settings, Transport};
use tokio::io::AsyncWriteExt;
use tokio::time::sleep;

use crate::support::{Act, Ca, OK, Server, V12, V13, assert_maybe_sent, change, header, listen, post, read, read_head};

/// Lets time pass without waiting for it.
async fn later(milliseconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_millis(milliseconds)).await;
    tokio::time::resume();
}

#[tokio::test]
async fn reads_reuse_longer_than_changes() {
    let ca = Ca::new();
    for versions in [V12, V13] {
        let server = Server::tls(ca.server(versions), []).await;
        let transport = ca.transport();
        let url = server.url("/");
        read(&transport, &url).await.expect("a response");
        read(&transport, &url).await.expect("reused");
        change(&transport, &url).await.expect("reused, as it was used just now");
        later(1000).await;
        change(&transport, &url).await.expect("fresh: idle too long for a change");
        later(4000).await;
        read(&transport, &url).await.expect("reused: not idle too long for a read");
        later(5000).await;
        read(&transport, &url).await.expect("fresh: idle too long");
        assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 0, 0, 1, 1, 2]);
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_in_time_without_another_request() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), []).await;
    let transport = ca.transport();
    read(&transport, &server.url("/")).await.expect("a response");
    later(5000).await;
    tokio::time::timeout(Duration::from_secs(5), server.ended(1)).await.expect("a close");
}

#[tokio::test]
async fn only_so_many_idle_connections_are_kept() {
    let ca = Ca::new();
    let transport = HttpsTransport::new(Settings { idle_connections: 1, ..ca.settings() }).expect("settings");
    let (one, two) = (Server::tls(ca.server(V12), []).await, Server::tls(ca.server(V12), []).await);
    read(&transport, &one.url("/")).await.expect("a response");
    read(&transport, &two.url("/")).await.expect("a response");
    one.ended(1).await;
    read(&transport, &two.url("/")).await.expect("reused");
    assert_eq!(two.seen()[1].connection, 0);

    let keepless = HttpsTransport::new(Settings { idle_connections: 0, ..ca.settings() }).expect("settings");
    read(&keepless, &one.url("/")).await.expect("a response");
    one.ended(2).await;
}

#[tokio::test]
async fn requests_at_once_have_a_connection_each() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), []).await;
    let transport = ca.transport();
    let url = server.url("/");
    let (one, two) = tokio::join!(change(&transport, &url), change(&transport, &url));
    one.and(two).expect("responses");
    let mut connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    connections.sort_unstable();
    assert_eq!(connections, [0, 1]);
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_is_not_used() {
    let ca = Ca::new();
    for versions in [V12, V13] {
        // Closed with and without a TLS close, and by a late answer that nobody asked for.
        let late = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";
        let server = Server::tls(ca.server(versions), [Act::AnswerAndClose(OK), Act::Cut(OK), Act::Answer(late)]).await;
        let transport = ca.transport();
        for requests in 1..=4 {
            let response = change(&transport, &server.url("/")).await.expect("a response");
            assert_eq!((response.status().as_u16(), server.seen().len()), (200, requests));
            sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}

#[tokio::test]
async fn a_reused_connection_that_dies_with_the_request_is_not_tried_again() {
    let ca = Ca::new();
    for versions in [V12, V13] {
        for death in [Act::Cut(""), Act::AnswerAndClose(""), Act::Reset] {
            let server = Server::tls(ca.server(versions), [Act::Answer(OK), death]).await;
            let transport = ca.transport();
            change(&transport, &server.url("/")).await.expect("a response");
            assert_maybe_sent(change(&transport, &server.url("/")).await, Kind::Closed);
            assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 0]);
        }
    }
}

/// A server that closes after each answer, at a moment that the client can hit from either side: each request arrives at most once,
/// an answered one exactly once, and one that was not sent never.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_at_the_worst_moment_repeats_nothing() {
    let listener = listen().await;
    let url = format!("http://localhost:{}/", listener.local_addr().expect("an address").port());
    let arrived = std::sync::Arc::new(std::sync::Mutex::new(BTreeMap::<String, usize>::new()));
    let counts = arrived.clone();
    tokio::spawn(async move {
        for delay in 0_u64.. {
            let (mut tcp, _) = listener.accept().await.expect("a connection");
            let counts = counts.clone();
            tokio::spawn(async move {
                let close = tokio::time::Instant::now() + Duration::from_micros(400 + delay * 37 % 900);
                while let Ok(Some(head)) = tokio::time::timeout_at(close, read_head(&mut tcp)).await {
                    *counts.lock().expect("no panic").entry(header(&head, "id").expect("an id").to_owned()).or_default() += 1;
                    tcp.write_all(OK.as_bytes()).await.ok();
                }
            });
        }
    });

    let transport = Ca::new().transport();
    let mut outcomes = BTreeMap::new();
    for id in 0..1000 {
        let mut request = post(&url, "");
        request.headers_mut().insert("id", id.into());
        outcomes.insert(id.to_string(), transport.send(request, Effect::Changes).await.map_err(|error| error.certainty));
    }
    sleep(Duration::from_millis(20)).await;
    let arrived = arrived.lock().expect("no panic");
    for (id, outcome) in outcomes {
        let times = arrived.get(&id).copied().unwrap_or(0);
        let believable = match outcome {
            Ok(_) => times == 1,
            Err(Certainty::NotSent) => times == 0,
            Err(Certainty::MaybeSent) => times <= 1,
        };
        assert!(believable, "request {id} arrived {times} times: {outcome:?}");
    }
}

/// A program that makes a runtime for each call: the connection that was kept belongs to one that is gone.
#[test]
fn a_transport_outlives_its_runtime() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let servers = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let ca = Ca::new();
    let server = servers.block_on(Server::tls(ca.server(V12), []));
    let transport = ca.transport();
    for requests in 1..=3 {
        runtime().block_on(change(&transport, &server.url("/"))).expect("a response");
        assert_eq!(server.seen().len(), requests);
    }
    // Connections are swept in the last runtime as in the first.
    runtime().block_on(async {
        change(&transport, &server.url("/")).await.expect("a response");
        later(5000).await;
        tokio::time::timeout(Duration::from_secs(5), server.ended(4)).await.expect("a close");
    });
}
