//! Holds the fields of a message against its table.

use std::net::IpAddr;

use paycore::Fen;
use zx_form::Signed;

use super::{Class, Need, Rule};
use crate::address;

/// The first row that the message breaks. Fields that no row names are none of the platform's business.
pub(in crate::zhangxun) fn check(table: &[Rule], message: &Signed<'_>) -> Result<(), &'static str> {
    match table.iter().find(|rule| !rule.holds(message)) {
        Some(rule) => Err(rule.name),
        None => Ok(()),
    }
}

impl Rule {
    fn holds(&self, message: &Signed<'_>) -> bool {
        match message.get(self.name) {
            Some(value) => std::str::from_utf8(value).is_ok_and(|text| self.class.takes(text)),
            None => !self.need.demands(message),
        }
    }
}

impl Need {
    fn demands(self, message: &Signed<'_>) -> bool {
        match self {
            Self::Required => true,
            Self::Optional => false,
            Self::When(other, text) => message.get(other) == Some(text.as_bytes()),
            Self::Or(other) => message.get(other).is_none(),
        }
    }
}

impl Class {
    fn takes(self, text: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Amount => !text.starts_with('0') && Fen::parse_fen(text).is_ok(),
            Self::Ip => text.parse::<IpAddr>().is_ok(),
            Self::Url => address::is_absolute(text),
            Self::Among(list) => list.contains(&text),
        }
    }
}
