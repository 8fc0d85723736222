//! Section 9, a line at a time.

use kuaiqian::gateway::{
    advice::{Class, Interface, codes},
    outcome::{
        Amounts, is_conflict, is_empty_list, is_no_refunds, of_notice, of_payment_code, of_query, of_refund, of_refund_query, of_remit,
    },
};
use paycore::TradeState::{self, Failed, Pending, Succeeded, Unknown};

#[test]
fn notices() {
    for (result, state) in
        [(Some("10"), Succeeded), (Some("11"), Failed), (Some("00"), Pending), (Some("01"), Failed), (Some("12"), Unknown), (None, Unknown)]
    {
        assert_eq!(of_notice(result, EQUAL), state, "{result:?}");
    }
}

const EQUAL: Amounts<'_> = [Some("1250"), Some("1250")];

/// What contradicts "paid", and says nothing about any other result.
const UNEQUAL: [Amounts<'_>; 6] = [
    [Some("1250"), Some("1249")],
    [Some("1250"), None],
    [None, Some("1250")],
    [None, None],
    [Some("12.50"), Some("12.50")],
    [Some("x"), Some("x")],
];

#[test]
fn paid_with_other_amounts_is_a_conflict() {
    for amounts in UNEQUAL {
        assert!(is_conflict(Some("10"), amounts) && !is_conflict(Some("11"), amounts), "{amounts:?}");
        assert_eq!((of_notice(Some("10"), amounts), of_notice(Some("11"), amounts)), (Unknown, Failed), "{amounts:?}");
        assert_eq!((of_query(None, Some("10"), amounts), of_query(None, Some("11"), amounts)), (Unknown, Failed), "{amounts:?}");
    }
}

#[test]
fn offline_orders() {
    for (result, code, state) in [
        (Some("10"), None, Pending),
        (Some("11"), Some("20008"), Failed),
        (Some("11"), Some("81000"), Failed),
        (Some("11"), Some("99999"), Failed),
        (Some("11"), None, Failed),
        (Some("11"), Some("00000"), Unknown),
        (Some("11"), Some("10037"), Unknown),
        (Some("11"), Some("30004"), Unknown),
        (Some("11"), Some("81001"), Unknown),
        (Some("12"), None, Unknown),
        (None, Some("20008"), Unknown),
    ] {
        assert_eq!(of_remit(result, code), state, "{result:?} {code:?}");
    }
}

#[test]
fn order_queries() {
    for (code, result, state) in [
        (None, Some("10"), Succeeded),
        (None, Some("11"), Failed),
        (None, Some("12"), Unknown),
        (None, None, Unknown),
        (Some("31005"), None, Pending),
        (Some("31001"), None, Unknown),
        (Some("31002"), None, Unknown),
        (Some("31003"), None, Unknown),
        (Some("30001"), None, Unknown),
        (Some("20002"), Some("10"), Unknown),
        (Some("99999"), None, Unknown),
    ] {
        assert_eq!(of_query(code, result, EQUAL), state, "{code:?} {result:?}");
    }
    assert!(["31001", "31002", "31006"].into_iter().all(is_empty_list));
    assert!(!["31003", "31005", "30001"].into_iter().any(is_empty_list));
}

#[test]
fn refunds() {
    for (result, code, expected) in [
        (Some("Y"), None, (Pending, Some("applied"))),
        (Some("10"), None, (Pending, Some("applied"))),
        (Some("N"), Some("20001"), (Failed, None)),
        (Some("N"), None, (Unknown, None)),
        (None, Some("20001"), (Unknown, None)),
        (None, None, (Unknown, None)),
    ] {
        assert_eq!(of_refund(result, code), expected, "{result:?} {code:?}");
    }
}

#[test]
fn refund_queries() {
    for (code, status, expected) in [
        (None, Some(Some("1")), (Succeeded, Some("refunded"))),
        (None, Some(Some("2")), (Pending, Some("applied"))),
        (None, Some(None), (Pending, Some("applied"))),
        (None, None, (Unknown, None)),
        (Some("10012"), None, (Unknown, None)),
        (Some("10013"), Some(Some("1")), (Unknown, None)),
    ] {
        assert_eq!(of_refund_query(code, status), expected, "{code:?} {status:?}");
    }
    assert!(is_no_refunds("10012") && !is_no_refunds("10013"));
}

#[test]
fn a_code_alone_goes_by_its_class() {
    for (code, state) in [
        ("20001", Failed),
        ("10024", Failed),
        ("20011", Failed),
        ("30001", Failed),
        ("50009", Pending),
        ("30004", Unknown),
        ("80001", Failed),
        ("99999", Unknown),
    ] {
        assert_eq!(of_payment_code(code), state, "{code}");
    }
    let in_doubt: Vec<_> =
        codes(Interface::Payment).iter().filter(|code| code.class == Some(Class::InDoubt)).map(|code| code.code).collect();
    assert_eq!(in_doubt, ["00000", "10037", "30004", "81001"]);
    let never: fn(&str) -> TradeState = of_payment_code;
    assert!(codes(Interface::Payment).iter().all(|code| never(code.code) != Succeeded));
}
