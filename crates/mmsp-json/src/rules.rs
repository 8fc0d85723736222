//! The formats of sections 0 and 4 as garde rules. Each speaks of the value's shape, never of the value.

use std::net::Ipv4Addr;

use garde::Error;
use paycore::{BeijingTime, Fen};
use paywire::rules::Text;
pub(crate) use paywire::rules::{ascii, digits, fixed, http_url, month_year, not_with, one_of, or};

/// Nothing that libraries escape in different ways when they sign: control characters and the two separators (section 3.1).
pub(crate) fn printable(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) => {
            Err(Error::new("no control characters, no line or paragraph separators"))
        }
        _ => Ok(()),
    }
}

/// A day, `YYYYMMDD`.
pub(crate) fn day(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if BeijingTime::parse_compact(&format!("{text}000000")).is_err() => Err(Error::new("a day as YYYYMMDD")),
        _ => Ok(()),
    }
}

/// A day that is not before the first.
pub(crate) fn not_before<'a, T: Text>(first: &'a impl Text, name: &'static str) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| if value.text() < first.text() { Err(Error::new(format!("not before {name}"))) } else { Ok(()) }
}

/// An IPv4 address as text.
pub(crate) fn ipv4(value: &impl Text, (): &()) -> garde::Result {
    match value.text() {
        Some(text) if text.parse::<Ipv4Addr>().is_err() => Err(Error::new("an IPv4 address")),
        _ => Ok(()),
    }
}

/// At least one fen, in so many digits.
pub(crate) fn payable(most_digits: usize) -> impl FnOnce(&Fen, &()) -> garde::Result {
    move |value, ()| {
        if *value == Fen::ZERO {
            return Err(Error::new("greater than 0"));
        }
        if value.to_fen().len() > most_digits {
            return Err(Error::new(format!("at most {most_digits} digits")));
        }
        Ok(())
    }
}

/// At most ten million yuan (decision D59).
pub(crate) fn payable_out(value: &Fen, (): &()) -> garde::Result {
    if *value > Fen::new(1_000_000_000) { Err(Error::new("at most 1000000000 fen")) } else { payable(10)(value, &()) }
}

/// Present when `other` is this text.
pub(crate) fn when<'a, T: Text>(
    other: &'a impl Text,
    name: &'static str,
    wanted: &'static str,
) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| {
        let is_missing = value.text().is_none() && other.text() == Some(wanted);
        if is_missing { Err(Error::new(format!("is required when {name} is {wanted}"))) } else { Ok(()) }
    }
}

/// Absent unless `other` is this text.
pub(crate) fn only_when<'a, T: Text>(
    other: &'a impl Text,
    name: &'static str,
    wanted: &'static str,
) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| {
        let is_wrong = value.text().is_some() && other.text() != Some(wanted);
        if is_wrong { Err(Error::new(format!("is sent only when {name} is {wanted}"))) } else { Ok(()) }
    }
}

/// `1` only when `other` is this text; any other value does as nothing does.
pub(crate) fn yes_only_when<'a, T: Text>(
    other: &'a impl Text,
    name: &'static str,
    wanted: &'static str,
) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| {
        let is_wrong = value.text() == Some("1") && other.text() != Some(wanted);
        if is_wrong { Err(Error::new(format!("is 1 only when {name} is {wanted}"))) } else { Ok(()) }
    }
}

/// A service window pays for a buyer who is named by one of two fields.
pub(crate) fn buyer<'a, T: Text>(trade_type: &'a impl Text, account: &'a impl Text) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| {
        let is_missing = trade_type.text() == Some("2") && value.text().is_none() && account.text().is_none();
        if is_missing { Err(Error::new("is required when TRADETYPE is 2 and ALIPAY_ACCOUNT is absent")) } else { Ok(()) }
    }
}

/// Credit cards are defined and not yet supported: who insists gives the security code (section 4.6.1).
pub(crate) fn payee_account<'a, T: Text>(cvv2: &'a impl Text) -> impl FnOnce(&T, &()) -> garde::Result + 'a {
    move |value, ()| match value.text() {
        Some("1") if cvv2.text().is_none() => Err(Error::new("1 is not yet supported; with CVV2 it is sent all the same")),
        _ => Ok(()),
    }
}
