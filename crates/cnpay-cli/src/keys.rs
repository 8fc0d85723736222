//! Keys from flags, which win over the settings and need none.

use std::{fmt::Display, path::Path};

use cnpay::{Sensitive, resolve_secret};
use paysign::{FileKind, Hash, KeyError, Md5Key, PublicKey, RsaDecryptor, RsaSigner, RsaVerifier};

use crate::{
    args::{HashName, Keys},
    failure::Failure,
    input,
};

impl Keys {
    /// The public keys that `--cert` names.
    pub(crate) fn public(&self) -> Result<Vec<PublicKey>, Failure> {
        let mut keys = Vec::new();
        for file in &self.cert {
            keys.extend(PublicKey::read(&read("--cert", file)?).map_err(|error| wrong("--cert", file, &error))?);
        }
        Ok(keys)
    }

    /// The same, ready to verify with, under `--hash` or else any of `hashes`.
    pub(crate) fn ring(&self, hashes: &[Hash]) -> Result<RsaVerifier, Failure> {
        let hashes = self.hash().map_or_else(|| hashes.to_vec(), |hash| vec![hash]);
        RsaVerifier::new(self.public()?, hashes).map_err(|error| Failure::usage(format!("--cert: {error}")))
    }

    /// The text that `--key` names.
    pub(crate) fn secret(&self) -> Result<Option<Sensitive>, Failure> {
        self.key.as_ref().map(|key| secret("--key", key)).transpose()
    }

    /// The shared key that `--key` names.
    pub(crate) fn shared(&self) -> Result<Option<Md5Key>, Failure> {
        let key = self.secret()?.map(Md5Key::new).transpose();
        key.map_err(|error| Failure::usage(format!("--key: {error}")))
    }

    /// The private key that `--key-file` names.
    pub(crate) fn private(&self) -> Result<Option<RsaSigner>, Failure> {
        let Some(file) = &self.key_file else { return Ok(None) };
        let bytes = read("--key-file", file)?;
        self.open(file, &bytes, RsaSigner::read, RsaSigner::from_pfx).map(Some)
    }

    /// The same key, to decrypt with.
    pub(crate) fn decryptor(&self) -> Result<RsaDecryptor, Failure> {
        let Some(file) = &self.key_file else { return Err(Failure::usage("--key-file is expected")) };
        let bytes = read("--key-file", file)?;
        self.open(file, &bytes, RsaDecryptor::read, RsaDecryptor::from_pfx)
    }

    /// A private key as it stands in its file, or out of a PFX.
    fn open<K>(
        &self,
        file: &Path,
        bytes: &[u8],
        plain: impl FnOnce(&[u8]) -> Result<K, KeyError>,
        pfx: impl FnOnce(&[u8], &Sensitive) -> Result<K, KeyError>,
    ) -> Result<K, Failure> {
        let opened = match &self.password {
            Some(password) => pfx(bytes, &secret("--password", password)?),
            None if FileKind::of(bytes) == FileKind::Pfx => pfx(bytes, &Sensitive::default()),
            None => plain(bytes),
        };
        opened.map_err(|error| match error {
            KeyError::WrongPassword if self.password.is_none() => wrong("--key-file", file, &"a password is needed: --password"),
            error => wrong("--key-file", file, &error),
        })
    }

    /// The hash that `--hash` names.
    pub(crate) fn hash(&self) -> Option<Hash> {
        self.hash.map(|name| match name {
            HashName::Sha1 => Hash::Sha1,
            HashName::Sha256 => Hash::Sha256,
        })
    }
}

fn secret(flag: &str, text: &Sensitive) -> Result<Sensitive, Failure> {
    resolve_secret(text.expose(), Path::new("")).map_err(|error| Failure::usage(format!("{flag}: {error}")))
}

fn read(flag: &str, file: &Path) -> Result<Vec<u8>, Failure> {
    input::file(file).map_err(|error| wrong(flag, file, &error.kind()))
}

fn wrong(flag: &str, file: &Path, error: &dyn Display) -> Failure {
    Failure::usage(format!("{flag} {}: {error}", file.display()))
}
