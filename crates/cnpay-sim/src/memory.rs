//! The simulator as a transport: no socket, no TLS, no waiting.

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;
use paytransport::{Kind, SendError, Transport};
use tower::Service;

use crate::{NoAnswer, PeerCertificate, Simulator};

/// Hands every request straight to a [`Simulator`].
///
/// The host of a URL is not looked at. A request that would hang fails at once, as a timeout; one that is slow waits on the simulator's
/// clock.
#[derive(Debug, Clone)]
pub struct InMemory {
    simulator: Simulator,
    peer: Option<PeerCertificate>,
}

impl InMemory {
    /// A client without a certificate.
    pub fn new(simulator: Simulator) -> Self {
        Self { simulator, peer: None }
    }

    /// A client with that certificate.
    pub fn with_certificate(simulator: Simulator, peer: PeerCertificate) -> Self {
        Self { simulator, peer: Some(peer) }
    }
}

#[async_trait]
impl Transport for InMemory {
    async fn send(&self, mut request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        let mut simulator = self.simulator.clone();
        simulator.accept().map_err(send_error)?;
        if let Some(peer) = &self.peer {
            request.extensions_mut().insert(peer.clone());
        }
        simulator.call(request).await.map_err(send_error)
    }
}

/// What a client sees of it: whether a request was processed does not show.
fn send_error(no_answer: NoAnswer) -> SendError {
    match no_answer {
        NoAnswer::Refused => SendError::not_sent(Kind::Connect, "the simulator refused the connection"),
        NoAnswer::CutBefore | NoAnswer::CutAfter => SendError::maybe_sent(Kind::Closed, "the simulator cut the connection"),
        NoAnswer::Hangs => SendError::maybe_sent(Kind::Timeout, "the simulator never answers"),
    }
}
