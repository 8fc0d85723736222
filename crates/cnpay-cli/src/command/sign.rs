//! `cnpay sign SCHEME < message`: the base string and its signature. Adds no field and changes none.

use std::path::Path;

use serde_json::json;

use super::scheme;
use crate::{args::Sign, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, config: &Path, arguments: &Sign) -> Result<Exit, Failure> {
    let scheme::Signed { base, signature } = scheme::sign(config, arguments)?;
    output.result(&json!({ "base": base, "signature": signature }), || format!("{base}\n{signature}"));
    Ok(Exit::Done)
}
