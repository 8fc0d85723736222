//! `mmsp-md5`: an envelope of the MMSP open platform, or a bare Body.

use std::path::Path;

use cnpay::{
    Config, Explanation, Sensitive,
    mmsp::explain::md5::{explain as diagnose, sign as signed},
};
use paysign::Md5Key;

use super::Signed;
use crate::{
    args::{Explain, Keys, Sign},
    failure::Failure,
};

/// The key that signs, and whatever else is tried.
fn keys(keys: &Keys, config: &Path) -> Result<Vec<Sensitive>, Failure> {
    match keys.secret()? {
        Some(key) => Ok(vec![key]),
        None => Ok(Config::load(config)?.mmsp_keys()?),
    }
}

pub(super) fn sign(config: &Path, arguments: &Sign, message: &[u8]) -> Result<Signed, Failure> {
    let key = keys(&arguments.keys, config)?.into_iter().next().unwrap_or_default();
    let key = Md5Key::new(key).map_err(|error| Failure::usage(format!("--key: {error}")))?;
    let (base, signature) = signed(message, &key)?;
    Ok(Signed { base, signature, encrypt: None })
}

pub(super) fn explain(config: &Path, arguments: &Explain, message: &[u8]) -> Result<Explanation, Failure> {
    let keys = keys(&arguments.keys, config)?;
    let (key, others) = keys.split_first().ok_or_else(|| Failure::usage("--key is expected"))?;
    Ok(diagnose(message, arguments.signature.as_deref(), key, &others.iter().collect::<Vec<_>>())?)
}
