//! The tables, in the order of the specification.

use super::{
    Class::{Among, Amount, Code, Digits, Document, Expiry, Fixed, OrderNumber, Pairs, Text, Time, Type, Url},
    Length::{Between, Children, Exactly, UpTo},
    Presence::{Instead, Optional, OrEmpty, Required, With, WithOrEmpty, Without},
    Rule, TYPES, row,
};

/// Section 3.1.
pub(in crate::agreement) const IND_AUTH: &[Rule] = &[
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
pub(in crate::agreement) const IND_AUTH_VERIFY: &[Rule] = &[
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Optional, Exactly(8), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("pan", Required, Between(12, 19), Digits),
    row("validCode", Required, Exactly(6), Code),
    row("token", Required, UpTo(32), Text),
    row("phoneNO", Required, UpTo(20), Digits),
];

/// The rows of a payment from a bound card; `$more` come after the amount.
macro_rules! from_bound_card {
    ($kind:literal $(, $more:expr)*) => {
        &[
            row("interactiveStatus", Required, Exactly(3), Fixed("TR1")),
            row("spFlag", Required, UpTo(32), Code),
            row("txnType", Required, Exactly(3), Type(&[$kind])),
            row("merchantId", Required, Exactly(15), Digits),
            row("terminalId", Required, Exactly(8), Digits),
            row("externalRefNumber", Required, UpTo(32), OrderNumber),
            row("entryTime", Required, Exactly(14), Time),
            row("amount", Required, UpTo(12), Amount),
            $($more,)*
            row("customerId", Required, UpTo(32), Text),
            row("storableCardNo", Optional, Exactly(10), Digits),
            row("payToken", Without(&["storableCardNo"]), Exactly(19), Code),
            row("settleMerchantId", Optional, Exactly(15), Digits),
            row("bankId", Optional, UpTo(6), Code),
            row("tr3Url", Optional, UpTo(128), Url),
            row("ext1", Optional, UpTo(32), Text),
            row("extMap", Optional, Children, Pairs),
        ]
    };
}

/// Section 3.3.
pub(in crate::agreement) const PURCHASE: &[Rule] = from_bound_card!("PUR");

/// Section 3.3, what it says of `QuickPay`.
pub(in crate::agreement) const QUICK_PURCHASE: &[Rule] = &[
    row("interactiveStatus", Required, Exactly(3), Fixed("TR1")),
    row("spFlag", Required, UpTo(32), Fixed("QuickPay")),
    row("txnType", Required, Exactly(3), Type(&["PUR"])),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Required, Exactly(8), Digits),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("entryTime", Required, Exactly(14), Time),
    row("amount", Required, UpTo(12), Amount),
    row("cardNo", Instead("storableCardNo"), Between(12, 19), Digits),
    row("expiredDate", Optional, Exactly(4), Expiry),
    row("cvv2", Optional, Exactly(3), Digits),
    row("storableCardNo", Optional, Exactly(10), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("cardHolderName", Optional, UpTo(32), Text),
    row("idType", With("cardHolderId"), UpTo(32), Text),
    row("cardHolderId", Optional, UpTo(32), Document),
    row("tr3Url", Optional, UpTo(128), Url),
    row("extMap", Required, Children, Pairs),
];

/// Section 3.4.
pub(in crate::agreement) const QUERY_TXN: &[Rule] = &[
    row("externalRefNumber", Instead("refNumber"), UpTo(32), OrderNumber),
    row("refNumber", Optional, Exactly(12), Code),
    row("txnType", Required, Exactly(3), Type(TYPES)),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Optional, Exactly(8), Digits),
    row("settleMerchantId", Optional, Exactly(15), Digits),
    row("txnStatus", Optional, Exactly(1), Among(&["S", "P", "F"])),
];

