//! The formats of section 4 as garde rules. Each speaks of the value's shape, never of the value.

use garde::Error;
use paycore::Fen;
use paywire::rules::Text;
pub(crate) use paywire::rules::{http_url, ip, one_of, or, when};

/// The merchant's own number: every signed message repeats it, and names and values run together in what is signed.
pub(crate) fn number(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if text.contains('&') => Err(Error::new("no &: it is repeated in signed messages, where it could begin another field")),
        _ => Ok(()),
    }
}

/// At least one fen.
pub(crate) fn payable(value: &Fen, (): &()) -> garde::Result {
    if *value == Fen::ZERO { Err(Error::new("greater than 0")) } else { Ok(()) }
}
