//! `cnpay notify ID < body`: is this notice to be believed, what does it say, what is the answer?

use std::path::Path;

use cnpay::{Charset, Comes, Config, NoticeEntry, NoticeKeys, NoticeSettings, notices};
use serde_json::json;

use super::stdin;
use crate::{args::Notify, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, config: &Path, arguments: &Notify) -> Result<Exit, Failure> {
    take(output, config, arguments).map_err(|failure| failure.of_notice(&arguments.id))
}

fn take(output: &Output, config: &Path, arguments: &Notify) -> Result<Exit, Failure> {
    let entry = notices().find(|entry| entry.id == arguments.id).ok_or_else(|| {
        let ids: Vec<_> = notices().map(|entry| entry.id).collect();
        Failure::usage(format!("{} is no notice; the notices are {}", arguments.id, ids.join(", ")))
    })?;
    let settings = settings(config, arguments, entry)?;
    let redirects = settings.redirect_url.is_some();
    let raw = match &arguments.query {
        Some(query) => query.as_bytes().to_vec(),
        None => stdin()?,
    };
    // A line end is the shell's: no query string has one.
    let raw = if entry.comes == Comes::Query { raw.trim_ascii() } else { &raw };
    let notified = cnpay::notify(entry.id, raw, settings).map_err(|error| match error {
        // Nothing of what was received is repeated: it may be forged.
        cnpay::Error::Untrusted { message, .. } => Failure::untrusted(message),
        other => Failure::from(other),
    })?;
    if entry.redirects && !redirects {
        output.aside("no redirect_url in the settings and no --redirect-url: the ack names no page for the payer");
    }
    if let Some(message) = &notified.message {
        output.aside(message);
    }
    let object = json!({
        "operation": entry.id, "verified": notified.verified, "state": notified.state.as_str(), "notice": notified.notice,
        "ack": notified.ack.map(|ack| ack.body),
    });
    output.result(&object, || format!("{object:#}"));
    Ok(Exit::Done)
}

/// Flags win over the settings and need none.
fn settings(config: &Path, arguments: &Notify, entry: &NoticeEntry) -> Result<NoticeSettings, Failure> {
    let keys = &arguments.keys;
    for (given, flag) in [
        (arguments.query.is_some() && entry.comes != Comes::Query, "--query"),
        (arguments.charset.is_some() && entry.comes != Comes::Query, "--charset"),
        (arguments.redirect_url.is_some() && !entry.redirects, "--redirect-url"),
        (keys.key_file.is_some(), "--key-file"),
        (keys.password.is_some(), "--password"),
    ] {
        if given {
            return Err(Failure::usage(format!("{flag}: {} needs none", entry.id)));
        }
    }
    let mut settings = match (keys.cert.is_empty(), keys.shared()?) {
        _ if !entry.signed => NoticeSettings::new(NoticeKeys::None),
        (false, _) => NoticeSettings::new(NoticeKeys::Rsa(keys.ring(entry.hashes)?)),
        (true, Some(key)) => NoticeSettings::new(NoticeKeys::Md5(vec![key])),
        (true, None) => Config::load(config)?.notice(entry.id)?,
    };
    if let Some(name) = &arguments.charset {
        settings.charset = Charset::from_label(name).ok_or_else(|| Failure::usage("--charset: utf-8, gbk or gb2312 is expected"))?;
    }
    if let Some(url) = &arguments.redirect_url {
        settings.redirect_url = Some(url.clone());
    }
    Ok(settings)
}
