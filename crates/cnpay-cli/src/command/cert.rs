//! `cnpay cert FILE`: what a certificate or key file holds, how long it is valid, what it is good for.

use std::{path::Path, time::SystemTime};

use cnpay::{BeijingTime, Sensitive, resolve_secret};
use paysign::{Certificate, KeyError, KeyItem, Usage};
use serde_json::{Value, json};

use crate::{args::Cert, exit::Exit, failure::Failure, input, language::Language, output::Output};

pub(crate) fn run(output: &Output, arguments: &Cert) -> Result<Exit, Failure> {
    let password = match &arguments.password {
        Some(given) => resolve_secret(given.expose(), Path::new("")).map_err(|error| Failure::usage(format!("--password: {error}")))?,
        None => Sensitive::default(),
    };
    let invalid = |problem: String| Failure::invalid(format!("{}: {problem}", arguments.file.display()));
    let file = input::file(&arguments.file).map_err(|error| invalid(format!("cannot be read ({})", error.kind())))?;
    let items = KeyItem::read(&file, &password).map_err(|error| match error {
        KeyError::WrongPassword if arguments.password.is_none() => invalid("a password is needed: --password".to_owned()),
        error => invalid(error.to_string()),
    })?;
    let now = SystemTime::now();
    for item in &items {
        output.result(&object(item, now), || text(item, now, output.language));
        if let Some(warning) = item.certificate().and_then(|certificate| warning(certificate, now, output.language)) {
            output.line(&warning);
        }
    }
    Ok(Exit::Done)
}

/// A bare key has no subject and no end.
fn object(item: &KeyItem, now: SystemTime) -> Value {
    let certificate = item.certificate();
    // RFC 3339: whoever reads this has no reason to think of Beijing.
    let time = |time: BeijingTime| format!("{}+08:00", time.dashed().replace(' ', "T"));
    json!({
        "subject": certificate.map(Certificate::subject),
        "key_bits": item.bits(),
        "not_before": certificate.map(|certificate| time(certificate.not_before())),
        "not_after": certificate.map(|certificate| time(certificate.not_after())),
        "days_left": certificate.map(|certificate| certificate.days_left(now)),
        "usable_as": item.usages().into_iter().map(Usage::as_str).collect::<Vec<_>>(),
    })
}

fn text(item: &KeyItem, now: SystemTime, language: Language) -> String {
    let mut lines = Vec::new();
    let mut line = |zh, en, value: String| lines.push(format!("  {}: {value}", language.pick(zh, en)));
    if let Some(certificate) = item.certificate() {
        line("颁发者", "issuer", certificate.issuer());
        line("有效期（北京时间）", "valid (Beijing time)", format!("{} – {}", certificate.not_before(), certificate.not_after()));
        line("剩余天数", "days left", certificate.days_left(now).to_string());
    }
    let bits = item.bits().map_or_else(|| language.pick("非 RSA", "not RSA").to_owned(), |bits| format!("RSA {bits}"));
    line("密钥", "key", bits);
    let usages: Vec<_> = item.usages().into_iter().map(|usage| language.pick(usage_zh(usage), usage_en(usage))).collect();
    let usages = if usages.is_empty() { language.pick("无", "nothing").to_owned() } else { usages.join(language.pick("、", ", ")) };
    line("可用作", "usable as", usages);
    let title =
        item.certificate().map_or_else(|| language.pick("无证书的密钥", "a key without a certificate").to_owned(), Certificate::subject);
    format!("{title}\n{}", lines.join("\n"))
}

const fn usage_zh(usage: Usage) -> &'static str {
    match usage {
        Usage::TlsIdentity => "TLS 客户端证书",
        Usage::SigningKey => "签名私钥",
        Usage::NoticeKey => "验签公钥",
        other => other.as_str(),
    }
}

const fn usage_en(usage: Usage) -> &'static str {
    match usage {
        Usage::TlsIdentity => "TLS identity",
        Usage::SigningKey => "signing key",
        Usage::NoticeKey => "notice key",
        other => other.as_str(),
    }
}

fn warning(certificate: &Certificate, now: SystemTime, language: Language) -> Option<String> {
    let (days, subject) = (certificate.days_left(now), certificate.subject());
    if certificate.expired(now) {
        Some(language.pick(format!("警告：{subject} 已过期"), format!("warning: {subject} has expired")))
    } else if certificate.expires_soon(now) {
        let zh = format!("警告：{subject} 将在 {days} 天后过期，请尽快更换");
        Some(language.pick(zh, format!("warning: {subject} ends in {days} days: renew it in time")))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn items(file: &[u8]) -> Vec<KeyItem> {
        KeyItem::read(file, &Sensitive::from("cnpay-test")).expect("a key file")
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_certificate_and_a_bare_key() {
        let identity = items(include_bytes!("../../../../fixtures/keys/client-aes.pfx"));
        let expected = json!({
            "subject": "CN=cnpay test client,O=cnpay test only", "key_bits": 2048, "not_before": "2024-01-01T08:00:00+08:00",
            "not_after": "2100-01-01T07:59:59+08:00", "days_left": 27_392, "usable_as": ["tls_identity", "signing_key"],
        });
        assert_eq!(object(&identity[0], at(1_735_689_600)), expected);
        let key = items(include_bytes!("../../../../fixtures/keys/client.key.pem"));
        let expected = json!({
            "subject": null, "key_bits": 2048, "not_before": null, "not_after": null, "days_left": null, "usable_as": ["signing_key"],
        });
        assert_eq!(object(&key[0], at(1_735_689_600)), expected);
    }

    #[test]
    fn people_are_warned_from_45_days_on() {
        let items = items(include_bytes!("../../../../fixtures/keys/notice-1024.cer"));
        let certificate = items[0].certificate().expect("a certificate");
        let (end, day) = (1_325_376_000, 86_400);
        for (now, expected) in [
            (end - 46 * day, None),
            (end - 45 * day, Some("warning: CN=notice 1024,O=cnpay test only ends in 45 days: renew it in time")),
            (end + 1, Some("warning: CN=notice 1024,O=cnpay test only has expired")),
        ] {
            assert_eq!(warning(certificate, at(now), Language::En).as_deref(), expected);
        }
        let shown = text(&items[0], at(end - 45 * day), Language::En);
        assert!(shown.ends_with("  days left: 45\n  key: RSA 1024\n  usable as: notice key"), "{shown}");
    }
}
