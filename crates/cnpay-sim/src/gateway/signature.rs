//! Signatures as they stand in a message, and 99bill's own.

use base64::{Engine, prelude::BASE64_STANDARD};
use kq_form::{Listed, SignedList, Signing};
use paycore::Sensitive;
use paysign::{Hash, Md5Key, RsaSigner};
use paywire::form::Pairs;

/// The signature that a message carries: the digits of a digest, or the bytes behind Base64. `None` when it is absent or no such thing.
pub(super) fn given(message: &Listed<'_>, signing: Signing) -> Option<Vec<u8>> {
    let text = message.signature()?;
    match signing {
        Signing::Md5 => Some(text.to_vec()),
        Signing::Rsa => {
            // Whoever forgets to encode a plus sign sends a blank (section 4.5).
            let text: Vec<u8> = text.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect();
            BASE64_STANDARD.decode(text).ok()
        }
    }
}

/// What 99bill signs with.
#[derive(Debug, Clone)]
pub(super) enum Seal {
    /// A key that it shares with the merchant.
    Md5(Sensitive),
    /// Its own key; the query key belongs to the text that some lists sign.
    Rsa { signer: RsaSigner, hash: Hash, query_key: Sensitive },
}

impl Seal {
    /// The signature of these fields. `None` without a key to sign with.
    pub(super) fn sign<'f>(&self, list: &'static SignedList, fields: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Option<String> {
        let pairs: Pairs<'_> = fields.into_iter().map(|(name, value)| (name.as_bytes(), value)).collect();
        let message = list.take(pairs).ok()?;
        match self {
            Self::Md5(key) => Some(Md5Key::new(key.clone()).ok()?.sign(message.for_md5().as_ref())),
            Self::Rsa { signer, hash, query_key } => {
                let signature = signer.sign(*hash, message.for_rsa(query_key).as_ref()).ok()?;
                Some(BASE64_STANDARD.encode(signature))
            }
        }
    }
}
