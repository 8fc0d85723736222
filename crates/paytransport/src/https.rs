//! The real transport: HTTP/1.1 over rustls.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;
use tokio::time::{Instant, timeout, timeout_at};

use crate::connect::{Connector, tls};
use crate::connection::{Connection, Failure};
use crate::origin::Origin;
use crate::pool::Pool;
use crate::request::prepare;
use crate::{Certainty, Kind, SendError, Settings, SettingsError, Transport};

/// No limit is longer, so that a deadline never lies beyond the clock's end.
const A_YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// HTTP/1.1 over TLS, or over plain TCP for `http` URLs (with a warning). Runs in a tokio runtime with I/O and time.
///
/// A request is written once, on a connection of its own: a fresh one, or a kept one that was used a moment ago and still stands. If a kept
/// connection dies before the first byte, the error is `NotSent` like any other, and trying again is up to the caller. Redirects are
/// responses. Bodies are neither compressed nor sent in chunks.
///
/// A reply that ends with the connection must end with a proper TLS close: without one nobody could tell it from a reply that was cut.
pub struct HttpsTransport {
    connector: Connector,
    pool: Arc<Pool>,
    connect_timeout: Duration,
    total_timeout: Duration,
    response_limit: usize,
    idle_for_reads: Duration,
    idle_for_changes: Duration,
    /// The plain http servers that have been warned of.
    warned: Mutex<BTreeSet<Origin>>,
}

impl HttpsTransport {
    /// Checks the settings. The first call in a process reads the platform's root certificates from disk.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            connector: Connector {
                tls: tls(settings.tls, settings.sni, settings.roots, settings.identity)?,
                pins: settings.pins,
                proxy: settings.proxy,
            },
            pool: Pool::new(settings.idle_for_reads, settings.idle_connections),
            connect_timeout: settings.connect_timeout,
            total_timeout: settings.total_timeout.min(A_YEAR),
            response_limit: settings.response_limit,
            idle_for_reads: settings.idle_for_reads,
            idle_for_changes: settings.idle_for_changes,
            warned: Mutex::new(BTreeSet::new()),
        })
    }

    /// A kept connection that still stands.
    fn reuse(&self, origin: &Origin, effect: Effect, now: Instant) -> Option<Connection> {
        let age = match effect {
            Effect::Reads => self.idle_for_reads,
            Effect::Changes => self.idle_for_changes,
        };
        while let Some(mut connection) = self.pool.take(origin, age, now) {
            if connection.is_quiet() && connection.is_ready() {
                return Some(connection);
            }
        }
        None
    }

    /// A fresh connection.
    async fn open(&self, origin: &Origin) -> Result<Connection, SendError> {
        let limit = self.connect_timeout.min(self.total_timeout);
        timeout(limit, self.connector.open(origin))
            .await
            .unwrap_or_else(|_| Err(SendError::not_sent(Kind::Timeout, format!("connecting to {origin}: no connection within {limit:?}"))))
    }

    fn warn_of_plain_http(&self, origin: &Origin) {
        if !origin.tls && self.warned.lock().unwrap_or_else(PoisonError::into_inner).insert(origin.clone()) {
            tracing::warn!(base_url = %origin, "plain http: anyone on the way can read and change what is sent");
        }
    }
}

#[async_trait]
impl Transport for HttpsTransport {
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError> {
        let start = Instant::now();
        let origin = Origin::of(request.uri())?;
        let request = prepare(request, &origin, self.connector.proxy.as_ref())?;
        self.warn_of_plain_http(&origin);

        let kept = self.reuse(&origin, effect, start);
        tracing::debug!(base_url = %origin, method = %request.method(), reused = kept.is_some(), "sending");
        let mut connection = match kept {
            Some(connection) => connection,
            // Boxed, because it is large and rare: the future of every request would hold the room for it.
            None => Box::pin(self.open(&origin)).await?,
        };

        let before = connection.written();
        let exchange = connection.exchange(request, self.response_limit);
        let outcome = timeout_at(start + self.total_timeout, exchange).await.unwrap_or_else(|_| {
            Err(Failure { kind: Kind::Timeout, message: format!("no complete reply within {:?}", self.total_timeout) })
        });
        match outcome {
            Ok(response) => {
                if connection.is_ready() {
                    self.pool.put(origin, connection);
                }
                Ok(response)
            }
            Err(Failure { kind, message }) => {
                // The only place that decides it. Nobody polls the connection any more, so the count is final.
                let certainty = if connection.written() == before { Certainty::NotSent } else { Certainty::MaybeSent };
                Err(SendError { certainty, kind, message: format!("{origin}: {message}") })
            }
        }
    }
}

impl fmt::Debug for HttpsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsTransport").finish_non_exhaustive()
    }
}
