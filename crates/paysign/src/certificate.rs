//! What a certificate says of itself.

use std::{fmt, time::SystemTime};

use paycore::BeijingTime;
use rustls_pki_types::CertificateDer;
use x509_cert::{Version, der::Decode, name::Name, time::Time};

use crate::{
    FileKind, KeyError, PublicKey,
    parts::{found, parts},
};

const DAY: i64 = 24 * 60 * 60;
/// Acquirers take their time to renew: this many days before the end the merchant should hear of it.
const WARNING: i64 = 45 * DAY;

/// An X.509 certificate of any version. Loading it checks nothing but its form: neither dates nor signature.
#[derive(Clone)]
pub struct Certificate {
    der: CertificateDer<'static>,
    subject: Name,
    issuer: Name,
    version: u8,
    not_before: i64,
    not_after: i64,
    key: Result<PublicKey, KeyError>,
}

impl Certificate {
    /// Every certificate in a file: PEM blocks, or one as DER.
    ///
    /// # Errors
    /// There is none, or one cannot be read.
    pub fn read(file: &[u8]) -> Result<Vec<Self>, KeyError> {
        let parts = parts(file)?;
        let certificates: Vec<_> = parts
            .iter()
            .filter(|part| part.kind == FileKind::Certificate)
            .map(|part| Self::from_der(&part.der))
            .collect::<Result<_, _>>()?;
        if certificates.is_empty() { Err(KeyError::CertificateMissing { found: found(&parts) }) } else { Ok(certificates) }
    }

    pub(crate) fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let certificate = x509_cert::Certificate::from_der(der).map_err(|_| KeyError::Malformed { kind: FileKind::Certificate })?;
        let content = certificate.tbs_certificate();
        Ok(Self {
            der: CertificateDer::from(der.to_vec()),
            subject: content.subject().clone(),
            issuer: content.issuer().clone(),
            version: match content.version() {
                Version::V1 => 1,
                Version::V2 => 2,
                Version::V3 => 3,
            },
            not_before: unix_seconds(content.validity().not_before),
            not_after: unix_seconds(content.validity().not_after),
            key: PublicKey::from_spki(content.subject_public_key_info()),
        })
    }

    /// Whose it is: `CN=...,O=...`.
    pub fn subject(&self) -> String {
        self.subject.to_string()
    }

    /// Who issued it. A self-signed certificate names its own subject.
    pub fn issuer(&self) -> String {
        self.issuer.to_string()
    }

    /// The X.509 version: 1, 2 or 3.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The key that it certifies.
    ///
    /// # Errors
    /// The key is not RSA, or has a wrong size.
    pub fn public_key(&self) -> Result<&PublicKey, KeyError> {
        self.key.as_ref().map_err(Clone::clone)
    }

    /// The first second of its life.
    pub fn not_before(&self) -> BeijingTime {
        BeijingTime::from_unix_seconds(self.not_before)
    }

    /// The last second of its life.
    pub fn not_after(&self) -> BeijingTime {
        BeijingTime::from_unix_seconds(self.not_after)
    }

    /// Whole days until it ends; negative once it has ended.
    pub fn days_left(&self, now: SystemTime) -> i64 {
        self.seconds_left(now).div_euclid(DAY)
    }

    /// Whether it is time to renew it: from 45 days before its end on.
    pub fn expires_soon(&self, now: SystemTime) -> bool {
        self.seconds_left(now) <= WARNING
    }

    /// Whether it has ended.
    pub fn expired(&self, now: SystemTime) -> bool {
        self.seconds_left(now) < 0
    }

    /// The certificate itself.
    pub fn der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// Whether this one names `other` as its issuer. A self-signed certificate names nobody else.
    pub(crate) fn names_as_issuer(&self, other: &Self) -> bool {
        self.issuer == other.subject && self.issuer != self.subject
    }

    /// Whether rustls takes it as a client's identity; it would refuse without saying why.
    pub(crate) fn require_tls(&self) -> Result<(), KeyError> {
        let bits = self.public_key()?.bits();
        if bits < 2048 {
            return Err(KeyError::TlsSize { bits });
        }
        if self.version < 3 {
            return Err(KeyError::TlsVersion { version: self.version });
        }
        Ok(())
    }

    fn seconds_left(&self, now: SystemTime) -> i64 {
        self.not_after.saturating_sub(BeijingTime::from(now).unix_seconds())
    }
}

fn unix_seconds(time: Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject())
            .field("version", &self.version)
            .field("not_after", &self.not_after())
            .field("key", &self.key)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn one(file: &[u8]) -> Certificate {
        Certificate::read(file).expect("a certificate").remove(0)
    }

    #[test]
    fn facts() {
        let client = one(include_bytes!("../../../fixtures/keys/client.crt.pem"));
        assert_eq!(client.subject(), "CN=cnpay test client,O=cnpay test only");
        assert_eq!(client.issuer(), "CN=client authority,O=cnpay test only");
        assert_eq!(client.version(), 3);
        assert_eq!(client.public_key().map(PublicKey::bits), Ok(2048));
        assert_eq!(client.not_before().dashed(), "2024-01-01 08:00:00");
        assert_eq!(client.not_after().dashed(), "2100-01-01 07:59:59");

        let old = one(include_bytes!("../../../fixtures/keys/notice-1024.cer"));
        assert_eq!(old.issuer(), old.subject());
        assert_eq!(old.version(), 1);
        assert_eq!(old.not_after().unix_seconds(), 1_325_376_000);

        let elliptic = one(include_bytes!("../../../fixtures/keys/ec.pem"));
        assert_eq!(elliptic.subject(), "CN=elliptic,O=cnpay test only");
        assert!(matches!(elliptic.public_key(), Err(KeyError::NotRsa { .. })));
    }

    #[test]
    fn the_days_before_the_end() {
        let certificate = one(include_bytes!("../../../fixtures/keys/notice-1024.cer"));
        let at = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let (end, day) = (1_325_376_000, 86_400);
        for (now, days, soon, expired) in [
            (end - 45 * day - 1, 45, false, false),
            (end - 45 * day, 45, true, false),
            (end - 45 * day + 1, 44, true, false),
            (end - 1, 0, true, false),
            (end, 0, true, false),
            (end + 1, -1, true, true),
            (end + day + 1, -2, true, true),
        ] {
            let now = at(now);
            let facts = (certificate.days_left(now), certificate.expires_soon(now), certificate.expired(now));
            assert_eq!(facts, (days, soon, expired), "{now:?}");
        }
    }

    #[test]
    fn what_is_no_certificate() {
        for (file, error) in [
            (&b""[..], KeyError::Empty),
            (b"hello", KeyError::CertificateMissing { found: FileKind::Text }),
            (include_bytes!("../../../fixtures/keys/notice-2048.pub.pem"), KeyError::CertificateMissing { found: FileKind::PublicKey }),
            (include_bytes!("../../../fixtures/keys/client-3des.pfx"), KeyError::CertificateMissing { found: FileKind::Pfx }),
            (b"\x30\x04\x30\x00\x30\x00", KeyError::Malformed { kind: FileKind::Certificate }),
        ] {
            assert_eq!(Certificate::read(file).map(|_| ()), Err(error));
        }
    }
}
