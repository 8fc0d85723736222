//! The digest that a presented signature holds.

use md5::{Digest, Md5};
use paycore::Finding;
use paysign::{Hash, Recovered};

use super::{super::keys, Held};

/// What a presented signature proves.
pub(super) enum Proof {
    /// A digest of MD5, or of another hash in its place.
    Digest(Vec<u8>),
    /// The digest in an RSA signature.
    Rsa(Recovered),
}

impl Proof {
    /// What `given` proves; where nothing, why, with the digest that is in it all the same.
    pub(super) fn of(given: &[u8], held: Held<'_>) -> Result<Self, (Finding, Option<Self>)> {
        match held {
            Held::Md5(_) => unhex(given).filter(|digest| matches!(digest.len(), 16 | 20 | 32)).map(Self::Digest).ok_or_else(|| {
                let trimmed = unhex(given.trim_ascii()).filter(|digest| digest.len() == 16);
                (Finding::MalformedSignature, trimmed.map(Self::Digest))
            }),
            Held::Rsa { keys, own, .. } => {
                let recover = |signature: &[u8]| keys.iter().find_map(|key| key.recover(signature)).map(Self::Rsa);
                // The shortest key makes 128 bytes: less is something else that looks like Base64, such as an MD5 digest.
                let Some(signature) = keys::base64(given).filter(|signature| signature.len() >= 128) else {
                    let mended = mended(given).and_then(|signature| recover(&signature));
                    return Err((Finding::MalformedSignature, mended));
                };
                recover(&signature).ok_or_else(|| {
                    if let Some(digest) = keys.iter().find_map(|key| key.recover_other(&signature)) {
                        return (Finding::OtherHash, Some(Self::Digest(digest)));
                    }
                    let by_own = own.is_some_and(|own| own.public_key().recover(&signature).is_some());
                    (if by_own { Finding::OwnKey } else { Finding::OtherKey }, None)
                })
            }
        }
    }

    /// Whether `text` is what was signed.
    pub(super) fn is_of(&self, text: &[u8]) -> bool {
        match self {
            Self::Digest(digest) => match digest.len() {
                20 => Hash::Sha1.digest(text) == *digest,
                32 => Hash::Sha256.digest(text) == *digest,
                _ => Md5::digest(text)[..] == digest[..],
            },
            Self::Rsa(recovered) => recovered.hash.digest(text) == recovered.digest,
        }
    }

    /// What is wrong with it even where it belongs to the right text.
    pub(super) fn refused(&self, held: Held<'_>) -> Option<Finding> {
        let is_accepted = match (self, held) {
            (Self::Digest(digest), _) => digest.len() == 16,
            (Self::Rsa(recovered), Held::Rsa { hashes, .. }) => hashes.contains(&recovered.hash),
            (Self::Rsa(_), Held::Md5(_)) => false,
        };
        (!is_accepted).then_some(Finding::OtherHash)
    }

    pub(super) fn hex(&self) -> String {
        match self {
            Self::Digest(digest) => hex(digest),
            Self::Rsa(recovered) => hex(&recovered.digest),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.chunks(2).map(|pair| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    pairs.collect()
}

/// Base64 that only lacks its form: folded, of the other alphabet, or without its padding.
fn mended(given: &[u8]) -> Option<Vec<u8>> {
    let letters = given.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=');
    let mut plain: Vec<u8> = letters
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => *byte,
        })
        .collect();
    plain.resize(plain.len().next_multiple_of(4), b'=');
    keys::base64(&plain)
}
