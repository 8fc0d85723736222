//! Rules of texts that more than one wire has. Each speaks of the value's shape, never of the value; an absent one breaks none.

use std::net::IpAddr;

use garde::Error;
use paycore::Sensitive;

/// A field that may hold a text.
pub trait Text {
    /// The text, if there is one.
    fn text(&self) -> Option<&str>;
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for Sensitive {
    fn text(&self) -> Option<&str> {
        Some(self.expose())
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(Text::text)
    }
}

/// Two fields, of which either will do.
impl<A: Text, B: Text> Text for (&A, &B) {
    fn text(&self) -> Option<&str> {
        self.0.text().or_else(|| self.1.text())
    }
}

/// Bytes of one kind only, which `rule` names.
///
/// # Errors
/// The rule.
pub fn each(value: &impl Text, allowed: impl Fn(u8) -> bool, rule: &'static str) -> garde::Result {
    match value.text() {
        Some(text) if !text.bytes().all(allowed) => Err(Error::new(rule)),
        _ => Ok(()),
    }
}

/// ASCII digits.
///
/// # Errors
/// Anything else.
pub fn digits(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_digit(), "only the digits 0 to 9")
}

/// ASCII letters and digits.
///
/// # Errors
/// Anything else.
pub fn ascii(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_alphanumeric(), "only ASCII letters and digits")
}

/// Month and year, `MMYY`.
///
/// # Errors
/// Another character than a digit, or no month at the beginning.
pub fn month_year(value: &impl Text, context: &()) -> garde::Result {
    digits(value, context)?;
    match value.text().and_then(|text| text.get(..2)) {
        Some(month) if !("01"..="12").contains(&month) => Err(Error::new("MMYY, the month first")),
        _ => Ok(()),
    }
}

/// An absolute http or https address.
///
/// # Errors
/// Anything else.
pub fn http_url(value: &impl Text, (): &()) -> garde::Result {
    let absolute = |text: &str| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
        authority.is_some_and(|authority| !authority.is_empty() && !authority.starts_with(':') && has_good_port(authority))
            && text.bytes().all(|b| b.is_ascii_graphic())
    };
    match value.text() {
        Some(text) if !absolute(text) => Err(Error::new("an absolute http or https address")),
        _ => Ok(()),
    }
}

/// No port, or one from 1 to 65535. A colon inside brackets belongs to an IPv6 address.
fn has_good_port(authority: &str) -> bool {
    match authority.rsplit_once(':') {
        Some((_, port)) if !port.contains(']') => {
            port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
        }
        _ => true,
    }
}

/// An IP address.
///
/// # Errors
/// Anything else.
pub fn ip(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if text.parse::<IpAddr>().is_err() => Err(Error::new("an IP address")),
        _ => Ok(()),
    }
}

/// Exactly this text.
pub fn fixed<T: Text>(wanted: &'static str) -> impl FnOnce(&T, &()) -> garde::Result {
    move |value, ()| match value.text() {
        Some(text) if text != wanted => Err(Error::new(format!("is always {wanted}"))),
        _ => Ok(()),
    }
}

/// One of these texts.
pub fn one_of<T: Text>(wanted: &'static [&'static str]) -> impl FnOnce(&T, &()) -> garde::Result {
    move |value, ()| match value.text() {
        Some(text) if !wanted.contains(&text) => Err(Error::new(format!("one of {}", wanted.join(", ")))),
        _ => Ok(()),
    }
}

/// Present unless `other` is.
pub fn or<'a, T: Text>(other: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (None, None) => Err(Error::new(format!("is required when {name} is absent"))),
        _ => Ok(()),
    }
}

/// Present when `other` is.
pub fn with<'a, T: Text>(other: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (None, Some(_)) => Err(Error::new(format!("is required with {name}"))),
        _ => Ok(()),
    }
}

/// Absent when `other` is present.
pub fn not_with<'a, T: Text>(other: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (Some(_), Some(_)) => Err(Error::new(format!("is not sent together with {name}"))),
        _ => Ok(()),
    }
}

/// Present when `other` is one of `values`.
pub fn when<'a, T: Text>(
    other: &'a impl Text,
    name: &'static str,
    values: &'static [&'static str],
) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (None, Some(given)) if values.contains(&given) => Err(Error::new(format!("is required with {name} {given}"))),
        _ => Ok(()),
    }
}
