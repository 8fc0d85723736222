//! Against nginx.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{Request, Response};
use paycore::Effect;
use paytransport::{Certainty, HttpsTransport, Kind, SendError, Settings, Tls, Transport};

use crate::foreign::{Folder, Program, free_port, pem};
use crate::support::{Act, Ca, Server, assert_maybe_sent, assert_not_sent, change, post};

/// Both listeners serve the same; one of them demands a client certificate.
const CONFIGURATION: &str = r#"
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
    client_body_temp_path temp;
    proxy_temp_path temp;
    fastcgi_temp_path temp;
    uwsgi_temp_path temp;
    scgi_temp_path temp;
    log_format requests '$http_id $connection $status';
    access_log access.log requests;
    server {
        listen 127.0.0.1:MUTUAL ssl;
        ssl_certificate server.crt;
        ssl_certificate_key server.key;
        ssl_client_certificate ca.crt;
        ssl_verify_client on;
        return 200 "ok";
    }
    server {
        listen 127.0.0.1:OPEN ssl;
        ssl_certificate server.crt;
        ssl_certificate_key server.key;
        keepalive_timeout KEEP;
        keepalive_requests 100000;
        root .;
        location /pay { return 200 "ok"; }
        location /once { keepalive_timeout 0; return 200 "ok"; }
        location /chunked { ssi on; ssi_types *; alias .; }
        location /behind { proxy_pass http://127.0.0.1:BACKEND; proxy_buffering off; }
        location /nobody { proxy_pass http://127.0.0.1:NOBODY; }
    }
}
"#;

struct Nginx {
    program: Program,
    open: u16,
    mutual: u16,
}

impl Nginx {
    /// Keeps idle connections for `keep`; passes `/behind` on to `backend`.
    fn start(ca: &Ca, keep: &str, backend: Option<&Server>) -> Option<Self> {
        let folder = Folder::new();
        folder.write_identity("server", &ca.issue(&["localhost"], 2099));
        folder.write("ca.crt", pem(&ca.root));
        folder.write("limit", "x".repeat(1 << 20));
        folder.write("over", "x".repeat((1 << 20) + 1));
        let (open, mutual, nobody) = (free_port(), free_port(), free_port());
        let backend = backend.map_or(nobody, |server| server.address.port());
        let ports = [("OPEN", open), ("MUTUAL", mutual), ("BACKEND", backend), ("NOBODY", nobody)];
        let configuration = CONFIGURATION.replace("KEEP", keep);
        let configuration = ports.iter().fold(configuration, |text, (name, port)| text.replace(name, &port.to_string()));
        folder.write("nginx.conf", configuration);
        let here = folder.path().display().to_string();
        let mut program = Program::start("nginx", folder, &["-p", &here, "-c", "nginx.conf"])?;
        program.wait_for_port(open);
        Some(Self { program, open, mutual })
    }

    fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.open)
    }

    async fn get(&self, transport: &HttpsTransport, path: &str) -> Result<Response<Bytes>, SendError> {
        transport.send(Request::get(self.url(path)).body(Bytes::new()).expect("a request"), Effect::Reads).await
    }

    /// The connection of each request in the log, by id, once `last` stands there.
    fn log(&mut self, last: &str) -> BTreeMap<String, Vec<String>> {
        let text = self
            .program
            .wait_for("access.log", |text| text.lines().any(|line| line.split(' ').next() == Some(last)).then(|| text.to_owned()));
        let mut requests = BTreeMap::<_, Vec<_>>::new();
        for line in text.lines() {
            let mut words = line.split(' ').map(str::to_owned);
            let (Some(id), Some(connection)) = (words.next(), words.next()) else { panic!("{line}") };
            requests.entry(id).or_default().push(connection);
        }
        requests
    }
}

async fn pay(transport: &HttpsTransport, url: &str, id: &str) -> Result<Response<Bytes>, SendError> {
    let mut request = post(url, "pay");
    request.headers_mut().insert("id", id.parse().expect("a value"));
    transport.send(request, Effect::Changes).await
}

#[tokio::test]
async fn a_missing_or_foreign_certificate_is_answered_with_400() {
    let ca = Ca::new();
    let Some(nginx) = Nginx::start(&ca, "75s", None) else { return };
    let url = format!("https://localhost:{}/", nginx.mutual);
    for tls in [Tls::V12Only, Tls::V12And13] {
        for (identity, status) in [(Some(ca.identity()), 200), (None, 400), (Some(Ca::new().identity()), 400)] {
            let transport = HttpsTransport::new(Settings { identity, tls, ..ca.settings() }).expect("settings");
            assert_eq!(change(&transport, &url).await.expect("a response").status(), status);
        }
    }
}

#[tokio::test]
async fn replies_in_every_framing() {
    let ca = Ca::new();
    let backend = Server::plain([Act::AnswerAndClose("HTTP/1.0 200 OK\r\n\r\nhello")]).await;
    let Some(nginx) = Nginx::start(&ca, "75s", Some(&backend)) else { return };
    let transport = ca.transport();
    for path in ["/limit", "/chunked/limit"] {
        let response = nginx.get(&transport, path).await.expect("a response");
        assert_eq!(response.body().len(), 1 << 20, "{path}");
        let framing = if path == "/limit" { CONTENT_LENGTH } else { TRANSFER_ENCODING };
        assert!(response.headers().contains_key(framing), "{path}: {:?}", response.headers());
    }
    for path in ["/over", "/chunked/over"] {
        assert_maybe_sent(nginx.get(&transport, path).await, Kind::TooLarge);
    }
    assert_eq!(nginx.get(&transport, "/behind").await.expect("a response").body(), "hello");
    assert_eq!(nginx.get(&transport, "/nobody").await.expect("a response").status(), 502);
}