/// Section 3.5.
pub(in crate::agreement) const PCI_DEL: &[Rule] = &[
    row("merchantId", Required, Exactly(15), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("payToken", Without(&["storablePan"]), Exactly(19), Code),
    row("pan", OrEmpty, Between(12, 19), Digits),
    row("storablePan", Optional, Exactly(10), Digits),
    row("bankId", Required, UpTo(6), Code),
];

/// Section 3.6.
pub(in crate::agreement) const PCI_QUERY: &[Rule] = &[
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Optional, Exactly(8), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("cardType", Optional, Exactly(4), Among(&["0000", "0001", "0002"])),
    row("bindType", Optional, Exactly(1), Code),
    row("storablePan", Optional, Exactly(10), Digits),
    row("payToken", Optional, Exactly(19), Code),
    row("bankId", Optional, UpTo(6), Code),
];

/// Section 3.7. It is the one request that names no merchant.
pub(in crate::agreement) const QUERY_CARDINFO: &[Rule] =
    &[row("txnType", Optional, Exactly(3), Type(&["PUR", "INP", "CFM", "RFD", "VTX"])), row("cardNo", Required, Between(12, 19), Digits)];

/// Section 3.8.
pub(in crate::agreement) const GET_DYN_NUM: &[Rule] = &[
    row("merchantId", Required, Exactly(15), Digits),
    row("customerId", Required, UpTo(32), Text),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("cardHolderName", Optional, UpTo(32), Text),
    row("idType", With("cardHolderId"), UpTo(32), Text),
    row("cardHolderId", Optional, UpTo(32), Document),
    row("pan", Instead("storablePan"), Between(12, 19), Digits),
    row("storablePan", Optional, Exactly(10), Digits),
    row("bankId", Optional, UpTo(6), Code),
    row("expiredDate", Optional, Exactly(4), Expiry),
    row("cvv2", Optional, Exactly(3), Digits),
    row("phoneNO", WithOrEmpty("pan"), UpTo(20), Digits),
    row("amount", Required, UpTo(12), Amount),
];

/// Section 3.9.
pub(in crate::agreement) const REFUND: &[Rule] = &[
    row("interactiveStatus", Required, Exactly(3), Fixed("TR1")),
    row("txnType", Required, Exactly(3), Type(&["RFD"])),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Required, Exactly(8), Digits),
    row("entryTime", Required, Exactly(14), Time),
    row("amount", Required, UpTo(12), Amount),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("origRefNumber", Required, Exactly(12), Code),
];

/// Section 3.10. `orignalTxnType` is spelled so.
pub(in crate::agreement) const VOID: &[Rule] = &[
    row("interactiveStatus", Required, Exactly(3), Fixed("TR1")),
    row("txnType", Required, Exactly(3), Type(&["VTX"])),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Required, Exactly(8), Digits),
    row("entryTime", Required, Exactly(14), Time),
    row("orignalTxnType", Required, Exactly(3), Type(&["PUR", "PRE", "CFM", "INP"])),
    row("amount", Required, UpTo(12), Amount),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("refNumber", Required, Exactly(12), Code),
];

/// Section 3.11.
pub(in crate::agreement) const PREAUTH: &[Rule] = from_bound_card!("PRE");

/// Section 3.11.
pub(in crate::agreement) const CONFIRM: &[Rule] = &[
    row("interactiveStatus", Required, Exactly(3), Fixed("TR1")),
    row("txnType", Required, Exactly(3), Type(&["CFM"])),
    row("merchantId", Required, Exactly(15), Digits),
    row("terminalId", Required, Exactly(8), Digits),
    row("externalRefNumber", Required, UpTo(32), OrderNumber),
    row("entryTime", Required, Exactly(14), Time),
    row("amount", Required, UpTo(12), Amount),
    row("authorizationCode", Required, UpTo(6), Text),
    row("cardNo", Optional, Between(12, 19), Digits),
    row("customerId", Optional, UpTo(32), Text),
    row("origRefNumber", Without(&["cardNo", "customerId"]), Exactly(12), Code),
];

/// Section 3.11.
pub(in crate::agreement) const INSTALLMENT_PURCHASE: &[Rule] = from_bound_card!("INP", row("termInMonths", Required, Exactly(2), Digits));
