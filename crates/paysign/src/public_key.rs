//! RSA public keys.

use std::fmt;

use rsa::{BigUint, RsaPrivateKey, RsaPublicKey, pkcs1, traits::PublicKeyParts};
use x509_cert::{der::Decode, spki::SubjectPublicKeyInfoOwned};

use crate::{
    Certificate, FileKind, KeyError,
    parts::{found, parts},
};

/// An RSA public key of 1024 to 4096 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(RsaPublicKey);

impl PublicKey {
    /// Every public key in a file: certificates, SPKI and PKCS#1 keys, as PEM blocks or one as DER.
    ///
    /// A certificate counts as a bare key: its dates, issuer, version and signature are not looked at.
    ///
    /// # Errors
    /// There is no public key, or one of them cannot be read, is not RSA or has a wrong size.
    pub fn read(file: &[u8]) -> Result<Vec<Self>, KeyError> {
        let parts = parts(file)?;
        let keys: Vec<_> = parts
            .iter()
            .filter_map(|part| match part.kind {
                FileKind::Certificate => Some(Certificate::from_der(&part.der).and_then(|certificate| certificate.public_key().cloned())),
                kind => Self::from_der(kind, &part.der),
            })
            .collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(KeyError::PublicKeyMissing { found: found(&parts) }) } else { Ok(keys) }
    }

    /// The size of the modulus in bits.
    pub fn bits(&self) -> usize {
        self.0.n().bits()
    }

    /// The key that a bare public key of this kind is; `None` where the kind is another.
    pub(crate) fn from_der(kind: FileKind, der: &[u8]) -> Option<Result<Self, KeyError>> {
        match kind {
            FileKind::PublicKey => Some(from_spki_der(der)),
            FileKind::RsaPublicKey => Some(Self::from_pkcs1(der)),
            _ => None,
        }
    }

    pub(crate) fn inner(&self) -> &RsaPublicKey {
        &self.0
    }

    /// The public half of a private key that was read here.
    pub(crate) fn of(key: &RsaPrivateKey) -> Self {
        Self(key.to_public_key())
    }

    pub(crate) fn from_spki(spki: &SubjectPublicKeyInfoOwned) -> Result<Self, KeyError> {
        require_rsa(&spki.algorithm.oid.to_string())?;
        Self::from_pkcs1(spki.subject_public_key.raw_bytes())
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyError> {
        let malformed = KeyError::Malformed { kind: FileKind::RsaPublicKey };
        let key = pkcs1::RsaPublicKey::try_from(der).map_err(|_| malformed.clone())?;
        let modulus = BigUint::from_bytes_be(key.modulus.as_bytes());
        require_size(&modulus)?;
        let exponent = BigUint::from_bytes_be(key.public_exponent.as_bytes());
        RsaPublicKey::new(modulus, exponent).map(Self).map_err(|_| malformed)
    }

    pub(crate) fn rsa(&self) -> &RsaPublicKey {
        &self.0
    }

    pub(crate) fn modulus(&self) -> Vec<u8> {
        self.0.n().to_bytes_be()
    }

    pub(crate) fn exponent(&self) -> Vec<u8> {
        self.0.e().to_bytes_be()
    }
}

fn from_spki_der(der: &[u8]) -> Result<PublicKey, KeyError> {
    let spki = SubjectPublicKeyInfoOwned::from_der(der).map_err(|_| KeyError::Malformed { kind: FileKind::PublicKey })?;
    PublicKey::from_spki(&spki)
}

/// The algorithm of a key is RSA.
pub(crate) fn require_rsa(algorithm: &str) -> Result<(), KeyError> {
    const RSA_ENCRYPTION: &str = "1.2.840.113549.1.1.1";
    if algorithm == RSA_ENCRYPTION { Ok(()) } else { Err(KeyError::NotRsa { algorithm: algorithm.to_owned() }) }
}

/// The size of a key is one that acquirers use.
pub(crate) fn require_size(modulus: &BigUint) -> Result<(), KeyError> {
    match modulus.bits() {
        1024..=4096 => Ok(()),
        bits => Err(KeyError::Size { bits }),
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({} bits)", self.bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PKCS#1 public key with an odd modulus of `bits`.
    fn pkcs1(bits: usize) -> Vec<u8> {
        let mut modulus = vec![0xFF; bits.div_ceil(8)];
        modulus[0] >>= modulus.len() * 8 - bits;
        let integer = |bytes: &[u8]| pkcs1::UintRef::new(bytes).map(|_| bytes.to_vec()).expect("an integer");
        let (modulus, exponent) = (integer(&modulus), integer(&[1, 0, 1]));
        let key = pkcs1::RsaPublicKey {
            modulus: pkcs1::UintRef::new(&modulus).expect("an integer"),
            public_exponent: pkcs1::UintRef::new(&exponent).expect("an integer"),
        };
        rsa::pkcs8::der::Encode::to_der(&key).expect("a key")
    }

    #[test]
    fn only_sizes_in_use() {
        for bits in [1024, 1025, 2048, 4096] {
            assert_eq!(PublicKey::read(&pkcs1(bits)).map(|keys| keys[0].bits()), Ok(bits));
        }
        for bits in [512, 1023, 4097, 8192] {
            assert_eq!(PublicKey::read(&pkcs1(bits)), Err(KeyError::Size { bits }));
        }
    }

    #[test]
    fn one_key_in_every_dress() {
        let files = [
            &include_bytes!("../../../fixtures/keys/notice-2048.crt.pem")[..],
            include_bytes!("../../../fixtures/keys/notice-2048.pub.pem"),
            include_bytes!("../../../fixtures/keys/notice-2048.rsapub.pem"),
        ];
        let each: Vec<_> = files.iter().map(|file| PublicKey::read(file).expect("a key")).collect();
        assert!(each.iter().all(|keys| keys.len() == 1 && keys == &each[0]));
        let together = PublicKey::read(&files.concat()).expect("three keys");
        assert_eq!(together, each.concat());
    }

    #[test]
    fn an_expired_v1_certificate_is_a_key() {
        let der = PublicKey::read(include_bytes!("../../../fixtures/keys/notice-1024.cer")).expect("a key");
        let pem = PublicKey::read(include_bytes!("../../../fixtures/keys/notice-1024.crt.pem")).expect("a key");
        assert_eq!(der, pem);
        assert_eq!(format!("{der:?}"), "[PublicKey(1024 bits)]");
    }

    #[test]
    fn what_is_no_public_key() {
        for (file, found) in [
            (&include_bytes!("../../../fixtures/keys/client.key.pem")[..], FileKind::PrivateKey),
            (include_bytes!("../../../fixtures/keys/client-aes.pfx"), FileKind::Pfx),
            (b"-----BEGIN", FileKind::Text),
        ] {
            assert_eq!(PublicKey::read(file), Err(KeyError::PublicKeyMissing { found }));
        }
        assert_eq!(PublicKey::read(b""), Err(KeyError::Empty));
        let elliptic = PublicKey::read(include_bytes!("../../../fixtures/keys/ec.pem"));
        assert_eq!(elliptic, Err(KeyError::NotRsa { algorithm: "1.2.840.10045.2.1".to_owned() }));
        let mut cut = include_bytes!("../../../fixtures/keys/notice-1024.cer").to_vec();
        cut.pop();
        assert_eq!(PublicKey::read(&cut), Err(KeyError::Malformed { kind: FileKind::Certificate }));
    }
}
