//! PKCS#12 files, opened.

use p12_keystore::{Pkcs12Archive, error::Error};
use paycore::Sensitive;
use rsa::RsaPrivateKey;

use crate::{Certificate, FileKind, KeyError, private_key};

/// The content of a PFX.
pub(crate) struct Pfx {
    pub(crate) key: RsaPrivateKey,
    pub(crate) certificates: Vec<Certificate>,
}

/// Opens a PFX that holds one private key, with or without certificates.
pub(crate) fn open(file: &[u8], password: &Sensitive) -> Result<Pfx, KeyError> {
    match FileKind::of(file) {
        FileKind::Nothing => return Err(KeyError::Empty),
        FileKind::Pfx => {}
        found => return Err(KeyError::NotPfx { found }),
    }
    // A PKCS#12 password has 16-bit characters: with a larger one nothing was ever encrypted.
    if password.expose().chars().any(|c| c > '\u{FFFF}') {
        return Err(KeyError::WrongPassword);
    }
    let archive = Pkcs12Archive::from_pkcs12(file, password.expose()).map_err(refusal)?;
    let key = match archive.keys.as_slice() {
        [one] => private_key::from_der(FileKind::PrivateKey, one.key.as_der())?,
        [] if archive.certs.is_empty() => return Err(KeyError::PrivateKeyMissing { found: FileKind::Nothing }),
        [] => return Err(KeyError::PrivateKeyMissing { found: FileKind::Certificate }),
        several => return Err(KeyError::SeveralPrivateKeys { count: several.len() }),
    };
    let certificates = archive.certs.iter().map(|bag| Certificate::from_der(bag.cert.as_der())).collect::<Result<_, _>>()?;
    Ok(Pfx { key, certificates })
}

fn refusal(error: Error) -> KeyError {
    match error {
        // The second is a bag that stands under another password than the file.
        Error::MacError(_) | Error::UnpadError => KeyError::WrongPassword,
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm | Error::Pkcs5Error(_) => KeyError::PfxEncryption,
        _ => KeyError::Malformed { kind: FileKind::Pfx },
    }
}
