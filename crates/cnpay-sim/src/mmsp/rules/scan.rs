//! Section 4.3: scan.

use super::{
    Class::{Among, Amount, Dashed, Digits, Ip, Text, Url},
    Need::{Only, Optional, Or, Required, When, WhenWithout},
    Rule, row,
};

const ONE_OR_TWO: &[&str] = &["1", "2"];
const CNY: &[&str] = &["CNY"];

/// The rows of an order that is placed for a use, `$more` behind them.
macro_rules! placed {
    ($uses:expr $(, $more:expr)*) => {
        &[
            row("TRADETYPE", Required, 1, Among($uses)),
            row("AMT", Required, 20, Amount),
            row("MERORDERID", Required, 20, Text),
            row("RANDSTR", Required, 20, Text),
            row("GOODSNAME", Required, 15, Text),
            row("NOTIFY_URL", Required, 255, Url),
            row("TIME_END", Optional, 19, Dashed),
            row("CUR", Optional, 4, Among(CNY)),
            row("IP", Optional, 18, Ip),
            $($more,)*
        ]
    };
}

/// Section 4.3.1.
pub(in crate::mmsp) const WECHAT_PREPAY: &[Rule] = placed!(
    ONE_OR_TWO,
    row("JUMP_URL", Optional, 255, Url),
    row("OPENID", When("TRADETYPE", "2"), 32, Text),
    row("IS_RAW", Optional, 1, Among(ONE_OR_TWO)),
    row("IST0", Optional, 1, Among(ONE_OR_TWO)),
    row("LIMIT_PAY", Optional, 1, Among(ONE_OR_TWO)),
    row("IS_MINIPG", Only("TRADETYPE", "2"), 1, Text),
    row("SUP_APPID", When("IS_MINIPG", "1"), 32, Text)
);

/// Section 4.3.4.
pub(in crate::mmsp) const ALIPAY_PREPAY: &[Rule] = placed!(
    ONE_OR_TWO,
    row("JUMP_URL", Optional, 255, Url),
    row("ALIPAY_USER_ID", WhenWithout("TRADETYPE", "2", "ALIPAY_ACCOUNT"), 32, Text),
    row("ALIPAY_ACCOUNT", Optional, 32, Text),
    row("IS_RAW", Optional, 1, Among(ONE_OR_TWO)),
    row("IST0", Optional, 1, Among(ONE_OR_TWO)),
    row("LIMIT_PAY", Optional, 1, Among(ONE_OR_TWO))
);

/// Section 4.3.9.
pub(in crate::mmsp) const QQ_PREPAY: &[Rule] = placed!(
    ONE_OR_TWO,
    row("JUMP_URL", Optional, 255, Url),
    row("IS_RAW", Optional, 1, Among(ONE_OR_TWO)),
    row("IST0", Optional, 1, Among(ONE_OR_TWO)),
    row("LIMIT_PAY", Optional, 1, Among(ONE_OR_TWO))
);

/// Sections 4.3.6, 4.3.7, 4.3.11 and 4.3.12.
pub(in crate::mmsp) const CODE: &[Rule] = placed!(&["1"]);

/// The rows of an order in CNY without a use.
macro_rules! paid {
    ($($more:expr),+) => {
        &[
            row("AMT", Required, 20, Amount),
            row("CUR", Required, 4, Among(CNY)),
            row("GOODSNAME", Required, 15, Text),
            row("NOTIFY_URL", Required, 255, Url),
            row("MERORDERID", Required, 20, Text),
            row("RANDSTR", Required, 20, Text),
            row("TIME_END", Optional, 19, Dashed),
            row("IP", Optional, 18, Ip),
            $($more,)+
        ]
    };
}

/// Sections 4.3.2, 4.3.5 and 4.3.10.
pub(in crate::mmsp) const MICROPAY: &[Rule] =
    paid!(row("CODE", Required, 32, Digits), row("IST0", Optional, 1, Among(ONE_OR_TWO)), row("LIMIT_PAY", Optional, 1, Among(ONE_OR_TWO)));

/// Section 4.3.3.
pub(in crate::mmsp) const WECHAT_H5: &[Rule] = paid!(row("JUMP_URL", Required, 255, Url), row("LIMIT_PAY", Optional, 1, Among(ONE_OR_TWO)));

/// Section 4.3.8.
pub(in crate::mmsp) const ALIPAY_H5: &[Rule] = paid!(row("JUMP_URL", Optional, 255, Url));

/// Sections 4.3.13 to 4.3.15.
pub(in crate::mmsp) const ORDER: &[Rule] =
    &[row("ORDERNO", Or("MERORDERID"), 20, Text), row("MERORDERID", Or("ORDERNO"), 20, Text), row("RANDSTR", Required, 20, Text)];

/// Section 4.3.16.
pub(in crate::mmsp) const REFUND: &[Rule] = &[
    row("ORDERNO", Or("MERORDERID"), 20, Text),
    row("MERORDERID", Or("ORDERNO"), 20, Text),
    row("RANDSTR", Required, 20, Text),
    row("REFUND_MERORDERID", Required, 20, Text),
    row("AMT", Required, 20, Amount),
];

/// Section 4.3.17.
pub(in crate::mmsp) const REFUND_QUERY: &[Rule] = &[
    row("REFUND_ORDERNO", Or("REFUND_MERORDERID"), 20, Text),
    row("REFUND_MERORDERID", Or("REFUND_ORDERNO"), 20, Text),
    row("RANDSTR", Required, 20, Text),
];
