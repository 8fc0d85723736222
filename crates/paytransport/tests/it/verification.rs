//! Which servers are believed.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use paytransport::{HttpsTransport, Kind, Settings, SettingsError};
use rcgen::PublicKeyData;
use rustls_pki_types::CertificateDer;
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;

use crate::support::{Ca, OK, Server, V12, V13, assert_not_sent, change, listen, read, read_head};

#[tokio::test]
async fn a_server_of_another_authority_is_refused() {
    let server = Server::tls(Ca::new().server(V12), []).await;
    assert_not_sent(change(&Ca::new().transport(), &server.url("/")).await, Kind::Tls);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_server_of_another_name_is_refused() {
    let ca = Ca::new();
    let server = Server::tls(ca.server_with(V13, ca.issue(&["elsewhere.example"], 2099)), []).await;
    assert_not_sent(change(&ca.transport(), &server.url("/")).await, Kind::Tls);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_expired_server_is_refused() {
    let ca = Ca::new();
    let server = Server::tls(ca.server_with(V12, ca.issue(&["localhost"], 2020)), []).await;
    let error = assert_not_sent(change(&ca.transport(), &server.url("/")).await, Kind::Tls);
    assert!(error.message.contains("expired"), "{error}");
}

#[tokio::test]
async fn an_address_is_verified_as_an_address() {
    let ca = Ca::new();
    let server = Server::tls(ca.server_with(V12, ca.issue(&["127.0.0.1"], 2099)), []).await;
    let url = format!("https://{}/", server.address);
    assert_eq!(change(&ca.transport(), &url).await.expect("a response").body(), "ok");
    assert_not_sent(change(&ca.transport(), &server.url("/")).await, Kind::Tls);
}

#[tokio::test]
async fn a_pinned_server_must_hold_the_key() {
    let ca = Ca::new();
    for versions in [V12, V13] {
        let (certificate, key) = ca.issue(&["localhost"], 2099);
        let pin: [u8; 32] = digest(&SHA256, &key.subject_public_key_info()).as_ref().try_into().expect("32 bytes");
        let server = Server::tls(ca.server_with(versions, (certificate, key)), []).await;

        let pinned = HttpsTransport::new(Settings { pins: vec![[0; 32], pin], ..ca.settings() }).expect("settings");
        change(&pinned, &server.url("/")).await.expect("a response");
        let other = HttpsTransport::new(Settings { pins: vec![[0; 32]], ..ca.settings() }).expect("settings");
        assert_not_sent(change(&other, &server.url("/")).await, Kind::Tls);
        // A pin replaces nothing: the certificate has to verify as well.
        let untrusted = HttpsTransport::new(Settings { pins: vec![pin], roots: Vec::new(), ..ca.settings() }).expect("settings");
        assert_not_sent(change(&untrusted, &server.url("/")).await, Kind::Tls);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn the_server_name_is_sent_or_not() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V12), []).await;
    for (sni, expected) in [(true, Some("localhost")), (false, None)] {
        let transport = HttpsTransport::new(Settings { sni, ..ca.settings() }).expect("settings");
        read(&transport, &server.url("/")).await.expect("a response");
        assert_eq!(server.seen().last().expect("a request").sni.as_deref(), expected);
    }
}

/// 99bill's servers answer a server name with this warning.
#[tokio::test]
async fn the_warning_about_an_unrecognized_name_does_not_end_tls_12() {
    let ca = Ca::new();
    let listener = listen().await;
    let url = format!("https://localhost:{}/", listener.local_addr().expect("an address").port());
    let acceptor = TlsAcceptor::from(Arc::new(ca.server(V12)));
    tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.expect("a connection");
        tcp.write_all(&[21, 3, 3, 0, 2, 1, 112]).await.expect("an alert");
        let mut stream = acceptor.accept(tcp).await.expect("a handshake");
        read_head(&mut stream).await.expect("a request");
        stream.write_all(OK.as_bytes()).await.expect("an answer");
        stream.shutdown().await.expect("a close");
    });
    assert_eq!(read(&ca.transport(), &url).await.expect("a response").body(), "ok");
}

#[test]
fn a_root_that_is_none_is_named_by_its_place() {
    let roots = vec![Ca::new().root, CertificateDer::from(b"nonsense".to_vec())];
    let result = HttpsTransport::new(Settings { roots, ..Settings::default() });
    assert!(matches!(result, Err(SettingsError::Root { position: 2, .. })), "{result:?}");
}
