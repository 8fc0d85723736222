//! `zhangxun-md5`: a form or a JSON object of 掌讯.

use std::path::Path;

use cnpay::{
    Config, Explanation, Sensitive,
    zhangxun::explain::{explain as diagnose, sign as signed},
};

use super::Signed;
use crate::{
    args::{Explain, Keys, Sign},
    failure::Failure,
};

fn key(keys: &Keys, config: &Path) -> Result<Sensitive, Failure> {
    match keys.secret()? {
        Some(key) => Ok(key),
        None => Ok(Config::load(config)?.zhangxun_key()?),
    }
}

pub(super) fn sign(config: &Path, arguments: &Sign, message: &[u8]) -> Result<Signed, Failure> {
    let (base, signature) = signed(message, &key(&arguments.keys, config)?)?;
    Ok(Signed { base, signature, encrypt: None })
}

pub(super) fn explain(config: &Path, arguments: &Explain, message: &[u8]) -> Result<Explanation, Failure> {
    Ok(diagnose(message, arguments.signature.as_deref(), &key(&arguments.keys, config)?, &[])?)
}