#[tokio::test]
async fn replies_that_the_server_behind_cuts() {
    let ca = Ca::new();
    let cut = ["HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"];
    let backend = Server::plain(cut.map(Act::Cut)).await;
    let Some(nginx) = Nginx::start(&ca, "75s", Some(&backend)) else { return };
    for requests in 1..=cut.len() {
        assert_maybe_sent(change(&ca.transport(), &nginx.url("/behind")).await, Kind::Truncated);
        assert_eq!(backend.seen().len(), requests);
    }
}

#[tokio::test]
async fn a_server_behind_that_never_answers() {
    let ca = Ca::new();
    let backend = Server::plain([Act::Hang, Act::Answer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello")]).await;
    let Some(nginx) = Nginx::start(&ca, "75s", Some(&backend)) else { return };
    let transport = HttpsTransport::new(Settings { total_timeout: Duration::from_millis(300), ..ca.settings() }).expect("settings");
    for requests in [1, 2] {
        assert_maybe_sent(change(&transport, &nginx.url("/behind")).await, Kind::Timeout);
        assert_eq!(backend.seen().len(), requests);
    }
}

#[tokio::test]
async fn a_server_that_hangs_and_one_that_is_gone() {
    let ca = Ca::new();
    let Some(mut nginx) = Nginx::start(&ca, "75s", None) else { return };
    let hasty = Settings { connect_timeout: Duration::from_millis(100), total_timeout: Duration::from_millis(300), ..ca.settings() };
    let transport = HttpsTransport::new(hasty).expect("settings");
    pay(&transport, &nginx.url("/pay"), "first").await.expect("a response");
    nginx.program.halt();
    // Over the kept connection the request leaves; then there is no other.
    assert_maybe_sent(pay(&transport, &nginx.url("/pay"), "second").await, Kind::Timeout);
    assert_not_sent(pay(&transport, &nginx.url("/pay"), "third").await, Kind::Timeout);
    nginx.program.kill();
    assert_not_sent(pay(&transport, &nginx.url("/pay"), "fourth").await, Kind::Connect);
}

#[tokio::test]
async fn a_kept_connection_carries_the_next_request_and_a_closed_one_does_not() {
    let ca = Ca::new();
    for tls in [Tls::V12Only, Tls::V12And13] {
        let Some(mut nginx) = Nginx::start(&ca, "1s", None) else { return };
        let transport = HttpsTransport::new(Settings { tls, ..ca.settings() }).expect("settings");
        for (path, id) in [("/pay", "a"), ("/pay", "b"), ("/once", "c"), ("/pay", "d")] {
            assert_eq!(pay(&transport, &nginx.url(path), id).await.expect("a response").body(), "ok");
        }
        let log = nginx.log("d");
        assert_eq!(log.values().map(Vec::len).collect::<Vec<_>>(), [1; 4]);
        assert!(log["a"] == log["b"] && log["b"] == log["c"] && log["c"] != log["d"], "{log:?}");
    }
}

/// nginx closes idle connections after 3 ms, and each request comes about then: it arrives at most once, an answered one exactly once, and
/// one that was not sent never.
#[tokio::test]
async fn closing_at_the_worst_moment_repeats_nothing() {
    const REQUESTS: u64 = 250;
    let ca = Ca::new();
    for tls in [Tls::V12Only, Tls::V12And13] {
        let Some(mut nginx) = Nginx::start(&ca, "3ms", None) else { return };
        let transport = HttpsTransport::new(Settings { tls, ..ca.settings() }).expect("settings");
        let url = nginx.url("/pay");
        let mut outcomes = BTreeMap::new();
        for number in 0..REQUESTS {
            let id = number.to_string();
            let outcome = pay(&transport, &url, &id).await.map_err(|error| error.certainty);
            outcomes.insert(id, outcome);
            // The timer of the runtime is too coarse to meet the moment.
            let moment = Instant::now() + Duration::from_micros(2500 + number * 7 % 1500);
            while Instant::now() < moment {
                std::hint::spin_loop();
            }
        }
        // Over a connection of its own, and so after everything that the others have sent.
        pay(&ca.transport(), &url, "last").await.expect("a response");
        let log = nginx.log("last");
        let connections = log.values().flatten().collect::<std::collections::BTreeSet<_>>().len();
        assert!(connections > 2, "nginx closed none of them");
        for (id, outcome) in outcomes {
            let times = log.get(&id).map_or(0, Vec::len);
            let believable = match outcome {
                Ok(_) => times == 1,
                Err(Certainty::NotSent) => times == 0,
                Err(Certainty::MaybeSent) => times <= 1,
            };
            assert!(believable, "request {id} arrived {times} times: {outcome:?}");
        }
    }
}
