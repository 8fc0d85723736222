//! Holds the members of a message against its table.

use std::{borrow::Cow, net::Ipv4Addr};

use paycore::{BeijingTime, Fen};
use paywire::json::Value;

use super::{Class, Need, Rule};
use crate::address;

/// The members of a message that say something.
#[derive(Clone, Copy)]
struct Members<'d>(Value<'d>);

impl<'d> Members<'d> {
    fn get(self, name: &str) -> Option<Cow<'d, str>> {
        self.0.get(name)?.text_or_number().filter(|text| !text.is_empty())
    }

    fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn says(self, name: &str, text: &str) -> bool {
        self.get(name).as_deref() == Some(text)
    }
}

/// The first row that the message breaks. Members that no row names are none of the platform's business.
pub(in crate::mmsp) fn check(table: &[Rule], message: Value<'_>) -> Result<(), &'static str> {
    let members = Members(message);
    match table.iter().find(|rule| !rule.holds(members)) {
        Some(rule) => Err(rule.name),
        None => Ok(()),
    }
}

impl Rule {
    fn holds(&self, members: Members<'_>) -> bool {
        // Neither text nor number.
        if members.0.get(self.name).is_some_and(|value| value.text_or_number().is_none()) {
            return false;
        }
        match members.get(self.name) {
            Some(text) => self.need.allows(members) && text.chars().count() <= self.most && self.class.takes(&text, members),
            None => !self.need.demands(members),
        }
    }
}

impl Need {
    fn demands(self, members: Members<'_>) -> bool {
        match self {
            Self::Required => true,
            Self::Optional | Self::Only(..) => false,
            Self::Exactly(other, text) | Self::When(other, text) => members.says(other, text),
            Self::WhenWithout(other, text, absent) => members.says(other, text) && !members.has(absent),
            Self::Or(other) => !members.has(other),
        }
    }

    fn allows(self, members: Members<'_>) -> bool {
        match self {
            Self::Exactly(other, text) | Self::Only(other, text) => members.says(other, text),
            _ => true,
        }
    }
}

impl Class {
    fn takes(self, text: &str, members: Members<'_>) -> bool {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let count = |text: &str| text.parse::<u64>().ok().filter(|_| digits(text));
        match self {
            Self::Text => !text.chars().any(char::is_control),
            Self::Digits => digits(text),
            Self::Exact(length) => digits(text) && text.len() == length,
            Self::Amount => !text.starts_with('0') && Fen::parse_fen(text).is_ok(),
            Self::Expiry => text.len() == 4 && digits(text) && ("01"..="12").contains(&&text[..2]),
            Self::Day => is_day(text),
            Self::DayFrom(first) => is_day(text) && members.get(first).is_none_or(|first| *first <= *text),
            Self::Count(most) => count(text).is_some_and(|count| (1..=most).contains(&count)),
            Self::Compact => BeijingTime::parse_compact(text).is_ok(),
            Self::Dashed => BeijingTime::parse_dashed(text).is_ok(),
            Self::Ip => text.parse::<Ipv4Addr>().is_ok(),
            Self::Url => address::is_absolute(text),
            Self::Among(list) => list.contains(&text),
        }
    }
}

fn is_day(text: &str) -> bool {
    BeijingTime::parse_compact(&format!("{text}000000")).is_ok()
}
