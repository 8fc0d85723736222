//! Section 4.4: gateway. Its queries have the tables of quick pay.

use super::{
    Class::{Amount, Text, Url},
    Need::{Optional, Required},
    Rule, row,
};

/// Section 4.4.1.
pub(in crate::mmsp) const GATEWAY_PAY: &[Rule] = &[
    row("MERORDERID", Required, 32, Text),
    row("AMT", Required, 12, Amount),
    row("NOTIFY_URL", Required, 255, Url),
    row("JUMP_URL", Required, 255, Url),
    row("PAY_CHANNEL", Required, 50, Text),
    row("GOODSNAME", Optional, 32, Text),
    row("REMARK", Optional, 255, Text),
];
