//! From a plaintext to its envelope and back. Sections 5.1 and 5.2.

use mmsp_json::payout::Sealed;
use paycore::{ConfigError, Error, FieldError};
use paysign::{Hash, RsaEncryptor, RsaSigner};
use zeroize::Zeroizing;

use super::PayoutAccount;

/// Signs and encrypts exactly these bytes.
pub(crate) fn seal(plaintext: &[u8], signer: &RsaSigner, encryptor: &RsaEncryptor) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let signature = signer.sign(Hash::Sha1, plaintext).map_err(|error| ConfigError::new("private_key", error.to_string()))?;
    let ciphertext = encryptor.encrypt(plaintext).map_err(|error| FieldError::new("ENCRYPT", error.to_string()))?;
    Ok((ciphertext, signature))
}

/// That a reply cannot be opened. Which step failed, nobody is told: bad base64, bad padding, a wrong signature are one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unopened;

impl PayoutAccount {
    /// The plaintext of a reply, its bytes joined. `None`: there is nothing to open.
    pub(super) fn open(&self, sealed: &Sealed) -> Result<Option<Zeroizing<Vec<u8>>>, Unopened> {
        // By any other code the reply is judged alone (section 5.2, step 4).
        let told = matches!(sealed.ret_code.as_deref(), None | Some("0000" | "0001"));
        if !told || sealed.encrypt.is_none() {
            return Ok(None);
        }
        let ciphertext = sealed.ciphertext().ok_or(Unopened)?;
        let plaintext = self.decryptor.decrypt(&ciphertext).map_err(|_| Unopened)?;
        if self.verify_reply_sign {
            let signature = sealed.signature().ok_or(Unopened)?;
            self.verifier.verify(plaintext.as_slice(), &signature).map_err(|_| Unopened)?;
        }
        Ok(Some(plaintext))
    }
}
