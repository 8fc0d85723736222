//! RSA encryption: so that only the provider reads a payout.

use std::fmt;

use rsa::{Pkcs1v15Encrypt, rand_core::OsRng};

use crate::{PublicKey, decryptor::MOST_BLOCKS};

/// What PKCS#1 v1.5 needs of each block for itself.
const PADDING: usize = 11;

/// Encrypts with an RSA key, PKCS#1 v1.5.
///
/// A message is cut, by bytes, into blocks of what one RSA operation takes (117 bytes at 1024 bits); the results stand one after the
/// other. The same message never encrypts to the same bytes twice.
///
/// ```
/// use paysign::{PublicKey, RsaDecryptor, RsaEncryptor};
///
/// # let file = |name| std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
/// let platform = PublicKey::read(&file("notice-2048.pub.pem"))?.remove(0);
/// let encrypted = RsaEncryptor::new(platform).encrypt("付款中".as_bytes())?;
/// let decrypted = RsaDecryptor::read(&file("notice-2048.key.pem"))?.decrypt(&encrypted)?;
/// assert_eq!(std::str::from_utf8(&decrypted)?, "付款中");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct RsaEncryptor(PublicKey);

/// The message is too long for the key, and nothing was encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("at most {limit} bytes can be encrypted with this key")]
pub struct EncryptionError {
    /// How many bytes this key takes.
    pub limit: usize,
}

impl RsaEncryptor {
    /// Encrypts for the owner of `key`.
    pub fn new(key: PublicKey) -> Self {
        Self(key)
    }

    /// Encrypts `plain`. An empty message is one block, too.
    ///
    /// # Errors
    /// `plain` needs more blocks than [`RsaDecryptor`](crate::RsaDecryptor) accepts.
    pub fn encrypt(&self, plain: &[u8]) -> Result<Vec<u8>, EncryptionError> {
        let size = self.0.bits().div_ceil(8);
        let most = size - PADDING;
        let error = EncryptionError { limit: most * MOST_BLOCKS };
        if plain.len() > error.limit {
            return Err(error);
        }
        let mut encrypted = Vec::with_capacity(plain.len().div_ceil(most).max(1) * size);
        let mut rest = plain;
        loop {
            let (block, tail) = rest.split_at(rest.len().min(most));
            // It has nothing to refuse: the key was checked when it was read, and the block fits.
            encrypted.extend(self.0.rsa().encrypt(&mut OsRng, Pkcs1v15Encrypt, block).map_err(|_| error)?);
            if tail.is_empty() {
                return Ok(encrypted);
            }
            rest = tail;
        }
    }
}

impl fmt::Debug for RsaEncryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaEncryptor({} bits)", self.0.bits())
    }
}
