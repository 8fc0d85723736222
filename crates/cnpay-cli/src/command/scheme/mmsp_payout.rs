//! `mmsp-payout`: the plaintext of a payout to sign, an envelope to explain.

use std::path::Path;

use cnpay::{
    Config, Explanation,
    mmsp::explain::payout::{explain as diagnose, sign as signed},
};
use paysign::{PublicKey, RsaDecryptor, RsaEncryptor, RsaSigner};

use super::Signed;
use crate::{
    args::{Explain, Keys, Sign},
    failure::Failure,
};

/// What both sides hold.
struct Ring {
    signer: RsaSigner,
    decryptor: RsaDecryptor,
    platform: Vec<PublicKey>,
}

impl Ring {
    /// Flags win over the settings, and need none when both are given.
    fn of(keys: &Keys, config: &Path) -> Result<Self, Failure> {
        let (own, platform) = (keys.private()?, keys.public()?);
        match (own, platform.is_empty()) {
            (Some(signer), false) => Ok(Self { signer, decryptor: keys.decryptor()?, platform }),
            (own, no_platform) => {
                let (file, of_settings) = Config::load(config)?.payout_keys()?;
                let wrong = |error| Failure::from(cnpay::ConfigError::new("mmsp.payout.private_key", format!("{error}")));
                let (signer, decryptor) = match own {
                    Some(signer) => (signer, keys.decryptor()?),
                    None => (RsaSigner::read(&file).map_err(wrong)?, RsaDecryptor::read(&file).map_err(wrong)?),
                };
                Ok(Self { signer, decryptor, platform: if no_platform { of_settings } else { platform } })
            }
        }
    }
}

pub(super) fn sign(config: &Path, arguments: &Sign, message: &[u8]) -> Result<Signed, Failure> {
    let ring = Ring::of(&arguments.keys, config)?;
    let platform = ring.platform.into_iter().next().ok_or_else(|| Failure::usage("--cert: the platform's public key is expected"))?;
    let signed = signed(message, &ring.signer, &RsaEncryptor::new(platform))?;
    Ok(Signed { base: signed.base, signature: signed.signature, encrypt: Some(signed.encrypt) })
}

pub(super) fn explain(config: &Path, arguments: &Explain, message: &[u8]) -> Result<Explanation, Failure> {
    let ring = Ring::of(&arguments.keys, config)?;
    Ok(diagnose(message, arguments.signature.as_deref(), &ring.decryptor, &ring.platform, Some(&ring.signer))?)
}
