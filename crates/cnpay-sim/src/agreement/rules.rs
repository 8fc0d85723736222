//! The field tables of section 3, as the gateway checks them.
//!
//! They are written down here once more on purpose: the simulator must be able to disagree with the codec that a client uses.

mod check;

pub(super) use check::check;

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
    /// Required when that other field is absent.
    Without(&'static str),
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

use Class::{Among, Amount, Code, Digits, Document, Expiry, Fixed, OrderNumber, Pairs, Text, Time, Type, Url};
use Length::{Between, Children, Exactly, UpTo};
use Presence::{Instead, Optional, Required, With, Without};

/// Section 6.1.
const TYPES: &[&str] = &["PUR", "INP", "PRE", "CFM", "VTX", "RFD", "CIV", "RNA"];

const fn row(name: &'static str, presence: Presence, length: Length, class: Class) -> Rule {
    Rule { name, presence, length, class }
}

/// Section 3.1.
pub(super) const IND_AUTH: &[Rule] = &[
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Required, Exactly(8), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("pan", Required, Between(12, 19), Digits),
    row("cardHolderName", Optional, UpTo(32), Text),
    row("idType", With("cardHolderId"), UpTo(32), Text),
    row("cardHolderId", Optional, UpTo(32), Document),
    row("expiredDate", Optional, Exactly(4), Expiry),
    row("cvv2", Optional, Exactly(3), Digits),
    row("phoneNO", Required, UpTo(20), Digits),
    row("bindType", Optional, Exactly(1), Code),
];

/// Section 3.2.
pub(super) const IND_AUTH_VERIFY: &[Rule] = &[
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Optional, Exactly(8), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("pan", Required, Between(12, 19), Digits),
    row("validCode", Required, Exactly(6), Code),
    row("token", Required, UpTo(32), Text),
    row("phoneNO", Required, UpTo(20), Digits),
];

/// Section 3.3.
pub(super) const PURCHASE: &[Rule] = &[
    row("interactiveStatus", Required, Exactly(3), Fixed("TR1")),
    row("spFlag", Required, UpTo(32), Code),
    row("txnType", Required, Exactly(3), Type(&["PUR"])),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Required, Exactly(8), Digits),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("entryTime", Required, Exactly(14), Time),
    row("amount", Required, UpTo(12), Amount),
    row("customerId", Required, UpTo(32), Text),
    row("storableCardNo", Optional, Exactly(10), Digits),
    row("payToken", Without("storableCardNo"), Exactly(19), Code),
    row("settleMerchantId", Optional, Exactly(15), Digits),
    row("bankId", Optional, UpTo(6), Code),
    row("tr3Url", Optional, UpTo(128), Url),
    row("ext1", Optional, UpTo(32), Text),
    row("extMap", Optional, Children, Pairs),
];

/// Section 3.4.
pub(super) const QUERY_TXN: &[Rule] = &[
    row("externalRefNumber", Instead("refNumber"), UpTo(32), OrderNumber),
    row("refNumber", Optional, Exactly(12), Code),
    row("txnType", Required, Exactly(3), Type(TYPES)),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Optional, Exactly(8), Digits),
    row("settleMerchantId", Optional, Exactly(15), Digits),
    row("txnStatus", Optional, Exactly(1), Among(&["S", "P", "F"])),
];
