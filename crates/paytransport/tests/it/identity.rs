//! Mutual TLS, from the client's side.

use paytransport::{Certainty, HttpsTransport, Identity, Kind, Settings, SettingsError, Tls};
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::support::{Ca, Server, V12, V13, assert_not_sent, change};

#[tokio::test]
async fn the_right_certificate_opens_the_door() {
    let ca = Ca::new();
    for versions in [V12, V13] {
        let server = Server::tls(ca.mutual(versions), []).await;
        let transport = HttpsTransport::new(Settings { identity: Some(ca.identity()), ..ca.settings() }).expect("settings");
        let response = change(&transport, &server.url("/")).await.expect("a response");
        assert_eq!(response.body(), "ok");
    }
}

#[tokio::test]
async fn without_a_certificate_tls_12_fails_before_anything_is_sent() {
    let ca = Ca::new();
    for identity in [None, Some(Ca::new().identity())] {
        let server = Server::tls(ca.mutual(V12), []).await;
        let transport = HttpsTransport::new(Settings { identity, ..ca.settings() }).expect("settings");
        assert_not_sent(change(&transport, &server.url("/")).await, Kind::Tls);
        assert!(server.seen().is_empty());
    }
}

#[tokio::test]
async fn without_a_certificate_tls_13_fails_after_the_request_left() {
    let ca = Ca::new();
    let server = Server::tls(ca.mutual(V13), []).await;
    let error = change(&ca.transport(), &server.url("/")).await.expect_err("an error");
    assert_eq!(error.certainty, Certainty::MaybeSent, "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_client_for_tls_12_does_not_speak_13() {
    let ca = Ca::new();
    let server = Server::tls(ca.server(V13), []).await;
    let transport = HttpsTransport::new(Settings { tls: Tls::V12Only, ..ca.settings() }).expect("settings");
    assert_not_sent(change(&transport, &server.url("/")).await, Kind::Tls);
}

#[test]
fn an_identity_that_tls_refuses_is_a_settings_error() {
    let ca = Ca::new();
    let foreign = Identity { key: ca.identity().key, ..ca.identity() };
    let stored = |certificate: &'static [u8], key: &'static [u8]| Identity {
        chain: vec![CertificateDer::from(certificate)],
        key: PrivatePkcs8KeyDer::from(key).into(),
    };
    // `openssl req -x509 -newkey rsa:1024`, and `openssl x509 -req` without extensions.
    let small = stored(include_bytes!("identities/rsa1024.cert.der"), include_bytes!("identities/rsa1024.key.der"));
    let old = stored(include_bytes!("identities/v1.cert.der"), include_bytes!("identities/v1.key.der"));
    let empty = Identity { chain: Vec::new(), ..ca.identity() };
    for (name, identity) in [("foreign", foreign), ("small", small), ("old", old), ("empty", empty)] {
        let result = HttpsTransport::new(Settings { identity: Some(identity), ..Settings::default() });
        assert!(matches!(result, Err(SettingsError::Identity(_))), "{name}: {result:?}");
    }
}

#[test]
fn an_identity_does_not_print_itself() {
    let settings = Settings { identity: Some(Ca::new().identity()), ..Settings::default() };
    assert!(format!("{settings:?}").contains("identity: Some(Identity { certificates: 1, .. })"));
}
