//! The formats of section 2.6 as garde rules. Each speaks of the value's shape, never of the value.

use garde::Error;
use paycore::{Fen, Sensitive};

use crate::{AuthorizationCode, ExtMap, ext_map::AGREEMENT};

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

/// Two fields, of which either will do.
impl<A: Text, B: Text> Text for (&A, &B) {
    fn text(&self) -> Option<&str> {
        self.0.text().or_else(|| self.1.text())
    }
}

impl garde::rules::length::chars::HasChars for AuthorizationCode {
    fn num_chars(&self) -> usize {
        self.0.chars().count()
    }
}

fn each(value: &impl Text, allowed: impl Fn(u8) -> bool, rule: &'static str) -> garde::Result {
    match value.text() {
        Some(text) if !text.bytes().all(allowed) => Err(Error::new(rule)),
        _ => Ok(()),
    }
}

/// ASCII digits.
pub(crate) fn digits(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_digit(), "only the digits 0 to 9")
}

/// ASCII letters and digits.
pub(crate) fn ascii(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_alphanumeric(), "only ASCII letters and digits")
}

/// The merchant's order number.
pub(crate) fn order_number(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'), "only ASCII letters, digits, - and _")
}

/// Identity document number: a check letter X is upper case.
pub(crate) fn upper_x(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b != b'x', "a check letter X is upper case")
}

/// Month and year, `MMYY`.
pub(crate) fn month_year(value: &impl Text, context: &()) -> garde::Result {
    digits(value, context)?;
    match value.text().and_then(|text| text.get(..2)) {
        Some(month) if !("01"..="12").contains(&month) => Err(Error::new("MMYY, the month first")),
        _ => Ok(()),
    }
}

/// No control characters, which XML carries badly or not at all, and no blanks at the ends, which the gateway drops: what it repeats would
/// differ from what was sent.
pub(crate) fn printable(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        // Most texts, told by their bytes alone.
        Some(text) if text.bytes().all(|b| b.is_ascii_graphic()) => Ok(()),
        Some(text) if text.chars().any(|c| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')) => {
            Err(Error::new("no control characters"))
        }
        Some(text) if text.trim().len() < text.len() => Err(Error::new("no blanks at the ends")),
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

/// More than nothing, in at most twelve characters.
pub(crate) fn payable(value: &Fen, (): &()) -> garde::Result {
    if *value == Fen::ZERO {
        return Err(Error::new("greater than 0"));
    }
    // Twelve digits of yuan; or nine, a point and two decimals: in fen.
    let most = if value.get().is_multiple_of(100) { 99_999_999_999_900 } else { 99_999_999_999 };
    if value.get() > most {
        return Err(Error::new("at most 12 characters"));
    }
    Ok(())
}

/// Exactly this text.
pub(crate) fn fixed<T: Text>(wanted: &'static str) -> impl FnOnce(&T, &()) -> garde::Result {
    move |value, ()| match value.text() {
        Some(text) if text != wanted => Err(Error::new(format!("is always {wanted}"))),
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

/// Present when `other` is.
pub(crate) fn with<'a, T: Text>(other: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (None, Some(_)) => Err(Error::new(format!("is required with {name}"))),
        _ => Ok(()),
    }
}

/// Absent when `other` is present.
pub(crate) fn not_with<'a, T: Text>(other: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match (value.text(), other.text()) {
        (Some(_), Some(_)) => Err(Error::new(format!("is not sent together with {name}"))),
        _ => Ok(()),
    }
}

/// An agreement payment carries its five pairs first (section 3.3); further ones follow.
pub(crate) fn agreement_pairs(sp_flag: &str) -> impl FnOnce(&ExtMap, &()) -> garde::Result + '_ {
    move |value, ()| {
        let begins = AGREEMENT.iter().zip(&value.pairs).filter(|((wanted, _), given)| *wanted == given.key).count() == AGREEMENT.len();
        if sp_flag == "QPay02" && !begins {
            return Err(Error::new("with QPay02 the pairs phone, validCode, savePciFlag, token, payBatch come first"));
        }
        some_pair(value, &())
    }
}

/// A list that holds nothing would be read as one that was not given.
pub(crate) fn some_pair(value: &ExtMap, (): &()) -> garde::Result {
    if value.pairs.is_empty() { Err(Error::new("at least one pair")) } else { Ok(()) }
}

/// No key twice, no key empty.
pub(crate) fn distinct_keys(value: &ExtMap, (): &()) -> garde::Result {
    for (at, pair) in value.pairs.iter().enumerate() {
        if pair.key.is_empty() {
            return Err(Error::new("a key is empty"));
        }
        if value.pairs[..at].iter().any(|earlier| earlier.key == pair.key) {
            return Err(Error::new("a key stands twice"));
        }
        printable(&pair.value, &())?;
        printable(&pair.key, &())?;
    }
    Ok(())
}
