//! `kuaiqian-tr3`: 99bill's notification of agreement pay.

use std::path::Path;

use cnpay::{Config, Explanation, kq_xml, kuaiqian::agreement::explain as doctor};
use paysign::Hash;

use super::Signed;
use crate::{
    args::{Explain, Sign},
    failure::Failure,
};

pub(super) fn sign(config: &Path, arguments: &Sign, message: &[u8]) -> Result<Signed, Failure> {
    let key = match arguments.keys.private()? {
        Some(key) => key,
        None => Config::load(config)?.agreement_signer()?,
    };
    if kq_xml::SignedPart::find(message).is_ok() {
        return Err(Failure::invalid("the message has a signature already; one without is expected"));
    }
    kq_xml::Document::from_slice(message).map_err(|error| Failure::invalid(error.to_string()))?;
    let hash = arguments.keys.hash().unwrap_or(Hash::Sha1);
    let (base, signature) = doctor::sign(message, &key, hash).map_err(|error| Failure::other(error.to_string()))?;
    Ok(Signed { base, signature, encrypt: None })
}

pub(super) fn explain(config: &Path, arguments: &Explain, message: &[u8]) -> Result<Explanation, Failure> {
    if arguments.signature.is_some() {
        return Err(Failure::usage("--signature: a TR3 holds its signature itself"));
    }
    let keys = match arguments.keys.cert.is_empty() {
        true => Config::load(config)?.agreement_notice_keys()?,
        false => arguments.keys.public()?,
    };
    let own = match arguments.keys.private()? {
        // Only to tell whether the merchant signed: without settings there is nothing to tell it by.
        None if arguments.keys.cert.is_empty() => Config::load(config)?.agreement_signer().ok(),
        own => own,
    };
    Ok(doctor::explain(message, &keys, own.as_ref(), arguments.keys.hash().unwrap_or(Hash::Sha1)))
}
