//! Through tinyproxy.

use paytransport::{HttpsTransport, Kind, Settings};

use crate::foreign::{Folder, Program, free_port};
use crate::support::{Act, Ca, Server, V12, V13, assert_maybe_sent, assert_not_sent, change, header, read};

struct Tinyproxy {
    program: Program,
    port: u16,
}

impl Tinyproxy {
    fn start() -> Option<Self> {
        let (folder, port) = (Folder::new(), free_port());
        let lines =
            [&format!("Port {port}"), "Listen 127.0.0.1", "BasicAuth me hunter2", "LogLevel Connect", "MaxClients 10", "Timeout 60"];
        folder.write("tinyproxy.conf", lines.join("\n") + "\n");
        let mut program = Program::start("tinyproxy", folder, &["-d", "-c", "tinyproxy.conf"])?;
        program.wait_for_port(port);
        Some(Self { program, port })
    }

    fn transport(&self, ca: &Ca, user: &str) -> HttpsTransport {
        let proxy = format!("http://{user}localhost:{}", self.port).parse().expect("a proxy");
        HttpsTransport::new(Settings { proxy: Some(proxy), identity: Some(ca.identity()), ..ca.settings() }).expect("settings")
    }
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let ca = Ca::new();
    let Some(tinyproxy) = Tinyproxy::start() else { return };
    for versions in [V12, V13] {
        let server = Server::tls(ca.mutual(versions), [Act::Answer(crate::support::OK), Act::Cut("")]).await;
        let transport = tinyproxy.transport(&ca, "me:hunter2@");
        assert_eq!(change(&transport, &server.url("/pay")).await.expect("a response").body(), "ok");
        // Over the same tunnel, and cut there.
        assert_maybe_sent(change(&transport, &server.url("/pay")).await, Kind::Closed);
        assert_eq!(server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(), [0, 0]);
        let request = format!("CONNECT localhost:{} HTTP/1.1", server.address.port());
        assert_eq!(tinyproxy.program.read("output").matches(&request).count(), 1);
    }
}

#[tokio::test]
async fn a_tunnel_that_does_not_stand() {
    let ca = Ca::new();
    let Some(mut tinyproxy) = Tinyproxy::start() else { return };
    let server = Server::tls(ca.mutual(V12), []).await;
    for (user, url, status) in [
        ("", server.url("/"), "407"),
        ("me:secret@", server.url("/"), "401"),
        ("me:hunter2@", format!("https://localhost:{}/", free_port()), "500"),
    ] {
        let error = assert_not_sent(change(&tinyproxy.transport(&ca, user), &url).await, Kind::Proxy);
        assert!(error.message.ends_with(status) && !format!("{error:?}").contains("secret"), "{error}");
    }
    assert!(server.seen().is_empty());
    // What is behind the proxy is verified as without it.
    let foreign = Server::tls(Ca::new().server(V12), []).await;
    assert_not_sent(change(&tinyproxy.transport(&ca, "me:hunter2@"), &foreign.url("/")).await, Kind::Tls);
    tinyproxy.program.kill();
    assert_not_sent(change(&tinyproxy.transport(&ca, "me:hunter2@"), &server.url("/")).await, Kind::Proxy);
}

#[tokio::test]
async fn plain_http_is_passed_on() {
    let ca = Ca::new();
    let Some(tinyproxy) = Tinyproxy::start() else { return };
    let server = Server::plain([]).await;
    let transport = tinyproxy.transport(&ca, "me:hunter2@");
    assert_eq!(read(&transport, &server.url("/query?x=1")).await.expect("a response").body(), "ok");
    let head = server.seen().remove(0).head;
    assert!(head.starts_with("POST /query?x=1 HTTP/1."), "{head}");
    assert_eq!(header(&head, "proxy-authorization"), None);
}
