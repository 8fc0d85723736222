//! Section 4.2: quick pay.

use super::{
    Class::{Among, Amount, Count, Day, DayFrom, Digits, Exact, Expiry, Text, Url},
    Need::{Exactly, Optional, Required, When},
    Rule, row,
};

const CARD_TYPES: &[&str] = &["1", "2"];

/// Section 4.2.1.
pub(in crate::mmsp) const PAY: &[Rule] = &[
    row("MERORDERID", Required, 32, Text),
    row("CARDNO", Required, 20, Digits),
    row("AMT", Required, 12, Amount),
    row("CARDTYPE", Required, 1, Among(CARD_TYPES)),
    row("EXPDATE", Exactly("CARDTYPE", "2"), 4, Expiry),
    row("CVN2", Exactly("CARDTYPE", "2"), 3, Exact(3)),
    row("NAME", Required, 32, Text),
    row("ID_NO", Required, 32, Text),
    row("PHONENO", Required, 11, Exact(11)),
    row("RANDSTR", Optional, 32, Text),
    row("USER_ID", Optional, 32, Text),
    row("NOTIFY_URL", Required, 255, Url),
];

/// Section 4.2.2.
pub(in crate::mmsp) const CONFIRM: &[Rule] =
    &[row("LIST_ID", Required, 32, Text), row("MSG_CODE", Required, 6, Digits), row("RANDSTR", Optional, 32, Text)];

/// Sections 4.2.3 and 4.4.3.
pub(in crate::mmsp) const QUERY: &[Rule] = &[row("MERORDERID", Required, 32, Text)];

/// Section 4.2.4.
pub(in crate::mmsp) const BIND: &[Rule] = &[
    row("MERORDERID", Required, 32, Text),
    row("USER_ID", Required, 32, Text),
    row("CARDNO", Required, 20, Digits),
    row("CARDTYPE", Required, 1, Among(CARD_TYPES)),
    row("EXPDATE", When("CARDTYPE", "2"), 4, Expiry),
    row("CVN2", When("CARDTYPE", "2"), 3, Exact(3)),
    row("NAME", Required, 32, Text),
    row("ID_NO", Required, 32, Text),
    row("PHONENO", Required, 11, Exact(11)),
    row("MSG_CODE", Required, 6, Digits),
    row("RANDSTR", Optional, 32, Text),
];

/// Section 4.2.5.
pub(in crate::mmsp) const BIND_SMS: &[Rule] = &[
    row("MERORDERID", Required, 32, Text),
    row("USER_ID", Required, 32, Text),
    row("CARDNO", Required, 20, Digits),
    row("PHONENO", Required, 11, Exact(11)),
    row("RANDSTR", Optional, 32, Text),
];

/// Sections 4.2.6 and 4.2.7.
pub(in crate::mmsp) const BINDING: &[Rule] = &[row("BIND_ID", Required, 32, Text)];

/// Sections 4.2.8 and 4.4.4.
pub(in crate::mmsp) const BATCH_QUERY: &[Rule] = &[
    row("START_DATE", Required, 8, Day),
    row("END_DATE", Required, 8, DayFrom("START_DATE")),
    row("PERPAGE", Required, 10, Count(1000)),
    row("PAGE", Required, 10, Count(u32::MAX as u64)),
];

/// Section 4.2.9.
pub(in crate::mmsp) const RESEND_SMS: &[Rule] = &[row("LIST_ID", Required, 32, Text), row("RANDSTR", Optional, 32, Text)];

/// Section 4.2.10.
pub(in crate::mmsp) const BOUND_PAY: &[Rule] = &[
    row("BIND_ID", Required, 32, Text),
    row("MERORDERID", Required, 32, Text),
    row("USER_ID", Required, 32, Text),
    row("AMT", Required, 12, Amount),
    row("MSG_CODE", Required, 6, Digits),
    row("RANDSTR", Optional, 32, Text),
    row("NOTIFY_URL", Required, 255, Url),
];

/// Section 4.2.11.
pub(in crate::mmsp) const BOUND_PAY_SMS: &[Rule] = &[
    row("BIND_ID", Required, 32, Text),
    row("MERORDERID", Required, 32, Text),
    row("USER_ID", Required, 32, Text),
    row("PHONENO", Required, 11, Exact(11)),
    row("AMT", Required, 12, Amount),
    row("RANDSTR", Required, 32, Text),
];

/// Section 4.2.12.
pub(in crate::mmsp) const UNIONPAY_ORDER: &[Rule] = &[
    row("MERORDERID", Required, 32, Text),
    row("AMT", Required, 12, Amount),
    row("JUMP_URL", Required, 255, Url),
    row("NOTIFY_URL", Required, 255, Url),
    row("TRADE_MODE", Optional, 1, Among(&["1", "2"])),
    row("RANDSTR", Optional, 32, Text),
    row("CARDNO", Optional, 32, Digits),
];
