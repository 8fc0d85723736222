//! The field tables of section 3, as the gateway checks them.
//!
//! They are written down here once more on purpose: the simulator must be able to disagree with the codec that a client uses.

mod check;
mod tables;

pub(super) use check::check;
pub(super) use tables::*;

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    name: &'static str,
    presence: Presence,
    length: Length,
    class: Class,
}

/// Whether the field must be there.
#[derive(Debug, Clone, Copy)]
enum Presence {
    Required,
    Optional,
    /// Required when that other field is there.
    With(&'static str),
    /// Required when that other field is there; else it may be left empty too.
    WithOrEmpty(&'static str),
    /// May be left out, and be empty.
    OrEmpty,
    /// Required when all of those other fields are absent.
    Without(&'static [&'static str]),
    /// Required when that other field is absent, and else forbidden.
    Instead(&'static str),
}

/// How many characters it has.
#[derive(Debug, Clone, Copy)]
enum Length {
    Exactly(usize),
    UpTo(usize),
    Between(usize, usize),
    /// It has children.
    Children,
}

/// Which texts it takes.
#[derive(Debug, Clone, Copy)]
enum Class {
    Digits,
    /// Letters, digits, `-` and `_`.
    OrderNumber,
    /// Printable ASCII without blanks.
    Code,
    /// Anything but control characters.
    Text,
    /// As [`Class::Text`], with a check letter in upper case.
    Document,
    /// `MMYY`.
    Expiry,
    /// `yyyyMMddHHmmss`.
    Time,
    /// Yuan, more than nothing.
    Amount,
    /// An absolute http or https address.
    Url,
    /// This text alone.
    Fixed(&'static str),
    /// One of these texts.
    Among(&'static [&'static str]),
    /// A transaction type of section 6.1; one that is not in the list is not supported here.
    Type(&'static [&'static str]),
    /// Pairs of a key and a value.
    Pairs,
}

/// Section 6.1.
const TYPES: &[&str] = &["PUR", "INP", "PRE", "CFM", "VTX", "RFD", "CIV", "RNA"];

const fn row(name: &'static str, presence: Presence, length: Length, class: Class) -> Rule {
    Rule { name, presence, length, class }
}
