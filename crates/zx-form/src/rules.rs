//! The formats of section 4 as garde rules. Each speaks of the value's shape, never of the value.

use std::net::IpAddr;

use garde::Error;
use paycore::{Fen, Sensitive};

/// A field that may hold a text.
pub(crate) trait Text {
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

/// The merchant's own number: every signed message repeats it, and names and values run together in what is signed.
pub(crate) fn number(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if text.contains('&') => Err(Error::new("no &: it is repeated in signed messages, where it could begin another field")),
        _ => Ok(()),
    }
}

/// One of a few texts.
pub(crate) fn one_of<T: Text>(allowed: &'static [&'static str]) -> impl FnOnce(&T, &()) -> garde::Result {
    move |value, ()| match value.text() {
        Some(text) if !allowed.contains(&text) => Err(Error::new(format!("one of {}", allowed.join(", ")))),
        _ => Ok(()),
    }
}

/// Present unless `other` is.
pub(crate) fn or<'a, T: Text>(other: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (None, None) => Err(Error::new(format!("is required when {name} is absent"))),
        _ => Ok(()),
    }
}

/// Present when `other` is `wanted`.
pub(crate) fn when<'a, T: Text>(
    other: &'a impl Text,
    name: &'static str,
    wanted: &'static str,
) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (None, Some(given)) if given == wanted => Err(Error::new(format!("is required with {name} {wanted}"))),
        _ => Ok(()),
    }
}

/// An absolute http or https address.
pub(crate) fn http_url(value: &impl Text, (): &()) -> garde::Result {
    let absolute = |text: &str| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':'])) && text.bytes().all(|b| b.is_ascii_graphic())
    };
    match value.text() {
        Some(text) if !absolute(text) => Err(Error::new("an absolute http or https address")),
        _ => Ok(()),
    }
}

/// An IP address.
pub(crate) fn ip(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if text.parse::<IpAddr>().is_err() => Err(Error::new("an IP address")),
        _ => Ok(()),
    }
}

/// At least one fen.
pub(crate) fn payable(value: &Fen, (): &()) -> garde::Result {
    if *value == Fen::ZERO { Err(Error::new("greater than 0")) } else { Ok(()) }
}
