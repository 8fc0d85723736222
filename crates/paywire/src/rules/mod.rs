//! garde's findings, in our words and under wire names; and the rules of texts that more than one wire has.

mod text;

pub use text::{Text, ascii, digits, each, fixed, http_url, ip, month_year, not_with, one_of, or, when, with};

use std::{borrow::Cow, fmt::Display};

use garde::{
    Validate,
    i18n::{DefaultI18n, I18n, InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind, with_i18n},
};
use paycore::{FieldError, FieldErrors};
use serde::de::DeserializeOwned;

use crate::flat::field_names;

/// Checks every rule that a message declares.
///
/// # Errors
/// All fields that break a rule, by wire name.
pub fn check<T>(message: &T) -> Result<(), FieldErrors>
where
    T: Validate<Context = ()> + DeserializeOwned,
{
    let Err(report) = with_i18n(Words, || message.validate()) else { return Ok(()) };
    let mut errors: Vec<_> = report
        .into_inner()
        .into_iter()
        .map(|(path, error)| FieldError::new(wire_name::<T>(&path.to_string()), error.message().to_owned()))
        .collect();
    // In the order of the message, so that the first error is the first field's.
    errors.sort_by_key(|error| {
        let field = error.field.split(['.', '[']).next().unwrap_or_default();
        field_names::<T>().iter().position(|name| *name == field)
    });
    FieldErrors::from_vec(errors).map_or(Ok(()), Err)
}

/// The wire name of a Rust field: the one that is the same letters, whatever the case and the underscores.
pub fn wire_name<T: DeserializeOwned>(path: &str) -> String {
    let (field, inner) = match path.find(['.', '[']) {
        Some(at) => path.split_at(at),
        None => (path, ""),
    };
    let name = field_names::<T>().iter().find(|name| letters(name).eq(letters(field)));
    format!("{}{inner}", name.map_or(field, |name| *name))
}

fn letters(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().filter(|b| *b != b'_').map(|b| b.to_ascii_lowercase())
}

struct Words;

/// The rules that messages use have our words, the others garde's own.
impl I18n for Words {
    fn length_lower_than(&self, min: usize) -> Cow<'static, str> {
        format!("at least {min} character{}", if min == 1 { "" } else { "s" }).into()
    }
    fn length_greater_than(&self, max: usize) -> Cow<'static, str> {
        format!("at most {max} character{}", if max == 1 { "" } else { "s" }).into()
    }
    fn required_not_set(&self) -> Cow<'static, str> {
        "is required".into()
    }
    fn ascii_invalid(&self) -> Cow<'static, str> {
        "only ASCII characters".into()
    }
    fn alphanumeric_invalid(&self) -> Cow<'static, str> {
        "only letters and digits".into()
    }
    fn range_lower_than(&self, min: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.range_lower_than(min)
    }
    fn range_greater_than(&self, max: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.range_greater_than(max)
    }
    fn credit_card_invalid(&self, reason: InvalidCreditCard) -> Cow<'static, str> {
        DefaultI18n.credit_card_invalid(reason)
    }
    fn pattern_no_match(&self, pattern: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.pattern_no_match(pattern)
    }
    fn contains_missing(&self, pattern: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.contains_missing(pattern)
    }
    fn url_invalid(&self, reason: InvalidUrl) -> Cow<'static, str> {
        DefaultI18n.url_invalid(reason)
    }
    fn prefix_missing(&self, pattern: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.prefix_missing(pattern)
    }
    fn suffix_missing(&self, pattern: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.suffix_missing(pattern)
    }
    fn phone_number_invalid(&self, reason: InvalidPhoneNumber) -> Cow<'static, str> {
        DefaultI18n.phone_number_invalid(reason)
    }
    fn ip_invalid(&self, kind: IpKind) -> Cow<'static, str> {
        DefaultI18n.ip_invalid(kind)
    }
    fn matches_field_mismatch(&self, field: &dyn Display) -> Cow<'static, str> {
        DefaultI18n.matches_field_mismatch(field)
    }
    fn email_invalid(&self, reason: InvalidEmail) -> Cow<'static, str> {
        DefaultI18n.email_invalid(reason)
    }
}
