//! Against `openssl s_server`.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;
use paytransport::{Certainty, HttpsTransport, Kind, SendError, Settings, Tls, Transport};

use crate::foreign::{Folder, Program, pem};
use crate::support::{Ca, assert_maybe_sent, assert_not_sent};

/// Demands a certificate of `ca`.
const MUTUAL: &[&str] = &["-Verify", "1", "-verify_return_error", "-CAfile", "ca.crt"];

struct Server {
    program: Program,
    url: String,
}

impl Server {
    /// A server with a certificate of `ca` for `localhost`.
    fn start(ca: &Ca, arguments: &[&str]) -> Option<Self> {
        Self::with(ca, &["localhost"], 2099, arguments, Folder::new())
    }

    /// A server that answers a GET with a file of this content, head included, and closes.
    fn answering(ca: &Ca, arguments: &[&str], reply: &str) -> Option<Self> {
        let folder = Folder::new();
        folder.write("reply", reply);
        Self::with(ca, &["localhost"], 2099, &[&["-HTTP"], arguments].concat(), folder)
    }

    fn with(ca: &Ca, names: &[&str], last_year: i32, arguments: &[&str], folder: Folder) -> Option<Self> {
        folder.write_identity("server", &ca.issue(names, last_year));
        folder.write("ca.crt", pem(&ca.root));
        let own = ["s_server", "-accept", "127.0.0.1:0", "-cert", "server.crt", "-key", "server.key"];
        let mut program = Program::start("openssl", folder, &[&own, arguments].concat())?;
        let port: u16 = program.wait_for("output", |text| {
            let (_, address) = text.split_once("ACCEPT ")?;
            address.split_once('\n')?.0.rsplit_once(':')?.1.parse().ok()
        });
        Some(Self { program, url: format!("https://localhost:{port}/reply") })
    }

