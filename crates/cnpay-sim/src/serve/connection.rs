//! One listener and its connections: HTTP/1.1 over TLS, with limits.

use std::{io, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;
use tower::Service;

use crate::{NoAnswer, PeerCertificate};

const BODY_LIMIT: usize = 1 << 20;
const CONNECTIONS: usize = 1024;
/// For the TLS handshake, for the head of a request, and for its body.
const PATIENCE: Duration = Duration::from_secs(15);
/// For requests that are being answered when the simulator stops.
const GRACE: Duration = Duration::from_secs(2);

/// What stands behind a listener.
pub(super) trait Server:
    Service<Request<Bytes>, Response = Response<Bytes>, Error = NoAnswer, Future: Send> + Clone + Send + Sync + 'static
{
    /// Whether a new connection is taken at all.
    fn admits(&self) -> bool {
        true
    }
}

/// Serves connections until `stop` says so, then lets those finish that are at work.
pub(super) async fn serve(listener: TcpListener, tls: TlsAcceptor, server: impl Server, mut stop: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stopped(&mut stop) => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < CONNECTIONS => match accepted {
                Ok((tcp, _)) => {
                    // Refused: closed before the handshake, so that a client knows that nothing was sent.
                    if server.admits() {
                        connections.spawn(connection(tcp, tls.clone(), server.clone(), stop.clone()));
                    }
                }
                // Out of file handles, or the client is gone already.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
        }
    }
    drop(listener);
    // What hangs on purpose is cut when the set is dropped.
    let _ = timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
}

async fn connection(tcp: TcpStream, tls: TlsAcceptor, server: impl Server, mut stop: watch::Receiver<bool>) {
    let stream = match timeout(PATIENCE, tls.accept(tcp)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return tracing::debug!(%error, "TLS handshake"),
        Err(_) => return,
    };
    let certificates = stream.get_ref().1.peer_certificates();
    let peer = certificates.and_then(|chain| chain.first()).and_then(|certificate| PeerCertificate::from_der(certificate));
    let service = service_fn(move |request| answer(server.clone(), peer.clone(), request));
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(PATIENCE).serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// An error makes hyper close the connection without a response.
async fn answer(
    mut server: impl Server,
    peer: Option<PeerCertificate>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, io::Error> {
    let (mut parts, body) = request.into_parts();
    let body = match timeout(PATIENCE, Limited::new(body, BODY_LIMIT).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Ok(bare(StatusCode::PAYLOAD_TOO_LARGE)),
        Ok(Err(error)) => return Err(io::Error::other(error)),
        Err(_) => return Ok(bare(StatusCode::REQUEST_TIMEOUT)),
    };
    if let Some(peer) = peer {
        parts.extensions.insert(peer);
    }
    match server.call(Request::from_parts(parts, body)).await {
        Ok(response) => Ok(response.map(Full::new)),
        Err(NoAnswer::Hangs) => std::future::pending().await,
        Err(cut) => Err(io::Error::other(cut)),
    }
}

/// Waits until the simulator stops, or is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn bare(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = status;
    response
}
