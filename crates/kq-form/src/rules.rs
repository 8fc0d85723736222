//! The formats of sections 2, 8.1, 8.3 and 8.4 as garde rules. Each speaks of the value's shape, never of the value.

use std::net::Ipv6Addr;

use garde::Error;
use paycore::{BeijingTime, Fen};
pub(crate) use paywire::rules::{digits, ip, one_of, or, when, with};
use paywire::{
    form::Pairs,
    rules::{Text, each},
};

use crate::{NOTICE, NOTICE_LIMITS, PAY, is_reserved};

/// A number that the merchant gives: order, refund, goods.
pub(crate) fn number(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'), "only ASCII letters, digits, - and _")?;
    match value.text() {
        Some(text) if text.starts_with(['-', '_']) => Err(Error::new("a letter or digit comes first")),
        _ => Ok(()),
    }
}

/// A code: ASCII letters, digits, `-` and `_`.
pub(crate) fn code(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'), "only ASCII letters, digits, -, . and _")
}

/// Absent unless `other` is one of `values`.
pub(crate) fn only_with<'a, T: Text>(
    other: &'a impl Text,
    name: &'static str,
    values: &'static [&'static str],
) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (Some(_), given) if !given.is_some_and(|given| values.contains(&given)) => {
            Err(Error::new(format!("is sent only with {name} {}", values.join(", "))))
        }
        _ => Ok(()),
    }
}

/// Text that repeats no field: the notice echoes it, and `&fee=0` in the middle of it could be read as a field (section 11, point 8).
pub(crate) fn no_field_inside(value: &impl Text, (): &()) -> garde::Result {
    let repeats = |text: &str| {
        text.split('&').skip(1).filter_map(|part| part.split_once('=')).any(|(name, _)| {
            let lists = [&PAY, &NOTICE];
            lists.iter().any(|list| list.fields.contains(&name) || list.signature == name)
        })
    };
    match value.text() {
        Some(text) if repeats(text) => Err(Error::new("& before the name of a field and = could be read as that field")),
        _ => Ok(()),
    }
}

/// The number of a page.
pub(crate) fn page(value: &impl Text, context: &()) -> garde::Result {
    digits(value, context)?;
    match value.text() {
        Some(text) if !text.is_empty() && text.bytes().all(|b| b == b'0') => Err(Error::new("from 1")),
        _ => Ok(()),
    }
}

/// A host of letters, digits, dots and hyphens, or an IPv6 address in brackets; a port if there is a colon.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rfind(':').filter(|at| !text[*at..].contains(']')) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => is_host(host),
    };
    is_host && port.is_none_or(is_port)
}

fn is_host(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty() && !label.starts_with('-') && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    })
}

/// Characters that an address may hold, each `%` with its two digits.
fn is_encoded(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}');
    let is_escape = |part: &str| part.len() >= 2 && part.bytes().take(2).all(|b| b.is_ascii_hexdigit());
    text.bytes().all(is_plain) && text.split('%').skip(1).all(is_escape)
}

/// Where the result goes: an absolute http or https address to which the gateway can append its own parameters.
pub(crate) fn result_url(value: &impl Text, (): &()) -> garde::Result {
    let Some(text) = value.text() else { return Ok(()) };
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    if !authority.is_some_and(is_authority) || !is_encoded(text) {
        return Err(Error::new("an absolute http or https address of ASCII characters"));
    }
    if text.contains('#') {
        return Err(Error::new("no fragment (#)"));
    }
    let query = text.split_once('?').map_or("", |(_, query)| query);
    let Ok(pairs) = Pairs::parse(query.as_bytes(), NOTICE_LIMITS) else {
        return Err(Error::new("fewer parameters: a notice has 100 at most"));
    };
    // However it is spelt: `order%49d` is the gateway's `orderId` too.
    match pairs.iter().filter_map(|(name, _)| std::str::from_utf8(name).ok()).find(|name| is_reserved(name)) {
        Some(name) => Err(Error::new(format!("the gateway appends a parameter {name} of its own"))),
        None => Ok(()),
    }
}

fn is_email(text: &str) -> bool {
    let is_user = |user: &str| !user.is_empty() && user.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'@' | b'&' | b'=' | b'"'));
    text.split_once('@').is_some_and(|(user, host)| is_user(user) && host.contains('.') && is_host(host))
}

/// An e-mail address.
pub(crate) fn email(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if !is_email(text) => Err(Error::new("an e-mail address")),
        _ => Ok(()),
    }
}

/// An e-mail address or a phone number, as the type of the contact says.
pub(crate) fn contact<'a, T: Text>(kind: &'a Option<String>) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), kind.as_deref()) {
        (Some(text), Some("1")) if !is_email(text) => Err(Error::new("an e-mail address, as payerContactType 1 says")),
        (Some(text), Some("2")) if text.len() != 11 || !text.bytes().all(|b| b.is_ascii_digit()) => {
            Err(Error::new("a mobile phone number of 11 digits, as payerContactType 2 says"))
        }
        _ => Ok(()),
    }
}

