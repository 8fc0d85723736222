//! The formats of section 2.6 as garde rules. Each speaks of the value's shape, never of the value.

use garde::Error;
use paycore::Fen;
use paywire::rules::{Text, each};
pub(crate) use paywire::rules::{ascii, digits, fixed, http_url, month_year, not_with, or, with};

use crate::{AuthorizationCode, ExtMap, ext_map::AGREEMENT};

impl garde::rules::length::chars::HasChars for AuthorizationCode {
    fn num_chars(&self) -> usize {
        self.0.chars().count()
    }
}

/// The merchant's order number.
pub(crate) fn order_number(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'), "only ASCII letters, digits, - and _")
}

/// Identity document number: a check letter X is upper case.
pub(crate) fn upper_x(value: &impl Text, (): &()) -> garde::Result {
    each(value, |b| b != b'x', "a check letter X is upper case")
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
