//! RSA signatures, made.

use std::{fmt, sync::Arc};

use paycore::Sensitive;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, rand_core::OsRng, traits::PublicKeyParts};
use sha1::{Digest, Sha1};
use sha2::Sha256;

use crate::{Hash, KeyError, PublicKey, pfx, private_key};

/// Signs with an RSA key of 1024 to 4096 bits, PKCS#1 v1.5. A clone shares the key.
#[derive(Clone)]
pub struct RsaSigner(Arc<RsaPrivateKey>);

/// The computation did not pass its own check, and no signature left it. Sound keys on sound hardware never see this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the RSA signature failed its own check")]
pub struct SigningError;

impl RsaSigner {
    /// From a private key as PEM or DER: PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// There is no private key, more than one, or one that is encrypted, damaged, not RSA or of a wrong size.
    pub fn read(file: &[u8]) -> Result<Self, KeyError> {
        private_key::read(file).map(Self::new)
    }

    /// From the private key of a PFX; no certificate is needed.
    ///
    /// # Errors
    /// As [`Identity::from_pfx`](crate::Identity::from_pfx), certificates aside.
    pub fn from_pfx(file: &[u8], password: &Sensitive) -> Result<Self, KeyError> {
        pfx::open(file, password).map(|pfx| Self::new(pfx.key))
    }

    pub(crate) fn new(key: RsaPrivateKey) -> Self {
        Self(Arc::new(key))
    }

    /// Signs `message`. The private operation is blinded against timing.
    ///
    /// # Errors
    /// The computation went wrong, and nothing was signed.
    pub fn sign(&self, hash: Hash, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let (scheme, digest) = match hash {
            Hash::Sha1 => (Pkcs1v15Sign::new::<Sha1>(), Sha1::digest(message).to_vec()),
            Hash::Sha256 => (Pkcs1v15Sign::new::<Sha256>(), Sha256::digest(message).to_vec()),
        };
        self.0.sign_with_rng(&mut OsRng, scheme, &digest).map_err(|_| SigningError)
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        PublicKey::of(&self.0)
    }

    /// The size of the modulus in bits.
    pub fn bits(&self) -> usize {
        self.0.n().bits()
    }
}

impl fmt::Debug for RsaSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaSigner({} bits)", self.bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_size_only() {
        let signer = RsaSigner::read(include_bytes!("../../../fixtures/keys/notice-1024.key.pem")).expect("a key");
        assert_eq!(format!("{signer:?}"), "RsaSigner(1024 bits)");
    }

    #[test]
    fn the_public_half_is_the_certificate_s_key() {
        let signer = RsaSigner::read(include_bytes!("../../../fixtures/keys/notice-1024.key.pem")).expect("a key");
        let published = PublicKey::read(include_bytes!("../../../fixtures/keys/notice-1024.cer")).expect("a key");
        assert_eq!(published, [signer.public_key()]);
    }
}
