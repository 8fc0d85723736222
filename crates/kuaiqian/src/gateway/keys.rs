//! What signs and what verifies. Section 4 of the specification.

use base64::{Engine, engine::general_purpose::STANDARD};
use kq_form::{Listed, Signed, Signing};
use paycore::{ConfigError, Sensitive};
use paysign::{Hash, Md5Key, RsaSigner, RsaVerifier, Verified};

/// How payment requests are signed.
#[derive(Debug, Clone)]
pub enum Signer {
    /// With the gateway key 人民币网关密钥 (signType 1).
    Md5(Md5Key),
    /// With the merchant's private key (signType 4). Query and refund always use SHA-256, whatever the hash here.
    Rsa(RsaSigner, Hash),
}

/// How notices and replies are verified: one way, never the one that a message asks for.
#[derive(Debug)]
pub enum Verifier {
    /// With the gateway key (signType 1).
    Md5(Md5Key),
    /// With 99bill's pinned keys (signType 4).
    Rsa(RsaVerifier),
}

impl Signer {
    /// The `signType` of payments.
    pub const fn sign_type(&self) -> &'static str {
        sign_type(self.signing())
    }

    pub(super) const fn signing(&self) -> Signing {
        match self {
            Self::Md5(_) => Signing::Md5,
            Self::Rsa(..) => Signing::Rsa,
        }
    }

    /// The signature of a payment's base.
    pub(super) fn sign(&self, base: &[u8]) -> Result<String, ConfigError> {
        match self {
            Self::Md5(key) => Ok(key.sign(base)),
            Self::Rsa(key, hash) => rsa(key, *hash, base),
        }
    }
}

impl Verifier {
    /// The `signType` of what this verifies.
    pub const fn sign_type(&self) -> &'static str {
        match self {
            Self::Md5(_) => sign_type(Signing::Md5),
            Self::Rsa(_) => sign_type(Signing::Rsa),
        }
    }

    /// Believes a message of the payment interface, or says why not.
    pub(super) fn verify<'a>(&self, message: Listed<'a>) -> Result<Verified<Signed<'a>>, String> {
        // Section 7.2, step 4: even a good signature of the other type is not to be believed.
        if message.get("signType") != Some(self.sign_type().as_bytes()) {
            return Err(format!("signType {} is expected", self.sign_type()));
        }
        match self {
            Self::Md5(key) => md5_verified(key, message),
            Self::Rsa(keys) => rsa_verified(keys, message, &Sensitive::default()),
        }
    }
}

/// The `signType` of the payment interface; the services have one of their own.
pub(super) const fn sign_type(signing: Signing) -> &'static str {
    match signing {
        Signing::Md5 => "1",
        Signing::Rsa => "4",
    }
}

/// An RSA signature as it is written: Base64 in one line.
pub(super) fn rsa(key: &RsaSigner, hash: Hash, text: &[u8]) -> Result<String, ConfigError> {
    match key.sign(hash, text) {
        Ok(signature) => Ok(STANDARD.encode(signature)),
        Err(error) => Err(ConfigError::new("private_key", error.to_string())),
    }
}

/// Believes a message that an MD5 key signed.
pub(super) fn md5_verified<'a>(key: &Md5Key, message: Listed<'a>) -> Result<Verified<Signed<'a>>, String> {
    let given = given(&message)?.to_vec();
    // What is not even ASCII is no digest, and the key says so.
    let given = String::from_utf8_lossy(&given);
    unambiguous(key.verify(message.for_md5(), &given).map_err(|error| error.to_string())?)
}

/// Believes a message that a private key of 99bill signed; `query_key` ends the text where the list says so.
pub(super) fn rsa_verified<'a>(keys: &RsaVerifier, message: Listed<'a>, query_key: &Sensitive) -> Result<Verified<Signed<'a>>, String> {
    let signature = base64(given(&message)?).ok_or("the signature is not Base64 in one line")?;
    unambiguous(keys.verify(message.for_rsa(query_key), &signature).map_err(|error| error.to_string())?)
}

/// What is signed, if it can be read in one way only.
fn unambiguous(verified: Verified<Signed<'_>>) -> Result<Verified<Signed<'_>>, String> {
    match verified.get().ambiguous() {
        Some(field) => Err(format!("{field} repeats the name of a field: the signature would fit other values too")),
        None => Ok(verified),
    }
}

fn given<'m>(message: &'m Listed<'_>) -> Result<&'m [u8], String> {
    message.signature().ok_or_else(|| format!("no {}", message.list().signature))
}

/// Decodes Base64, blanks turned back into the plus signs that they were (section 4.5).
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    if !text.contains(&b' ') {
        return STANDARD.decode(text).ok();
    }
    let mended: Vec<u8> = text.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect();
    STANDARD.decode(mended).ok()
}
