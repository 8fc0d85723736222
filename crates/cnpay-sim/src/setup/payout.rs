//! The two RSA pairs of the payouts: the merchant's and the platform's, 1024 bits each.

use paycore::Sensitive;
use paysign::{PublicKey, RsaDecryptor, RsaSigner};
use rsa::{
    RsaPrivateKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding},
    rand_core::OsRng,
};

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
        let ((merchant_pem, merchant_public_pem), (platform_pem, platform_public_pem)) = (pair()?, pair()?);
        let merchant_public = PublicKey::read(merchant_public_pem.as_bytes())?;
        let platform = platform_pem.expose().as_bytes();
        Ok(Self {
            merchant_pem,
            merchant_public: merchant_public.into_iter().next().ok_or(SetupError::Payout)?,
            platform: Keys { decryptor: RsaDecryptor::read(platform)?, signer: RsaSigner::read(platform)? },
            platform_public_pem,
        })
    }
}

/// A private key and its public half, PEM.
fn pair() -> Result<(Sensitive, String), SetupError> {
    let key = RsaPrivateKey::new(&mut OsRng, BITS).map_err(|_| SetupError::Payout)?;
    let private = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| SetupError::Payout)?;
    let public = key.to_public_key().to_public_key_pem(LineEnding::LF).map_err(|_| SetupError::Payout)?;
    Ok((Sensitive::from(private.as_str()), public))
}
