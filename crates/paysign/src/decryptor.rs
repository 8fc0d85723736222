//! RSA decryption: what a payout's reply is read with.

use std::{fmt, sync::Arc};

use paycore::Sensitive;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey, rand_core::OsRng, traits::PublicKeyParts};
use zeroize::Zeroizing;

use crate::{KeyError, pfx, private_key};

/// No message of an acquirer comes near it, and it bounds how long a stranger's bytes keep a private key busy.
pub(crate) const MOST_BLOCKS: usize = 256;

/// Decrypts with an RSA key of 1024 to 4096 bits, PKCS#1 v1.5. A clone shares the key.
///
/// The plain text proves nothing about who wrote it: whoever has the public key can encrypt.
#[derive(Clone)]
pub struct RsaDecryptor(Arc<RsaPrivateKey>);

/// The bytes are not what this key decrypts. Deliberately nothing more: whoever may send bytes and learns what is wrong with them can, by
/// trying often enough, decrypt what was meant for the key's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be decrypted with this key")]
pub struct DecryptionError;

impl RsaDecryptor {
    /// From a private key as PEM or DER: PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// As [`RsaSigner::read`](crate::RsaSigner::read).
    pub fn read(file: &[u8]) -> Result<Self, KeyError> {
        private_key::read(file).map(Self::new)
    }

    /// From the private key of a PFX; no certificate is needed.
    ///
    /// # Errors
    /// As [`RsaSigner::from_pfx`](crate::RsaSigner::from_pfx).
    pub fn from_pfx(file: &[u8], password: &Sensitive) -> Result<Self, KeyError> {
        pfx::open(file, password).map(|pfx| Self::new(pfx.key))
    }

    fn new(key: RsaPrivateKey) -> Self {
        Self(Arc::new(key))
    }

    /// Decrypts blocks as long as the key and joins what was in them, bytes as they are: a character may lie across two blocks.
    ///
    /// At most 256 blocks, each with as few bytes in it as its sender liked. The private operations are blinded against timing.
    ///
    /// # Errors
    /// [`DecryptionError`], whatever the reason.
    pub fn decrypt(&self, encrypted: &[u8]) -> Result<Zeroizing<Vec<u8>>, DecryptionError> {
        let blocks = encrypted.chunks_exact(self.0.size());
        // Nobody learns anything here: the sender can count.
        if !blocks.remainder().is_empty() || !(1..=MOST_BLOCKS).contains(&blocks.len()) {
            return Err(DecryptionError);
        }
        // Reserved at once: growing would leave copies behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(encrypted.len()));
        let mut good = true;
        for block in blocks {
            // A bad block does not end it, so that the time does not tell which one was bad.
            let opened = self.0.decrypt_blinded(&mut OsRng, Pkcs1v15Encrypt, block);
            good &= opened.is_ok();
            plain.extend_from_slice(&Zeroizing::new(opened.unwrap_or_default()));
        }
        if good { Ok(plain) } else { Err(DecryptionError) }
    }
}

impl fmt::Debug for RsaDecryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaDecryptor({} bits)", self.0.n().bits())
    }
}
