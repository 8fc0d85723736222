//! RSA pairs, made fresh: for simulators and tests, and for a merchant who needs a new pair.

use paycore::Sensitive;
use rsa::{
    RsaPrivateKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding},
    rand_core::OsRng,
};

/// A fresh RSA pair as PEM.
#[derive(Debug, Clone)]
pub struct RsaPair {
    /// The private key, PKCS#8.
    pub private: Sensitive,
    /// The public key, SPKI.
    pub public: String,
}

/// No pair could be made: a size that is none, or no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no RSA pair could be made")]
pub struct GenerateError;

impl RsaPair {
    /// A pair of that many bits. It takes a moment: the primes are found by trying.
    ///
    /// # Errors
    /// A size beyond 1024 to 4096 bits.
    pub fn generate(bits: usize) -> Result<Self, GenerateError> {
        if !(1024..=4096).contains(&bits) {
            return Err(GenerateError);
        }
        let key = RsaPrivateKey::new(&mut OsRng, bits).map_err(|_| GenerateError)?;
        let private = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| GenerateError)?;
        let public = key.to_public_key().to_public_key_pem(LineEnding::LF).map_err(|_| GenerateError)?;
        Ok(Self { private: Sensitive::from(private.as_str()), public })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hash, PublicKey, RsaSigner, RsaVerifier};

    #[test]
    fn a_fresh_pair_fits_together() {
        let pair = RsaPair::generate(1024).expect("a pair");
        let signer = RsaSigner::read(pair.private.expose().as_bytes()).expect("a private key");
        assert_eq!(signer.bits(), 1024);
        let signature = signer.sign(Hash::Sha256, b"text").expect("a signature");
        let ring = RsaVerifier::new(PublicKey::read(pair.public.as_bytes()).expect("a public key"), [Hash::Sha256]).expect("a ring");
        assert!(ring.verify(b"text", &signature).is_ok());
        assert!(!format!("{pair:?}").contains("PRIVATE"));
        assert_eq!(RsaPair::generate(512).map(drop), Err(GenerateError));
    }
}
