//! A merchant's own HTTPS address, so that notices have somewhere to go.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use tokio_rustls::TlsAcceptor;
use tower::Service;

use super::{
    StartError,
    connection::{Server, serve},
    tls,
};
use crate::{NoAnswer, Simulator, serve::Running};

type Answer = Pin<Box<dyn Future<Output = Response<Bytes>> + Send>>;

/// A merchant that listens. Dropped, it stops.
#[derive(Debug)]
pub struct Merchant {
    url: String,
    _stop: watch::Sender<bool>,
    _listener: JoinSet<()>,
}

impl Merchant {
    /// Base URL, such as `https://127.0.0.1:40124`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

#[derive(Clone)]
struct Handler(Arc<dyn Fn(Request<Bytes>) -> Answer + Send + Sync>);

impl Service<Request<Bytes>> for Handler {
    type Response = Response<Bytes>;
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Bytes>, NoAnswer>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NoAnswer>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let answer = (self.0)(request);
        Box::pin(async move { Ok(answer.await) })
    }
}

impl Server for Handler {}

impl Server for Simulator {
    fn admits(&self) -> bool {
        self.accept().is_ok()
    }
}

impl Running {
    /// Serves `answer` over HTTPS at a free port of this machine, with a certificate of the simulator's CA.
    ///
    /// # Errors
    /// No port, or no TLS.
    pub async fn merchant<F>(&self, answer: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static) -> Result<Merchant, StartError>
    where
        F: Future<Output = Response<Bytes>> + Send + 'static,
    {
        let address = "127.0.0.1:0";
        let failed = |source| StartError::Listen { address: address.to_owned(), source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let url = format!("https://{}", listener.local_addr().map_err(failed)?);
        let acceptor = TlsAcceptor::from(Arc::new(tls::web(self.setup())?));
        let handler = Handler(Arc::new(move |request| Box::pin(answer(request))));
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, acceptor, handler, stopped));
        Ok(Merchant { url, _stop: stop, _listener: tasks })
    }
}
