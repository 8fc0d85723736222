//! Keys from flags, which win over the settings and need none.

use std::{fmt::Display, path::Path};

use cnpay::{Config, Sensitive, resolve_secret};
use paysign::{Hash, PublicKey, RsaSigner};

use crate::{
    args::{HashName, Keys},
    failure::Failure,
};

impl Keys {
    /// The provider's public keys: `--cert`, else those of the settings.
    pub(crate) fn provider(&self, config: &Path) -> Result<Vec<PublicKey>, Failure> {
        if self.cert.is_empty() {
            return Ok(Config::load(config)?.agreement_notice_keys()?);
        }
        let mut keys = Vec::new();
        for file in &self.cert {
            keys.extend(PublicKey::read(&read("--cert", file)?).map_err(|error| wrong("--cert", file, &error))?);
        }
        Ok(keys)
    }

    /// The private key that `--key-file` names.
    pub(crate) fn private(&self) -> Result<Option<RsaSigner>, Failure> {
        let Some(file) = &self.key_file else { return Ok(None) };
        let bytes = read("--key-file", file)?;
        let signer = match &self.password {
            Some(password) => RsaSigner::from_pfx(&bytes, &secret(password)?),
            None => RsaSigner::read(&bytes),
        };
        signer.map(Some).map_err(|error| wrong("--key-file", file, &error))
    }

    /// The hash that `--hash` names.
    pub(crate) fn hash(&self) -> Option<Hash> {
        self.hash.map(|name| match name {
            HashName::Sha1 => Hash::Sha1,
            HashName::Sha256 => Hash::Sha256,
        })
    }
}

fn secret(text: &str) -> Result<Sensitive, Failure> {
    resolve_secret(text, Path::new("")).map_err(|error| Failure::usage(format!("--password: {error}")))
}

fn read(flag: &str, file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| wrong(flag, file, &error.kind()))
}

fn wrong(flag: &str, file: &Path, error: &dyn Display) -> Failure {
    Failure::usage(format!("{flag} {}: {error}", file.display()))
}