/// A bank id belongs to payType (section 2.2, rules 4 and 5).
pub(crate) fn bank_for<'a, T: Text>(pay_type: &'a str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    const DIRECT: &[&str] = &["10", "10-1", "10-2", "14", "21", "21-1", "21-2"];
    move |value, ()| match value.text() {
        None if matches!(pay_type, "10-1" | "10-2") => Err(Error::new(format!("is required with payType {pay_type}"))),
        None => Ok(()),
        Some(_) if !DIRECT.contains(&pay_type) => Err(Error::new(format!("is sent only with payType {}", DIRECT.join(", ")))),
        Some(bank) if bank.ends_with("_B2B") != (pay_type == "14") => Err(Error::new("ends in _B2B with payType 14, and only with it")),
        Some(_) => Ok(()),
    }
}

/// `M****M****` (section 5.5).
pub(crate) fn remittance(value: &impl Text, (): &()) -> garde::Result {
    let fits = |text: &str| {
        let inner = text.strip_prefix('M').and_then(|rest| rest.char_indices().skip(1).find(|(_, c)| *c == 'M').map(|(at, _)| (rest, at)));
        text.bytes().all(|b| b.is_ascii_alphanumeric()) && inner.is_some_and(|(rest, at)| at + 1 < rest.len())
    };
    match value.text() {
        Some(text) if !fits(text) => Err(Error::new("M, letters or digits, M, letters or digits")),
        _ => Ok(()),
    }
}

/// Seconds, up to 30 days.
pub(crate) fn validity(value: &impl Text, context: &()) -> garde::Result {
    digits(value, context)?;
    match value.text().map(str::parse::<u32>) {
        Some(Err(_)) => Err(Error::new("0 to 2592000 seconds")),
        Some(Ok(seconds)) if seconds > 2_592_000 => Err(Error::new("0 to 2592000 seconds")),
        _ => Ok(()),
    }
}

/// `<NB2>{..}</NB2>`; what stands inside is opaque.
pub(crate) fn extended(value: &impl Text, (): &()) -> garde::Result {
    let inside = |text: &str| text.strip_prefix("<NB2>{").is_some_and(|rest| rest.ends_with("}</NB2>"));
    match value.text() {
        Some(text) if !inside(text) => Err(Error::new("<NB2> around a JSON object")),
        _ => Ok(()),
    }
}

/// More than nothing, in at most ten characters of fen.
pub(crate) fn payable(value: &Fen, (): &()) -> garde::Result {
    if *value == Fen::ZERO {
        return Err(Error::new("greater than 0"));
    }
    if value.to_fen().len() > 10 { Err(Error::new("at most 10 characters")) } else { Ok(()) }
}

/// More than nothing, in at most ten characters of yuan.
pub(crate) fn refundable(value: &Fen, (): &()) -> garde::Result {
    if *value == Fen::ZERO {
        return Err(Error::new("greater than 0"));
    }
    if value.to_yuan().len() > 10 { Err(Error::new("at most 10 characters")) } else { Ok(()) }
}

/// A day, `yyyyMMdd`.
pub(crate) fn day(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if !is_day(text) => Err(Error::new("a day as yyyyMMdd")),
        _ => Ok(()),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 8 && BeijingTime::parse_compact(&format!("{text}000000")).is_ok()
}

/// A day that is not before `earlier`. Days as `yyyyMMdd` sort like their texts.
pub(crate) fn not_before<'a, T: Text>(earlier: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |later, ()| match (earlier.text(), later.text()) {
        (Some(earlier), Some(later)) if is_day(earlier) && is_day(later) && later < earlier => {
            Err(Error::new(format!("not before {name}")))
        }
        _ => Ok(()),
    }
}

/// Not before `earlier`, and at most so many days later.
pub(crate) fn within_days(earlier: &Option<BeijingTime>, days: i64) -> impl FnOnce(&Option<BeijingTime>, &()) -> garde::Result + '_ {
    move |later, ()| match (earlier, later) {
        (Some(earlier), Some(later)) if later < earlier => Err(Error::new("not before startTime")),
        (Some(earlier), Some(later)) if later.unix_seconds() - earlier.unix_seconds() > days * 86_400 => {
            Err(Error::new(format!("at most {days} days after startTime")))
        }
        _ => Ok(()),
    }
}

/// A time that belongs to a query by time.
pub(crate) fn by_time<'a>(query_type: &'a str) -> impl FnOnce(&Option<BeijingTime>, &()) -> garde::Result + 'a {
    move |time, ()| match (time, query_type) {
        (None, "1") => Err(Error::new("is required with queryType 1")),
        (Some(_), "0") => Err(Error::new("is sent only with queryType 1")),
        _ => Ok(()),
    }
}
