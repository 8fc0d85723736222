//! Starts the simulator on sockets, and stops it.

use std::{io, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use paytransport::{HttpsTransport, Settings as TransportSettings, SettingsError, Transport};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use tokio_rustls::TlsAcceptor;

use super::{connection::serve, tls};
use crate::{
    Settings, Setup, Simulator,
    setup::{Files, SetupError, Urls},
};

/// How long a merchant may take to answer a notice.
const NOTICE_TIMEOUT: Duration = Duration::from_secs(10);

/// Where a simulator listens, and what it is made with.
#[derive(Clone)]
pub struct Options {
    /// `HOST:PORT` of the listener for everything but agreement pay; port 0 takes a free one. Default: `127.0.0.1:0`.
    pub listen: String,
    /// `HOST:PORT` of the listener for agreement pay, which demands a client certificate. Default: `127.0.0.1:0`.
    pub listen_mtls: String,
    /// Clock, faults, timing and more.
    pub settings: Settings,
    /// What notices are sent through. Default: HTTPS that trusts the platform's roots and the simulator's CA.
    pub notices: Option<Arc<dyn Transport>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { listen: "127.0.0.1:0".into(), listen_mtls: "127.0.0.1:0".into(), settings: Settings::default(), notices: None }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("listen", &self.listen).field("listen_mtls", &self.listen_mtls).finish_non_exhaustive()
    }
}

/// The simulator could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// An address is not `HOST:PORT`, or cannot be listened at.
    #[error("listening at {address}: {source}")]
    Listen {
        /// The address as given.
        address: String,
        /// Why not.
        source: io::Error,
    },
    /// Keys and certificates could not be made.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// TLS could not be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
    /// The transport for notices could not be set up.
    #[error("the transport for notices: {0}")]
    Notices(#[from] SettingsError),
}

/// A simulator that listens. Dropped, it stops at once; [`stop`](Self::stop) is kinder.
#[derive(Debug)]
pub struct Running {
    simulator: Simulator,
    setup: Setup,
    urls: Urls,
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
    courier: JoinSet<()>,
}

impl Simulator {
    /// Makes keys, listens, serves and delivers notices, all in tasks of the current tokio runtime.
    ///
    /// # Errors
    /// [`StartError`]; nothing is left running then.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let (web, web_host) = listen(&options.listen).await?;
        let (mutual, mutual_host) = listen(&options.listen_mtls).await?;
        let setup = Setup::create([web_host.name, mutual_host.name])?;
        let acceptor = |config| TlsAcceptor::from(Arc::new(config));
        let (web_tls, mutual_tls) = (acceptor(tls::web(&setup)?), acceptor(tls::mutual(&setup)?));
        let notices = match options.notices {
            Some(transport) => transport,
            None => Arc::new(HttpsTransport::new(TransportSettings {
                roots: vec![setup.ca().clone()],
                total_timeout: NOTICE_TIMEOUT,
                ..TransportSettings::default()
            })?),
        };
        let simulator = Self::new(&setup, options.settings);
        let (stop, stopped) = watch::channel(false);
        let mut listeners = JoinSet::new();
        listeners.spawn(serve(web, web_tls, simulator.clone(), stopped.clone()));
        listeners.spawn(serve(mutual, mutual_tls, simulator.clone(), stopped));
        let mut courier = JoinSet::new();
        courier.spawn({
            let simulator = simulator.clone();
            async move { simulator.deliver_forever(notices).await }
        });
        let urls = Urls { web: web_host.url, agreement: mutual_host.url };
        Ok(Running { simulator, setup, urls, stop, listeners, courier })
    }
}

impl Running {
    /// Base URL of the listener without client certificates, such as `https://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.urls.web
    }

    /// Base URL of agreement pay.
    pub fn agreement_url(&self) -> &str {
        &self.urls.agreement
    }

    /// Keys, certificates and passwords.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The simulator, to be looked into or called in memory.
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// The text of a `cnpay.toml` for this simulator, passwords included.
    pub fn config(&self) -> String {
        self.setup.config(&self.urls)
    }

    /// Writes keys and a ready `cnpay.toml`: see [`Setup::write`].
    ///
    /// # Errors
    /// As [`Setup::write`].
    pub fn write(&self, directory: &Path) -> io::Result<Files> {
        self.setup.write(directory, &self.urls)
    }

    /// Takes no more connections, lets requests finish for a moment, and ends.
    pub async fn stop(mut self) {
        self.courier.abort_all();
        // Nobody listens to it only when both listeners have ended.
        let _ = self.stop.send(true);
        while self.listeners.join_next().await.is_some() {}
    }
}

/// The host of a listener, as it stands in certificates, and its base URL.
struct Host {
    name: String,
    url: String,
}

async fn listen(address: &str) -> Result<(TcpListener, Host), StartError> {
    let failed = |source| StartError::Listen { address: address.to_owned(), source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let name = host(address, bound);
    let url = format!("https://{name}:{}", bound.port());
    Ok((listener, Host { name, url }))
}

/// The name that clients use. `0.0.0.0` and `[::]` are addresses to listen at, and not to connect to.
fn host(address: &str, bound: SocketAddr) -> String {
    match address.rsplit_once(':') {
        _ if bound.ip().is_unspecified() => "localhost".into(),
        Some((host, _)) => host.to_owned(),
        None => bound.ip().to_string(),
    }
}
