//! What an [`HttpsTransport`](crate::HttpsTransport) is made from.

use std::fmt;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::Proxy;

/// The settings of an [`HttpsTransport`](crate::HttpsTransport). There is none that skips the verification of a server.
///
/// ```
/// use std::time::Duration;
/// use paytransport::{Settings, Tls};
///
/// let settings = Settings { tls: Tls::V12Only, total_timeout: Duration::from_secs(60), ..Settings::default() };
/// assert_eq!(settings.connect_timeout, Duration::from_secs(10));
/// ```
#[derive(Debug)]
pub struct Settings {
    /// The client's certificate and key, for mutual TLS. Default: none.
    pub identity: Option<Identity>,
    /// Root certificates to trust beside the platform's. Default: none.
    pub roots: Vec<CertificateDer<'static>>,
    /// SHA-256 digests of public keys (SubjectPublicKeyInfo, DER). If any are given, a server must hold one of these keys, besides having a
    /// certificate that verifies. Default: none.
    pub pins: Vec<[u8; 32]>,
    /// The TLS versions to offer. Default: 1.2 and 1.3.
    pub tls: Tls,
    /// Whether to send the server-name extension. Default: yes.
    pub sni: bool,
    /// The HTTP proxy to go through. Default: none; the environment is not consulted.
    pub proxy: Option<Proxy>,
    /// The limit for name lookup, connecting, the proxy and the TLS handshake together. Default: 10 s.
    pub connect_timeout: Duration,
    /// The limit from the call to the last byte of the reply, connecting included. Default: 100 s.
    pub total_timeout: Duration,
    /// The largest reply body, in bytes. Default: 1 MiB.
    pub response_limit: usize,
    /// How long a connection without work is kept for requests that read. Default: 5 s.
    pub idle_for_reads: Duration,
    /// How long a connection may have been without work to carry a request that changes something; at most `idle_for_reads` counts.
    /// Shorter, because a server that closes it just then leaves the order unknown. Default: 1 s.
    pub idle_for_changes: Duration,
    /// How many connections without work are kept, all servers together. Default: 8.
    pub idle_connections: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            identity: None,
            roots: Vec::new(),
            pins: Vec::new(),
            tls: Tls::default(),
            sni: true,
            proxy: None,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(100),
            response_limit: 1024 * 1024,
            idle_for_reads: Duration::from_secs(5),
            idle_for_changes: Duration::from_secs(1),
            idle_connections: 8,
        }
    }
}

/// The client's side of mutual TLS.
pub struct Identity {
    /// The client's certificate, then those that lead from it to the issuer's root.
    pub chain: Vec<CertificateDer<'static>>,
    /// The private key of the first certificate.
    pub key: PrivateKeyDer<'static>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("certificates", &self.chain.len()).finish_non_exhaustive()
    }
}

/// The TLS versions to offer. 1.0 and 1.1 do not exist here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tls {
    /// 1.2 only: a refused client certificate then fails in the handshake, where nothing was sent yet.
    V12Only,
    /// 1.2 and 1.3.
    #[default]
    V12And13,
}

/// Settings that no transport can be made from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The identity cannot serve: the key does not match the certificate, is RSA under 2048 bits, or the certificate is of X.509 v1.
    #[error("the TLS identity cannot be used (it takes an X.509 v3 certificate and its own key, RSA from 2048 bits): {0}")]
    Identity(String),
    /// An added root is not a certificate.
    #[error("added root {position} is not a usable certificate: {message}")]
    Root {
        /// Its place in [`Settings::roots`], counted from 1.
        position: usize,
        /// Why not.
        message: String,
    },
    /// The proxy's URL is not understood.
    #[error("the proxy must be http://[user:password@]host:port: {0}")]
    Proxy(&'static str),
    /// The TLS library refuses the combination.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}
