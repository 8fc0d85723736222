//! RSA signatures, verified.

use std::fmt;

use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RsaParameters,
    RsaPublicKeyComponents,
};

use crate::{FileKind, Hash, KeyError, PublicKey, SignatureError, Verified};

/// Verifies PKCS#1 v1.5 signatures with a ring of keys and a list of accepted hashes.
///
/// A key is tried when the signature is exactly as long as its modulus. Keys are parsed once, here.
pub struct RsaVerifier {
    ring: Vec<RingKey>,
    hashes: Vec<Hash>,
}

struct RingKey {
    bits: usize,
    /// The key once for each hash.
    parsed: Vec<ParsedPublicKey>,
}

impl RsaVerifier {
    /// A verifier that believes any of `keys` under any of `hashes`.
    ///
    /// # Errors
    /// No key, or no hash.
    pub fn new(keys: impl IntoIterator<Item = PublicKey>, hashes: impl IntoIterator<Item = Hash>) -> Result<Self, KeyError> {
        let hashes = Vec::from_iter(hashes);
        if hashes.is_empty() {
            return Err(KeyError::NoHashes);
        }
        let ring = keys.into_iter().map(|key| RingKey::new(&key, &hashes)).collect::<Result<Vec<_>, _>>()?;
        if ring.is_empty() { Err(KeyError::NoKeys) } else { Ok(Self { ring, hashes }) }
    }

    /// Believes `signed`, whole and as it is, or says why not.
    ///
    /// # Errors
    /// [`SignatureError`]: the signature's length fits no key, or no key of that length made it.
    pub fn verify<B: AsRef<[u8]>>(&self, signed: B, signature: &[u8]) -> Result<Verified<B>, SignatureError> {
        let mut fitting = self.ring.iter().filter(|key| key.bits.div_ceil(8) == signature.len()).peekable();
        if fitting.peek().is_none() {
            let held = self.ring.iter().map(|key| key.bits).collect();
            return Err(SignatureError::Length { length: signature.len(), held });
        }
        let bytes = signed.as_ref();
        let verifies = fitting.flat_map(|key| &key.parsed).any(|key| key.verify_sig(bytes, signature).is_ok());
        if verifies { Ok(Verified::new(signed)) } else { Err(SignatureError::Wrong) }
    }
}

impl RingKey {
    fn new(key: &PublicKey, hashes: &[Hash]) -> Result<Self, KeyError> {
        let components = RsaPublicKeyComponents { n: key.modulus(), e: key.exponent() };
        let parsed = hashes
            .iter()
            .map(|&hash| components.to_parsed_public_key(parameters(hash)))
            .collect::<Result<_, _>>()
            .map_err(|_| KeyError::Malformed { kind: FileKind::RsaPublicKey })?;
        Ok(Self { bits: key.bits(), parsed })
    }
}

/// "Legacy" is what lets RSA-1024 in, under SHA-256 too.
fn parameters(hash: Hash) -> &'static RsaParameters {
    match hash {
        Hash::Sha1 => &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Hash::Sha256 => &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    }
}

impl fmt::Debug for RsaVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits: Vec<_> = self.ring.iter().map(|key| key.bits).collect();
        f.debug_struct("RsaVerifier").field("bits", &bits).field("hashes", &self.hashes).finish()
    }
}
