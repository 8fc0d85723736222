//! Plain http works, and says so. Traces hold no secrets.

use std::io;
use std::sync::{Arc, Mutex};

use http::Request;
use paycore::Effect;
use paytransport::Transport;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Act, Ca, Server, V12, read};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic").clone()).expect("text")
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn capture() -> (Lines, tracing::subscriber::DefaultGuard) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(lines.clone()).finish();
    (lines, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn plain_http_warns_once_a_server() {
    let (lines, _guard) = capture();
    let transport = Ca::new().transport();
    let servers = [Server::plain([]).await, Server::plain([]).await];
    for server in servers.iter().chain(&servers) {
        assert_eq!(read(&transport, &server.url("/")).await.expect("a response").body(), "ok");
    }
    for server in &servers {
        let url = server.url("");
        let warnings = lines.text().lines().filter(|line| line.contains("WARN") && line.contains(&url)).count();
        assert_eq!(warnings, 1);
        // The replies end with the connection or without it; either way it was one connection.
        assert!(server.seen().iter().all(|seen| seen.connection == 0));
    }
}

#[tokio::test]
async fn a_plain_reply_may_end_with_the_connection() {
    let server = Server::plain([Act::AnswerAndClose("HTTP/1.1 200 OK\r\n\r\nhello")]).await;
    assert_eq!(read(&Ca::new().transport(), &server.url("/")).await.expect("a response").body(), "hello");
}

#[tokio::test]
async fn traces_and_errors_hold_no_secrets() {
    let (lines, _guard) = capture();
    let ca = Ca::new();
    let server =
        Server::tls(ca.server(V12), [Act::Answer("HTTP/1.1 200 OK\r\nX: canary\r\nContent-Length: 6\r\n\r\ncanary"), Act::Cut("canary")])
            .await;
    let transport = ca.transport();
    let mut shown = String::new();
    for _ in 0..2 {
        let request =
            Request::post(server.url("/canary?canary")).header("Authorization", "canary").body("canary".into()).expect("a request");
        if let Err(error) = transport.send(request, Effect::Changes).await {
            shown = format!("{error} {error:?}");
        }
    }
    assert!(!shown.is_empty() && !shown.contains("canary"), "{shown}");
    let traced = lines.text();
    assert!(traced.contains("sending") && !traced.contains("canary"), "{traced}");
}
