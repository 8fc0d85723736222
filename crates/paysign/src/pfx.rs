//! PKCS#12 files, opened.
//!
//! Only their DER form is read. In the other one, BER, the password check covers bytes that would have to be rewritten before the library
//! could read them.

use p12_keystore::{Pkcs12Archive, error::Error};
use paycore::Sensitive;
use rsa::RsaPrivateKey;

use crate::{Certificate, FileKind, KeyError, private_key};

/// A PFX with one private key.
pub(crate) struct Pfx {
    pub(crate) key: RsaPrivateKey,
    pub(crate) certificates: Vec<Certificate>,
}

/// Whatever a PFX holds: each key, or why it is none for us.
pub(crate) struct Contents {
    pub(crate) keys: Vec<Result<RsaPrivateKey, KeyError>>,
    pub(crate) certificates: Vec<Certificate>,
}

/// Opens a PFX that holds one private key, with or without certificates.
pub(crate) fn open(file: &[u8], password: &Sensitive) -> Result<Pfx, KeyError> {
    let Contents { mut keys, certificates } = contents(file, password)?;
    let key = match keys.pop() {
        Some(key) if keys.is_empty() => key?,
        Some(_) => return Err(KeyError::SeveralPrivateKeys { count: 1 + keys.len() }),
        None if certificates.is_empty() => return Err(KeyError::PrivateKeyMissing { found: FileKind::Nothing }),
        None => return Err(KeyError::PrivateKeyMissing { found: FileKind::Certificate }),
    };
    Ok(Pfx { key, certificates })
}

/// Opens any PFX.
pub(crate) fn contents(file: &[u8], password: &Sensitive) -> Result<Contents, KeyError> {
    match FileKind::of(file) {
        FileKind::Nothing => return Err(KeyError::Empty),
        FileKind::Pfx => {}
        found => return Err(KeyError::NotPfx { found }),
    }
    if file.starts_with(&[0x30, 0x80]) {
        return Err(KeyError::PfxBer);
    }
    // A PKCS#12 password has 16-bit characters: with a larger one nothing was ever encrypted.
    if password.expose().chars().any(|c| c > '\u{FFFF}') {
        return Err(KeyError::WrongPassword);
    }
    let archive = Pkcs12Archive::from_pkcs12(file, password.expose()).map_err(refusal)?;
    let keys = archive.keys.iter().map(|bag| private_key::from_der(FileKind::PrivateKey, bag.key.as_der())).collect();
    let certificates = archive.certs.iter().map(|bag| Certificate::from_der(bag.cert.as_der())).collect::<Result<_, _>>()?;
    Ok(Contents { keys, certificates })
}

fn refusal(error: Error) -> KeyError {
    match error {
        // The second is a bag that stands under another password than the file.
        Error::MacError(_) | Error::UnpadError => KeyError::WrongPassword,
        // A file without a MAC shows a wrong password only here, and the library only in these words.
        Error::Pkcs5Error(text) if text.ends_with("decryption failed") => KeyError::WrongPassword,
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm | Error::Pkcs5Error(_) => KeyError::PfxEncryption,
        _ => KeyError::Malformed { kind: FileKind::Pfx },
    }
}
