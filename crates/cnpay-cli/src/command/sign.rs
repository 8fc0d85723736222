//! `cnpay sign SCHEME < message`: the base string and its signature. Adds no field and changes none.

use std::path::Path;

use serde_json::json;

use super::scheme;
use crate::{args::Sign, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, config: &Path, arguments: &Sign) -> Result<Exit, Failure> {
    let scheme::Signed { base, signature, encrypt } = scheme::sign(config, arguments)?;
    let mut object = json!({ "base": base, "signature": signature });
    if let Some(encrypt) = &encrypt {
        // The two fields of the envelope, ready to be sent.
        object["encrypt"] = json!(encrypt);
        object["sign"] = json!(signature);
    }
    output.result(&object, || [&base, &signature].into_iter().chain(&encrypt).map(String::as_str).collect::<Vec<_>>().join("\n"));
    Ok(Exit::Done)
}
