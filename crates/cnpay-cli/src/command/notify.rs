//! `cnpay notify ID < body`: is this notice to be believed, what does it say, what is the answer?

use std::path::Path;

use cnpay::{Config, NoticeKeys, kuaiqian::agreement};
use paysign::{Hash, RsaVerifier};
use serde_json::json;

use super::stdin;
use crate::{args::Notify, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, config: &Path, arguments: &Notify) -> Result<Exit, Failure> {
    take(output, config, arguments).map_err(|failure| failure.of_notice(&arguments.id))
}

fn take(output: &Output, config: &Path, arguments: &Notify) -> Result<Exit, Failure> {
    if arguments.id != agreement::notice::ID {
        return Err(Failure::usage(format!("{} is no notice; {} is one", arguments.id, agreement::notice::ID)));
    }
    for (given, flag) in [
        (arguments.query.is_some(), "--query"),
        (arguments.charset.is_some(), "--charset"),
        (arguments.redirect_url.is_some(), "--redirect-url"),
        (arguments.keys.key_file.is_some(), "--key-file"),
        (arguments.keys.password.is_some(), "--password"),
        (arguments.keys.hash.is_some(), "--hash"),
    ] {
        if given {
            return Err(Failure::usage(format!("{flag}: {} comes as a body and needs none", arguments.id)));
        }
    }
    let keys = keys(config, arguments)?;
    let body = stdin()?;
    let notified = cnpay::notify(&arguments.id, &body, &keys).map_err(|error| match error {
        // Nothing of what was received is repeated: it may be forged.
        cnpay::Error::Untrusted { message, .. } => Failure::untrusted(message),
        other => Failure::from(other),
    })?;
    let object = json!({
        "operation": arguments.id, "verified": true, "state": notified.state.as_str(), "notice": notified.notice, "ack": notified.ack.body,
    });
    output.result(&object, || format!("{object:#}"));
    Ok(Exit::Done)
}

/// Flags win over the settings and need none.
fn keys(config: &Path, arguments: &Notify) -> Result<NoticeKeys, Failure> {
    if arguments.keys.cert.is_empty() {
        let (keys, merchant) = Config::load(config)?.agreement_notice()?;
        return Ok(NoticeKeys { keys, merchant });
    }
    let keys = arguments.keys.provider(config)?;
    let keys = RsaVerifier::new(keys, [Hash::Sha1]).map_err(|error| Failure::usage(format!("--cert: {error}")))?;
    Ok(NoticeKeys { keys, merchant: None })
}
