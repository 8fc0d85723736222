//! One table an operation.

use super::{
    Class::{Among, Amount, Ip, Text, Url},
    Need::{Optional, Or, Required, When},
    Rule, row,
};

const VERSION: Rule = row("version", Required, Among(&["2.1", "3.0"]));
const ORG_NO: Rule = row("orgNo", Required, Text);
const CUST_ID: Rule = row("custId", Required, Text);

/// Section 9.1, the undocumented ones too.
pub(super) const TRADE_TYPES: &[&str] = &[
    "0302", "0402", "0406", "0502", "0506", "0601", "0701", "0702", "0801", "0901", "0902", //
    "0101", "0405", "0412", "0505", "0802", "0905", "0906",
];

/// Section 9.3.
pub(super) const BANKS: &[&str] = &[
    "ICBC", "CCB", "ABC", "PSBCCNBJ", "GDB", "CNCB", "EBBC", "HXB", "BC", "CMB", "CMBC", "SHB", "SRCB", "BOB", "BRCB", "BOCOM", "SPDB",
    "CIB", "CEB", "PAB", "BEA", "NJC", "NBB", "UNION",
];

/// Section 4.1.
pub(in crate::zhangxun) const PAY: &[Rule] = &[
    VERSION,
    ORG_NO,
    CUST_ID,
    row("custOrderNo", Required, Text),
    row("tranType", Required, Among(TRADE_TYPES)),
    row("payAmt", Required, Amount),
    row("backUrl", Required, Url),
    row("frontUrl", Optional, Url),
    row("bankCode", When("tranType", "0601"), Among(BANKS)),
    row("goodsName", Required, Text),
    row("orderDesc", Optional, Text),
    row("buyIp", Optional, Ip),
];

/// Section 4.2.
pub(in crate::zhangxun) const QUERY: &[Rule] = &[VERSION, ORG_NO, CUST_ID, row("custOrderNo", Required, Text)];

/// Section 4.3. What is only said to be required may be missing (decision Z7).
pub(in crate::zhangxun) const PAYOUT: &[Rule] = &[
    VERSION,
    ORG_NO,
    CUST_ID,
    row("custOrdNo", Required, Text),
    row("casType", Required, Among(&["00"])),
    row("casAmt", Required, Amount),
    row("deductWay", Optional, Among(&["01", "02"])),
    row("callBackUrl", Optional, Url),
    row("accountName", Required, Text),
    row("cardNo", Required, Text),
    row("bankName", Optional, Text),
    row("subBankName", Optional, Text),
    row("provinceName", Optional, Text),
    row("cityName", Optional, Text),
    row("accountType", Optional, Among(&["1", "2"])),
    row("cnapsCode", Optional, Text),
    row("filed1", Optional, Text),
    row("filed2", Optional, Text),
    row("filed3", Optional, Ip),
];

/// Section 4.4.
pub(in crate::zhangxun) const PAYOUT_QUERY: &[Rule] =
    &[VERSION, ORG_NO, CUST_ID, row("casOrdNo", Or("custOrdNo"), Text), row("custOrdNo", Optional, Text)];

/// Section 4.5.
pub(in crate::zhangxun) const BALANCE: &[Rule] = &[VERSION, ORG_NO, CUST_ID];
