//! `cnpay explain SCHEME < message`: the signature doctor.

use std::path::Path;

use cnpay::{Explanation, Finding};
use serde_json::{Value, json};

use super::scheme;
use crate::{args::Explain, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, config: &Path, arguments: &Explain) -> Result<Exit, Failure> {
    let found = scheme::explain(config, arguments)?;
    let explanation = words(output, &found);
    output.result(&object(&found, explanation.as_deref()), || {
        let verdict = found.finding.map_or("valid", Finding::as_str);
        format!("{verdict}{}", explanation.as_ref().map(|text| format!(": {text}")).unwrap_or_default())
    });
    Ok(if found.valid { Exit::Done } else { Exit::Untrusted })
}

fn words(output: &Output, found: &Explanation) -> Option<String> {
    let advice = found.finding?.advice();
    let text = output.language.pick(advice.zh, advice.en);
    Some(match &found.remark {
        Some(remark) => format!("{text} ({remark})"),
        None => text.to_owned(),
    })
}

fn object(found: &Explanation, explanation: Option<&str>) -> Value {
    json!({
        "valid": found.valid,
        "finding": found.finding.map(Finding::as_str),
        "explanation": explanation,
        "base": found.base,
        "base_given": found.base_given,
        "signature_expected": found.signature_expected,
        "signature_given": found.signature_given,
        "digest_expected": found.digest_expected,
        "digest_given": found.digest_given,
    })
}
