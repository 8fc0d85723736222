//! `cnpay sign SCHEME < message`: the base string and its signature. Adds no field and changes none.

use std::path::Path;

use cnpay::{Config, kuaiqian::agreement::explain};
use paysign::Hash;
use serde_json::json;

use super::stdin;
use crate::{
    args::{Scheme, Sign},
    exit::Exit,
    failure::Failure,
    output::Output,
};

pub(crate) fn run(output: &Output, config: &Path, arguments: &Sign) -> Result<Exit, Failure> {
    let (base, signature) = match arguments.scheme {
        Scheme::KuaiqianTr3 => {
            let key = match arguments.keys.private()? {
                Some(key) => key,
                None => Config::load(config)?.agreement_signer()?,
            };
            let message = stdin()?;
            if cnpay::kq_xml::SignedPart::find(&message).is_ok() {
                return Err(Failure::invalid("the message has a signature already; one without is expected"));
            }
            cnpay::kq_xml::Document::from_slice(&message).map_err(|error| Failure::invalid(error.to_string()))?;
            let hash = arguments.keys.hash().unwrap_or(Hash::Sha1);
            explain::sign(&message, &key, hash).map_err(|error| Failure::other(error.to_string()))?
        }
    };
    output.result(&json!({ "base": base, "signature": signature }), || format!("{base}\n{signature}"));
    Ok(Exit::Done)
}
