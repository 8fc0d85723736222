//! The mutual-TLS connection of agreement pay. Sections 1.2 to 1.4 of the specification.

use std::time::{Duration, SystemTime};

use paycore::ConfigError;
use paysign::Identity;
use paytransport::{HttpsTransport, Settings, Tls};

/// How to connect.
#[derive(Debug)]
pub struct Connection {
    /// Everything about transport but the identity.
    pub transport: Settings,
    /// Whether an identity past its end is used all the same; the gateway then answers HTTP 400.
    pub allow_expired_identity: bool,
}

impl Default for Connection {
    /// TLS 1.2 only, as these servers want it; all limits as paytransport has them.
    fn default() -> Self {
        Self { transport: Settings { tls: Tls::V12Only, ..Settings::default() }, allow_expired_identity: false }
    }
}

/// The shortest time limit in which a debit may be given up.
const SHORTEST: Duration = Duration::from_secs(60);

/// A transport with the merchant's client certificate. `now` decides whether the certificate has ended.
///
/// # Errors
/// [`ConfigError`] names the key of the settings: an expired identity, one that TLS cannot use, a time limit under 60 s.
pub fn connect(identity: &Identity, connection: Connection, now: SystemTime) -> Result<HttpsTransport, ConfigError> {
    let certificate = identity.certificate();
    if certificate.expired(now) && !connection.allow_expired_identity {
        return Err(ConfigError::new("identity", format!("the certificate ended on {}; a valid one is expected", certificate.not_after())));
    }
    if certificate.expires_soon(now) {
        let what = if certificate.expired(now) { "has ended" } else { "ends soon" };
        tracing::warn!(days = certificate.days_left(now), not_after = %certificate.not_after(), "the client certificate {what}");
    }
    if connection.transport.total_timeout < SHORTEST {
        return Err(ConfigError::new("total_timeout", "at least 60s is expected: a debit is given up no earlier"));
    }
    let (chain, key) = identity.for_tls().map_err(|error| ConfigError::new("identity", error.to_string()))?;
    let identity = Some(paytransport::Identity { chain, key });
    HttpsTransport::new(Settings { identity, ..connection.transport }).map_err(|error| ConfigError::new("transport", error.to_string()))
}
