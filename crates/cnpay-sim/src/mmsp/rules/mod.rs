//! The field tables of section 4, as the platform checks them.
//!
//! They are written down here once more on purpose: the simulator must be able to disagree with the codec that a client uses.

mod check;
mod payout;
mod quickpay;
mod scan;
mod web;

pub(super) mod tables {
    pub(in crate::mmsp) use super::{payout::*, quickpay::*, scan::*, web::*};
}

pub(super) use check::check;

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    name: &'static str,
    need: Need,
    most: usize,
    class: Class,
}

/// Whether the field must be there. An empty text counts as nothing.
#[derive(Debug, Clone, Copy)]
enum Need {
    Required,
    Optional,
    /// Required where that other field says so, and not to be sent elsewhere.
    Exactly(&'static str, &'static str),
    /// Required where that other field says so.
    When(&'static str, &'static str),
    /// Required where that field says so and the second is absent.
    WhenWithout(&'static str, &'static str, &'static str),
    /// Only where that other field says so.
    Only(&'static str, &'static str),
    /// Required where that other field is absent.
    Or(&'static str),
    /// Required where that other field is absent, and not to be sent beside it.
    Instead(&'static str),
}

/// Which texts it takes.
#[derive(Debug, Clone, Copy)]
enum Class {
    /// Anything but control characters.
    Text,
    Digits,
    /// As many digits.
    Exact(usize),
    /// Fen, more than nothing, without a leading zero.
    Amount,
    /// `MMYY`.
    Expiry,
    /// `YYYYMMDD`.
    Day,
    /// `YYYYMMDD`, not before that other field.
    DayFrom(&'static str),
    /// From 1 up to that.
    Count(u64),
    /// `YYYYMMDDHHmmss`.
    Compact,
    /// `YYYY-MM-DD HH:MM:SS`.
    Dashed,
    /// An IPv4 address.
    Ip,
    /// An absolute http or https address.
    Url,
    /// One of these texts.
    Among(&'static [&'static str]),
}

const fn row(name: &'static str, need: Need, most: usize, class: Class) -> Rule {
    Rule { name, need, most, class }
}
