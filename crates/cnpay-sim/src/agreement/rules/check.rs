//! Holds a request against its table.

use paycore::{BeijingTime, Fen};
use paywire::flat::Node;

use super::{Class, Length, Presence, Rule, TYPES};
use crate::{
    address,
    agreement::{fields::Fields, refusal::Refusal},
};

/// Gives the fields back when they follow the table.
pub(in crate::agreement) fn check(table: &[Rule], fields: Fields) -> Result<Fields, Refusal> {
    if let Some(unknown) = fields.iter().find(|field| table.iter().all(|rule| rule.name != field.name)) {
        return Err(Refusal::format(&unknown.name));
    }
    for rule in table {
        let there = |name: &str| fields.node(name).is_some();
        match (rule.presence, fields.node(rule.name)) {
            (Presence::Instead(other), Some(_)) if there(other) => return Err(Refusal::format(rule.name)),
            (Presence::OrEmpty, Some(field)) if field.text() == Some("") => {}
            (Presence::WithOrEmpty(other), Some(field)) if !there(other) && field.text() == Some("") => {}
            (_, Some(field)) => rule.check(field)?,
            (Presence::Required, None) => return Err(Refusal::empty(rule.name)),
            (Presence::With(other) | Presence::WithOrEmpty(other), None) if there(other) => return Err(Refusal::empty(rule.name)),
            (Presence::Without(others), None) if !others.iter().any(|other| there(other)) => return Err(Refusal::empty(rule.name)),
            (Presence::Instead(other), None) if !there(other) => return Err(Refusal::empty(rule.name)),
            (_, None) => {}
        }
    }
    Ok(fields)
}

impl Rule {
    fn check(&self, field: &Node) -> Result<(), Refusal> {
        if let Length::Children = self.length {
            return pairs(field);
        }
        let text = field.text().ok_or_else(|| Refusal::format(self.name))?;
        let length = text.chars().count();
        let fits = match self.length {
            Length::Exactly(wanted) => length == wanted,
            Length::UpTo(most) => length <= most,
            Length::Between(least, most) => (least..=most).contains(&length),
            Length::Children => true,
        };
        // An element without a value is left out, never sent empty (section 2.1).
        if length == 0 {
            return Err(Refusal::empty(self.name));
        }
        if !fits {
            return Err(Refusal::length(self.name));
        }
        match self.class {
            Class::Type(supported) if TYPES.contains(&text) && !supported.contains(&text) => Err(Refusal::unsupported_type()),
            class if class.takes(text) => Ok(()),
            _ => Err(Refusal::format(self.name)),
        }
    }
}

impl Class {
    fn takes(self, text: &str) -> bool {
        let bytes = |test: fn(&u8) -> bool| text.bytes().all(|byte| test(&byte));
        match self {
            Self::Digits => bytes(u8::is_ascii_digit),
            Self::OrderNumber => bytes(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')),
            Self::Code => bytes(u8::is_ascii_graphic),
            Self::Text => printable(text),
            Self::Document => printable(text) && !text.ends_with('x'),
            Self::Expiry => bytes(u8::is_ascii_digit) && text.get(..2).is_some_and(|month| ("01"..="12").contains(&month)),
            Self::Time => BeijingTime::parse_compact(text).is_ok(),
            Self::Amount => Fen::parse_yuan(text).is_ok_and(|amount| amount > Fen::ZERO),
            Self::Url => address::is_absolute(text),
            Self::Fixed(wanted) => text == wanted,
            Self::Among(list) | Self::Type(list) => list.contains(&text),
            // Checked as children.
            Self::Pairs => false,
        }
    }
}

fn printable(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// `extMap`: `extDate` elements, each exactly one `key` then one `value`; no key twice.
fn pairs(map: &Node) -> Result<(), Refusal> {
    let wrong = || Refusal::format(&map.name);
    if map.nodes().is_empty() {
        return Err(Refusal::empty(&map.name));
    }
    let mut keys: Vec<&str> = Vec::new();
    for pair in map.nodes() {
        let [key, value] = pair.nodes() else { return Err(wrong()) };
        let text = key.text().filter(|text| !text.is_empty() && printable(text) && !keys.contains(text)).ok_or_else(wrong)?;
        let value_fits = value.text().is_some_and(printable);
        if pair.name != "extDate" || key.name != "key" || value.name != "value" || !value_fits {
            return Err(wrong());
        }
        keys.push(text);
    }
    Ok(())
}
