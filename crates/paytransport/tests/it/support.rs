//! Certificates, and a server that does what it is told.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;
use paytransport::{Certainty, HttpsTransport, Identity, Kind, SendError, Settings, Transport};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

pub(crate) const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

pub(crate) static V12: &[&SupportedProtocolVersion] = &[&rustls::version::TLS12];
pub(crate) static V13: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13];

/// A certificate authority of the test's own.
pub(crate) struct Ca {
    pub(crate) root: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Ca {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let root = params.self_signed(&key).expect("a root").der().clone();
        Self { root, issuer: Issuer::new(params, key) }
    }

    pub(crate) fn issue(&self, names: &[&str], last_year: i32) -> (CertificateDer<'static>, KeyPair) {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(names).expect("names");
        // OpenSSL takes a certificate that has its issuer's name for its own issuer.
        params.distinguished_name.push(DnType::CommonName, "issued");
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(last_year, 1, 1);
        let key = KeyPair::generate().expect("a key");
        (params.signed_by(&key, &self.issuer).expect("a certificate").der().clone(), key)
    }

    /// A client's certificate.
    pub(crate) fn identity(&self) -> Identity {
        let (certificate, key) = self.issue(&["merchant"], 2099);
        Identity { chain: vec![certificate], key: private(&key) }
    }

    /// A server for `localhost` that demands no client certificate.
    pub(crate) fn server(&self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        self.server_with(versions, self.issue(&["localhost"], 2099))
    }

    pub(crate) fn server_with(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        (certificate, key): (CertificateDer<'static>, KeyPair),
    ) -> ServerConfig {
        ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], private(&key))
            .expect("a server certificate")
    }

    /// A server for `localhost` that demands a client certificate of this authority.
    pub(crate) fn mutual(&self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        let (certificate, key) = self.issue(&["localhost"], 2099);
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone()).expect("a root");
        let provider = Arc::new(default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build().expect("a verifier");
        ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .expect("versions")
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate], private(&key))
            .expect("a server certificate")
    }

    /// Settings that trust this authority.
    pub(crate) fn settings(&self) -> Settings {
        Settings { roots: vec![self.root.clone()], total_timeout: Duration::from_secs(10), ..Settings::default() }
    }

    pub(crate) fn transport(&self) -> HttpsTransport {
        HttpsTransport::new(self.settings()).expect("settings")
    }
}

fn private(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(key.serialize_der()).into()
}

/// What the server does with a request that it has read.
pub(crate) enum Act {
    /// Answers and waits for more.
    Answer(&'static str),
    /// Answers and closes properly.
    AnswerAndClose(&'static str),
    /// Answers (perhaps nothing) and drops the connection without a TLS close.
    Cut(&'static str),
    /// Resets the connection.
    Reset,
    /// Never answers.
    Hang,
}

/// A request that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) connection: usize,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) sni: Option<String>,
}

/// Does one act per request, in order; then answers `OK` to everything.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    tls: bool,
    log: Arc<Log>,
}

#[derive(Default)]
struct Log {
    acts: Mutex<VecDeque<Act>>,
    seen: Mutex<Vec<Seen>>,
    ended: AtomicUsize,
}

impl Server {
    pub(crate) async fn tls(config: ServerConfig, acts: impl IntoIterator<Item = Act>) -> Self {
        Self::start(Some(config), acts).await
    }

    pub(crate) async fn plain(acts: impl IntoIterator<Item = Act>) -> Self {
        Self::start(None, acts).await
    }

    async fn start(config: Option<ServerConfig>, acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = listen().await;
        let log = Arc::new(Log { acts: Mutex::new(acts.into_iter().collect()), ..Log::default() });
        let server = Self { address: listener.local_addr().expect("an address"), tls: config.is_some(), log: log.clone() };
        let acceptor = config.map(|config| TlsAcceptor::from(Arc::new(config)));
        tokio::spawn(async move {
            for connection in 0.. {
                let Ok((tcp, _)) = listener.accept().await else { return };
                let (log, acceptor) = (log.clone(), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => log.serve(connection, None, tcp).await,
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(tcp).await {
                                let sni = stream.get_ref().1.server_name().map(str::to_owned);
                                log.serve(connection, sni, stream).await;
                            }
                        }
                    }
                    log.ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://localhost:{}{path}", if self.tls { "https" } else { "http" }, self.address.port())
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.log.seen.lock().expect("no panic").clone()
    }

    /// Waits until `count` connections have ended, as the server sees it.
    pub(crate) async fn ended(&self, count: usize) {
        while self.log.ended.load(Ordering::SeqCst) < count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Log {
    async fn serve(&self, connection: usize, sni: Option<String>, mut stream: impl Wire) {
        while let Some((head, body)) = read_request(&mut stream).await {
            self.seen.lock().expect("no panic").push(Seen { connection, head, body, sni: sni.clone() });
            let act = self.acts.lock().expect("no panic").pop_front().unwrap_or(Act::Answer(OK));
            let (answer, goes_on) = match act {
                Act::Answer(answer) => (answer, true),
                Act::AnswerAndClose(answer) | Act::Cut(answer) => (answer, false),
                Act::Reset => {
                    stream.tcp().set_zero_linger().expect("a socket option");
                    return;
                }
                Act::Hang => {
                    // Until the client gives up.
                    let _ = stream.read_u8().await;
                    return;
                }
            };
            if stream.write_all(answer.as_bytes()).await.is_err() || stream.flush().await.is_err() {
                return;
            }
            if !goes_on {
                if matches!(act, Act::AnswerAndClose(_)) {
                    let _ = stream.shutdown().await;
                }
                return;
            }
        }
    }
}

/// A connection of the test server.
trait Wire: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Wire for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

pub(crate) async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port")
}

pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<(String, Vec<u8>)> {
    let head = read_head(stream).await?;
    let length = header(&head, "content-length").map_or(0, |value| value.parse().expect("a length"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, body))
}

pub(crate) fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

pub(crate) fn post(url: &str, body: &str) -> Request<Bytes> {
    Request::post(url).body(Bytes::from(body.to_owned())).expect("a request")
}

/// Sends a request that reads.
pub(crate) async fn read(transport: &impl Transport, url: &str) -> Result<Response<Bytes>, SendError> {
    transport.send(post(url, "query"), Effect::Reads).await
}

/// Sends a request that changes something.
pub(crate) async fn change(transport: &impl Transport, url: &str) -> Result<Response<Bytes>, SendError> {
    transport.send(post(url, "pay"), Effect::Changes).await
}

#[track_caller]
pub(crate) fn assert_not_sent(result: Result<Response<Bytes>, SendError>, kind: Kind) -> SendError {
    let error = result.expect_err("an error");
    assert_eq!((error.certainty, error.kind), (Certainty::NotSent, kind), "{error}");
    error
}

#[track_caller]
pub(crate) fn assert_maybe_sent(result: Result<Response<Bytes>, SendError>, kind: Kind) -> SendError {
    let error = result.expect_err("an error");
    assert_eq!((error.certainty, error.kind), (Certainty::MaybeSent, kind), "{error}");
    error
}
