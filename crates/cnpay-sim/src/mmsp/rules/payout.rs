//! Section 4.6: payout. Each row stands where its error code is looked for.

use super::{
    Class::{Among, Amount, Compact, Digits, Exact, Text},
    Need::{Only, Optional, Required, When},
    Rule, row,
};

/// Section 4.6.1.
pub(in crate::mmsp) const PAYOUT_PAY: &[Rule] = &[
    row("ORDERNO", Required, 32, Digits),
    row("REQTIME", Required, 14, Compact),
    row("BUSITYPE", Required, 3, Among(&["001", "002", "003", "004", "005", "999"])),
    row("AMT", Required, 10, Amount),
    row("ACCNAME", Required, 20, Text),
    row("MOBILE", Required, 11, Exact(11)),
    row("ACCNO", Required, 20, Digits),
    row("ACCTYPE", Required, 1, Among(&["0", "1", "2"])),
    row("CVV2", Only("ACCTYPE", "1"), 4, Digits),
    row("BANKNAME", Required, usize::MAX, Text),
    row("BANKSETTLENO", When("ACCTYPE", "2"), usize::MAX, Text),
    row("BANKPROV", Optional, usize::MAX, Text),
    row("MEMO", Required, 64, Text),
    row("PAYTYPE", Optional, 1, Among(&["1", "2", "3"])),
    row("BANKBRANCHNAME", Optional, 32, Text),
    row("BANKCITY", Optional, usize::MAX, Text),
    row("IDCARD", Optional, 32, Text),
    row("CHLNO", Optional, usize::MAX, Text),
    row("CHLMERNO", Optional, usize::MAX, Text),
];

/// Section 4.6.2. Which of the numbers there are is looked at afterwards.
pub(in crate::mmsp) const PAYOUT_QUERY: &[Rule] =
    &[row("ORDERNO", Optional, 32, Digits), row("BSORDERNO", Optional, usize::MAX, Text), row("REQTIME", Required, 14, Compact)];

/// Section 4.6.3.
pub(in crate::mmsp) const BALANCE: &[Rule] =
    &[row("QRYTYPE", Required, 1, Among(&["1"])), row("ORDERNO", Required, 32, Digits), row("REQTIME", Required, 14, Compact)];
