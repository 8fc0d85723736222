//! Who the merchant is to payout, and with which keys. Section 5.

use std::fmt;

use paycore::{ConfigError, Sensitive};
use paysign::{Hash, KeyError, PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner, RsaVerifier};

/// One merchant's account for payouts.
pub struct PayoutAccount {
    /// Where requests go, exactly as it stands.
    pub base_url: String,
    /// Merchant number 商户号.
    pub merchant: String,
    /// Signs requests: the merchant's private key.
    pub signer: RsaSigner,
    /// Opens replies: the same key.
    pub decryptor: RsaDecryptor,
    /// Seals requests: the platform's public key.
    pub encryptor: RsaEncryptor,
    /// Verifies the signature of replies, where that is switched on: the platform's public key.
    pub verifier: RsaVerifier,
    /// Whether a reply is believed only with a `SIGN` of the platform over its plaintext. Whether the platform sends one is not documented
    /// (decision D57).
    pub verify_reply_sign: bool,
    /// `Content-Type` of requests (decision D22).
    pub content_type: String,
}

impl PayoutAccount {
    /// An account from key files: the merchant's private key (PEM or DER) and the platform's public key.
    ///
    /// # Errors
    /// [`ConfigError`] names the key of the settings whose file holds no such key.
    pub fn new(
        base_url: impl Into<String>,
        merchant: impl Into<String>,
        private_key: &[u8],
        platform_key: PublicKey,
    ) -> Result<Self, ConfigError> {
        let keys = RsaSigner::read(private_key).and_then(|signer| Ok((signer, RsaDecryptor::read(private_key)?)));
        Self::of(base_url.into(), merchant.into(), keys, platform_key)
    }

    /// The same with a private key from a PFX.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_pfx(
        base_url: impl Into<String>,
        merchant: impl Into<String>,
        pfx: &[u8],
        password: &Sensitive,
        platform_key: PublicKey,
    ) -> Result<Self, ConfigError> {
        let keys = RsaSigner::from_pfx(pfx, password).and_then(|signer| Ok((signer, RsaDecryptor::from_pfx(pfx, password)?)));
        Self::of(base_url.into(), merchant.into(), keys, platform_key)
    }

    fn of(
        base_url: String,
        merchant: String,
        keys: Result<(RsaSigner, RsaDecryptor), KeyError>,
        platform_key: PublicKey,
    ) -> Result<Self, ConfigError> {
        let (signer, decryptor) = keys.map_err(|error| ConfigError::new("private_key", error.to_string()))?;
        let verifier = RsaVerifier::new([platform_key.clone()], [Hash::Sha1]);
        Ok(Self {
            base_url,
            merchant,
            signer,
            decryptor,
            verifier: verifier.map_err(|error| ConfigError::new("platform_key", error.to_string()))?,
            encryptor: RsaEncryptor::new(platform_key),
            verify_reply_sign: false,
            content_type: "application/json".into(),
        })
    }
}

impl fmt::Debug for PayoutAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayoutAccount").field("merchant", &self.merchant).field("signer", &self.signer).finish_non_exhaustive()
    }
}