    async fn get(&self, settings: Settings) -> Result<Response<Bytes>, SendError> {
        let transport = HttpsTransport::new(settings).expect("settings");
        let request = Request::get(&self.url).body(Bytes::new()).expect("a request");
        transport.send(request, Effect::Changes).await
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[tokio::test]
async fn the_right_certificate_opens_the_door() {
    let ca = Ca::new();
    for version in ["-tls1_2", "-tls1_3"] {
        let Some(server) = Server::answering(&ca, &[MUTUAL, &[version]].concat(), OK) else { return };
        let response = server.get(Settings { identity: Some(ca.identity()), ..ca.settings() }).await;
        assert_eq!(response.expect("a response").body(), "ok");
    }
}

#[tokio::test]
async fn no_certificate_and_a_foreign_one() {
    let ca = Ca::new();
    for identity in [|| None, || Some(Ca::new().identity())] {
        let Some(server) = Server::answering(&ca, &[MUTUAL, &["-tls1_2"]].concat(), OK) else { return };
        assert_not_sent(server.get(Settings { identity: identity(), ..ca.settings() }).await, Kind::Tls);
        // Under TLS 1.3 the refusal comes after the request has left.
        let Some(server) = Server::answering(&ca, &[MUTUAL, &["-tls1_3"]].concat(), OK) else { return };
        let error = server.get(Settings { identity: identity(), ..ca.settings() }).await.expect_err("refused");
        assert_eq!(error.certainty, Certainty::MaybeSent, "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_the_right_one() {
    let ca = Ca::new();
    for (issuer, name, last_year, reason) in [
        (&Ca::new(), "localhost", 2099, "BadSignature"),
        (&ca, "elsewhere.example", 2099, "not valid for name"),
        (&ca, "localhost", 2020, "expired"),
    ] {
        let Some(mut server) = Server::with(issuer, &[name], last_year, &["-HTTP"], Folder::new()) else { return };
        let error = assert_not_sent(server.get(ca.settings()).await, Kind::Tls);
        assert!(error.message.contains(reason), "{error}");
        // It heard of it, in TLS.
        server.program.wait_for("output", |text| text.contains("alert").then_some(()));
    }
}

#[tokio::test]
async fn versions_that_do_not_meet() {
    let ca = Ca::new();
    for version in ["-tls1_3", "-tls1_1"] {
        let Some(server) = Server::answering(&ca, &[version, "-cipher", "ALL:@SECLEVEL=0"], OK) else { return };
        assert_not_sent(server.get(Settings { tls: Tls::V12Only, ..ca.settings() }).await, Kind::Tls);
    }
}

/// 99bill's servers answer a server name with this warning.
#[tokio::test]
async fn an_unrecognized_name() {
    let ca = Ca::new();
    let other = |more: &[&str]| {
        let folder = Folder::new();
        folder.write("reply", OK);
        folder.write_identity("other", &ca.issue(&["other.example"], 2099));
        let own = ["-HTTP", "-msg", "-tls1_2", "-servername", "other.example", "-cert2", "other.crt", "-key2", "other.key"];
        Server::with(&ca, &["localhost"], 2099, &[&own, more].concat(), folder)
    };
    let Some(server) = other(&[]) else { return };
    assert_eq!(server.get(ca.settings()).await.expect("a warning only").body(), "ok");
    assert!(server.program.read("output").contains("warning unrecognized_name"), "the warning was sent");

    let Some(server) = other(&["-servername_fatal"]) else { return };
    assert_not_sent(server.get(ca.settings()).await, Kind::Tls);
    let nameless = server.get(Settings { sni: false, ..ca.settings() }).await;
    assert_eq!(nameless.expect("nothing to recognize").body(), "ok");
}

#[tokio::test]
async fn replies_in_every_framing() {
    let ca = Ca::new();
    for head in ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n"] {
        let Some(server) = Server::answering(&ca, &[], &format!("{head}hello")) else { return };
        assert_eq!(server.get(ca.settings()).await.expect("a response").body(), "hello");
        // It has closed after its answer; the next request goes to a fresh connection.
        assert_eq!(server.get(ca.settings()).await.expect("a response").body(), "hello");
        assert_maybe_sent(server.get(Settings { response_limit: 4, ..ca.settings() }).await, Kind::TooLarge);
    }
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n";
    let Some(server) = Server::answering(&ca, &[], &format!("{chunked}0\r\n\r\n")) else { return };
    assert_eq!(server.get(ca.settings()).await.expect("a response").body(), "hello");
}

#[tokio::test]
async fn replies_that_are_cut() {
    let ca = Ca::new();
    for (reply, kind) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", Kind::Truncated),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Kind::Truncated),
        ("HTTP/1.1 200 OK\r\nContent-Len", Kind::Closed),
        ("", Kind::Closed),
    ] {
        let Some(server) = Server::answering(&ca, &[], reply) else { return };
        assert_maybe_sent(server.get(ca.settings()).await, kind);
    }
}

/// Without `-HTTP` the server prints what it reads and never answers.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_server_that_never_answers_and_one_that_dies_with_the_request() {
    let ca = Ca::new();
    let Some(server) = Server::start(&ca, &[]) else { return };
    let hasty = Settings { total_timeout: Duration::from_millis(300), ..ca.settings() };
    assert_maybe_sent(server.get(hasty).await, Kind::Timeout);

    let Some(mut server) = Server::start(&ca, &[]) else { return };
    let (transport, request) = (ca.transport(), Request::get(&server.url).body(Bytes::new()).expect("a request"));
    let sent = tokio::spawn(async move { transport.send(request, Effect::Changes).await });
    server.program.wait_for("output", |text| text.contains("GET /reply").then_some(()));
    server.program.kill();
    assert_maybe_sent(sent.await.expect("no panic"), Kind::Closed);
    assert_not_sent(server.get(ca.settings()).await, Kind::Connect);
}

#[tokio::test]
async fn a_server_that_hangs_before_the_handshake() {
    let ca = Ca::new();
    let Some(server) = Server::answering(&ca, &[], OK) else { return };
    server.program.halt();
    let hasty = Settings { connect_timeout: Duration::from_millis(100), ..ca.settings() };
    assert_not_sent(server.get(hasty).await, Kind::Timeout);
}
