//! Key files that the settings name.

use std::path::{Path, PathBuf};

use paycore::ConfigError;
use paysign::{PublicKey, RsaSigner};

use super::{section::Secret, transport::read};

/// The public keys of `files`, which the settings name under `key`.
pub(super) fn public_keys(key: &str, files: &[PathBuf], folder: &Path) -> Result<Vec<PublicKey>, ConfigError> {
    let mut keys = Vec::new();
    for file in files {
        let found = PublicKey::read(&read(key, &folder.join(file))?);
        keys.extend(found.map_err(|error| ConfigError::new(key, format!("{}: {error}", file.display())))?);
    }
    Ok(keys)
}

/// The private key of `file`: a `.pfx` that the password opens, or PEM, which needs none.
pub(super) fn private_key(key: &str, file: &Path, password: Option<&Secret>, folder: &Path) -> Result<RsaSigner, ConfigError> {
    let bytes = read(key, &folder.join(file))?;
    let signer = match password {
        Some(password) if !bytes.starts_with(b"-----BEGIN") => RsaSigner::from_pfx(&bytes, &password.resolve(folder)?),
        _ => RsaSigner::read(&bytes),
    };
    signer.map_err(|error| ConfigError::new(key, format!("{}: {error}", file.display())))
}
