//! From a server's name to a connection that is ready for a request.

use std::fmt;
use std::io;
use std::net;
use std::sync::{Arc, LazyLock};

use aws_lc_rs::digest::{SHA256, digest};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::server::ParsedCertificate;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::connection::Connection;
use crate::origin::Origin;
use crate::{Identity, Kind, Proxy, SendError, SettingsError, Tls};

/// The platform's roots, read once a process. A platform without any is in order: roots can be added.
static PLATFORM: LazyLock<Vec<CertificateDer<'static>>> = LazyLock::new(|| rustls_native_certs::load_native_certs().certs);

/// Opens connections. Until one stands, nothing of a request has left: every error here is `NotSent`.
pub(crate) struct Connector {
    pub(crate) tls: Arc<ClientConfig>,
    pub(crate) pins: Vec<[u8; 32]>,
    pub(crate) proxy: Option<Proxy>,
}

impl Connector {
    /// Connects to a server, through the proxy if there is one.
    pub(crate) async fn open(&self, origin: &Origin) -> Result<Connection, SendError> {
        let mut tcp = match &self.proxy {
            Some(proxy) => proxy.connect().await?,
            None => TcpStream::connect(origin.address()).await.map_err(|error| failed(Kind::Connect, origin, error))?,
        };
        // A request is written at once: waiting for more to fill a packet only delays it.
        tcp.set_nodelay(true).map_err(|error| failed(Kind::Connect, origin, error))?;
        let socket;
        (tcp, socket) = twice(tcp).map_err(|error| failed(Kind::Connect, origin, error))?;
        if !origin.tls {
            return Connection::open(Box::new(tcp), socket).await;
        }
        if let Some(proxy) = &self.proxy {
            proxy.tunnel(&mut tcp, origin).await?;
        }
        let name = ServerName::try_from(origin.address().0.to_owned()).map_err(|error| failed(Kind::Request, origin, error))?;
        let stream = TlsConnector::from(self.tls.clone()).connect(name, tcp).await.map_err(|error| failed(Kind::Tls, origin, error))?;
        self.check_pin(stream.get_ref().1.peer_certificates()).map_err(|why| failed(Kind::Tls, origin, why))?;
        Connection::open(Box::new(stream), socket).await
    }

    /// The certificate has already been verified; here the server also has to hold a known key.
    fn check_pin(&self, certificates: Option<&[CertificateDer<'_>]>) -> Result<(), &'static str> {
        if self.pins.is_empty() {
            return Ok(());
        }
        let leaf = certificates.and_then(|certificates| certificates.first()).ok_or("the server has no certificate")?;
        let leaf = ParsedCertificate::try_from(leaf).map_err(|_| "the server's certificate cannot be read")?;
        let key = digest(&SHA256, leaf.subject_public_key_info().as_ref());
        if self.pins.iter().any(|pin| pin == key.as_ref()) { Ok(()) } else { Err("the server's key is not among the pinned ones") }
    }
}

/// The stream, and its socket once more.
fn twice(tcp: TcpStream) -> io::Result<(TcpStream, net::TcpStream)> {
    let tcp = tcp.into_std()?;
    let socket = tcp.try_clone()?;
    Ok((TcpStream::from_std(tcp)?, socket))
}

fn failed(kind: Kind, origin: &Origin, why: impl fmt::Display) -> SendError {
    SendError::not_sent(kind, format!("connecting to {origin}: {why}"))
}

/// The TLS side of the settings.
pub(crate) fn tls(
    versions: Tls,
    sni: bool,
    added: Vec<CertificateDer<'static>>,
    identity: Option<Identity>,
) -> Result<Arc<ClientConfig>, SettingsError> {
    let mut roots = RootCertStore::empty();
    // Platforms keep a few certificates that nobody can parse.
    roots.add_parsable_certificates(PLATFORM.iter().cloned());
    for (index, root) in added.into_iter().enumerate() {
        roots.add(root).map_err(|error| SettingsError::Root { position: index + 1, message: error.to_string() })?;
    }
    let versions: &[&SupportedProtocolVersion] = match versions {
        Tls::V12Only => &[&TLS12],
        Tls::V12And13 => &[&TLS13, &TLS12],
    };
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .map_err(|error| SettingsError::Tls(error.to_string()))?
        .with_root_certificates(roots);
    let mut config = match identity {
        Some(Identity { chain, key }) => {
            builder.with_client_auth_cert(chain, key).map_err(|error| SettingsError::Identity(error.to_string()))?
        }
        None => builder.with_no_client_auth(),
    };
    config.enable_sni = sni;
    Ok(Arc::new(config))
}
