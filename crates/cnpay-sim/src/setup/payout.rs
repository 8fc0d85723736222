//! The two RSA pairs of the payouts: the merchant's and the platform's, 1024 bits each.

use paycore::Sensitive;
use paysign::{PublicKey, RsaDecryptor, RsaPair, RsaSigner};

use super::SetupError;
use crate::mmsp::Keys;

const BITS: usize = 1024;

/// What merchant and platform hold.
pub(super) struct PayoutKeys {
    /// The merchant's private key, PKCS#8 as PEM.
    pub(super) merchant_pem: Sensitive,
    pub(super) merchant_public: PublicKey,
    pub(super) platform: Keys,
    /// The platform's public key, PEM.
    pub(super) platform_public_pem: String,
}

impl PayoutKeys {
    pub(super) fn create() -> Result<Self, SetupError> {
        let pair = || RsaPair::generate(BITS).map_err(|_| SetupError::Payout);
        let (merchant, platform) = (pair()?, pair()?);
        let merchant_public = PublicKey::read(merchant.public.as_bytes())?;
        let private = platform.private.expose().as_bytes();
        let keys = Keys { decryptor: RsaDecryptor::read(private)?, signer: RsaSigner::read(private)? };
        Ok(Self {
            merchant_pem: merchant.private,
            merchant_public: merchant_public.into_iter().next().ok_or(SetupError::Payout)?,
            platform: keys,
            platform_public_pem: platform.public,
        })
    }
}
