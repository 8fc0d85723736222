//! Signatures that are a digest with a shared secret at the end.

use md5::{Digest, Md5};
use paycore::Sensitive;
use subtle::ConstantTimeEq;

use crate::{KeyError, SignatureError, Verified};

/// The secret text that merchant and provider share, put behind the signed text before MD5 is taken.
///
/// Either side can sign what the other side can: such a signature proves who sent a message to nobody else.
///
/// ```
/// use paysign::Md5Key;
///
/// let key = Md5Key::new("SYNTHETICKEY0001")?;
/// // What joins text and key belongs to the wire, and so to the base.
/// let base = "merchant_id=10000000001&orderid=T20240105-0001&amount=12.50&merchant_url=http://shop.example/return&merchant_key=";
/// assert_eq!(key.sign(base.as_bytes()), "1D1BDEE8279D25138BDFAE25B73BBB9B");
/// assert!(key.verify(base, "1d1bdee8279d25138bdfae25b73bbb9b").is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Md5Key(Sensitive);

impl Md5Key {
    /// A key from its text, every character of which counts.
    ///
    /// # Errors
    /// The text is empty: with such a key anybody could sign.
    pub fn new(secret: impl Into<Sensitive>) -> Result<Self, KeyError> {
        let secret = secret.into();
        if secret.is_empty() { Err(KeyError::EmptySecret) } else { Ok(Self(secret)) }
    }

    /// The signature of `base`, which ends where the key begins: 32 hexadecimal digits in upper case, as the acquirers write them.
    pub fn sign(&self, base: &[u8]) -> String {
        self.digest(base).iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// Believes `base`, whole and as it is, or says why not. The case of `given` does not matter; the comparison takes the same time
    /// wherever the two differ.
    ///
    /// # Errors
    /// [`SignatureError`]: `given` is no MD5 digest, or another one.
    pub fn verify<B: AsRef<[u8]>>(&self, base: B, given: &str) -> Result<Verified<B>, SignatureError> {
        let given = digest_in_hex(given).ok_or(SignatureError::NotMd5)?;
        let verifies: bool = self.digest(base.as_ref()).ct_eq(&given).into();
        if verifies { Ok(Verified::new(base)) } else { Err(SignatureError::Wrong) }
    }

    fn digest(&self, base: &[u8]) -> [u8; 16] {
        Md5::new().chain_update(base).chain_update(self.0.expose()).finalize().into()
    }
}

/// What is given comes from outside and is no secret: only comparing it has to take constant time.
fn digest_in_hex(text: &str) -> Option<[u8; 16]> {
    let mut digest = [0; 16];
    let pairs = text.as_bytes().chunks_exact(2);
    if text.len() != 2 * digest.len() {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(pairs) {
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the description of 99bill's refund, where text and key are joined with nothing in between.
    const BASE: &str = "merchant_id=10000000001version=bill_drawback_api_1command_type=001orderid=T20240105-0001amount=12.50\
        postdate=20240106090000txOrder=R20240106-0001merchant_key=";
    const SIGNATURE: &str = "08E33CD287AD25BFD653DC61DA57D098";

    fn key() -> Md5Key {
        Md5Key::new("SYNTHETICRKEY003").expect("a key")
    }

    #[test]
    fn either_case_verifies() {
        assert_eq!(key().sign(BASE.as_bytes()), SIGNATURE);
        for given in [SIGNATURE, &SIGNATURE.to_lowercase(), "08e33CD287AD25BFD653DC61DA57D098"] {
            assert_eq!(key().verify(BASE, given).map(Verified::into_inner), Ok(BASE), "{given}");
        }
    }

    #[test]
    fn what_is_no_digest() {
        for given in [
            "",
            "08E33CD287AD25BFD653DC61DA57D09",
            "08E33CD287AD25BFD653DC61DA57D0988",
            "+8E33CD287AD25BFD653DC61DA57D098",
            "G8E33CD287AD25BFD653DC61DA57D098",
            " 8E33CD287AD25BFD653DC61DA57D098",
            "０E33CD287AD25BFD653DC61DA57D098",
            "08E33CD287AD25BFD653DC61DA57D098\n",
        ] {
            assert_eq!(key().verify(BASE, given), Err(SignatureError::NotMd5), "{given}");
        }
    }

    #[test]
    fn another_key_another_signature() {
        for other in ["SYNTHETICRKEY004", "syntheticrkey003", "SYNTHETICRKEY003\n", "SYNTHETICRKEY003 "] {
            let other = Md5Key::new(other).expect("a key");
            assert_eq!(other.verify(BASE, SIGNATURE), Err(SignatureError::Wrong));
        }
        assert_eq!(Md5Key::new("").map(|_| ()), Err(KeyError::EmptySecret));
    }

    #[test]
    fn debug_is_masked() {
        assert_eq!(format!("{:?} {:#?}", key(), key()), "Md5Key(***) Md5Key(\n    ***,\n)");
    }
}
