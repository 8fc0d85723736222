//! What a code says about an order: section 5 of the specification as pure functions.

use kq_xml::Kind;
use paycore::TradeState;

/// "Ask before concluding" (section 6.7): looks like a decline, may have taken effect all the same.
pub const ASK: &[&str] = &[
    "09", "J5", "KH", "98", "B4", "OL", "QA", "90", "91", "92", "96", "A2", "B7", "CB", "D8", "L4", "S0", "Q9", "QD", "OJ", "26", "94",
    "HI", "I0", "N2", "OR", "P8", "Q6", "AH", "J4", "OK", "D5", "HD", "Y2", "Y3", "Y7",
];

/// The same for refunds and voids only: the original may already be voided, reversed or refunded.
pub const ASK_ABOUT_ORIGINAL: &[&str] = &["83", "A9", "O9", "ZD", "ZF"];

/// The error codes that mean: not accepted, nothing recorded (section 5.2).
pub const NOT_ACCEPTED: &[&str] = &[
    "B.MGW.0001",
    "B.MGW.0002",
    "B.MGW.0003",
    "B.MGW.0004",
    "B.MGW.0005",
    "B.MGW.0110",
    "B.MGW.0120",
    "B.MGW.0121",
    "B.MGW.0130",
    "B.MGW.0190",
    "B.MGW.0200",
];

/// The error code of a query that found nothing.
pub const NOT_FOUND: &str = "B.MGW.0170";

/// The answer to unbinding what is not bound: it is gone already (section 3.5).
pub const NOT_BOUND: &str = "T8";

/// The `responseCode` of a reply to a state-changing request (section 5.2), with the stage of a refund. Give it in upper case; `None` when it
/// is missing or empty.
pub fn of_reply(kind: Kind, code: Option<&str>) -> (TradeState, Option<&'static str>) {
    let state = match (kind, code) {
        (_, None | Some("68")) => TradeState::Unknown,
        (Kind::Task | Kind::List, Some("00")) => TradeState::Done,
        // No money waits for the bank here, so there is nothing to be pending.
        (Kind::Task, Some("C0")) => TradeState::Unknown,
        (Kind::Task | Kind::List, Some(_)) => TradeState::Failed,
        // Accepted, and the money not on its way yet.
        (Kind::Refund, Some("00")) => return (TradeState::Pending, Some("applied")),
        (_, Some("00")) => TradeState::Succeeded,
        (_, Some("C0")) => TradeState::Pending,
        (Kind::Refund | Kind::Void, Some(code)) if ASK_ABOUT_ORIGINAL.contains(&code) => TradeState::Unknown,
        (_, Some(code)) if ASK.contains(&code) => TradeState::Unknown,
        (_, Some(_)) => TradeState::Failed,
    };
    (state, None)
}

/// The transaction that a query found (section 5.3). The second value is the stage of a refund.
pub fn of_query(txn_type: Option<&str>, txn_status: Option<&str>, void_flag: Option<&str>) -> (TradeState, Option<&'static str>) {
    let refund = txn_type == Some("RFD");
    match (txn_status, void_flag) {
        (Some("S"), Some("1")) => (TradeState::Reversed, None),
        (Some("S"), None | Some("0")) if refund => (TradeState::Pending, Some("applied")),
        (Some("S"), None | Some("0")) => (TradeState::Succeeded, None),
        (Some("D"), _) if refund => (TradeState::Succeeded, Some("submitted")),
        (Some("F"), _) => (TradeState::Failed, None),
        (Some("R"), _) => (TradeState::Reversed, None),
        (Some("P"), _) => (TradeState::Pending, None),
        _ => (TradeState::Unknown, None),
    }
}

/// The `responseCode` of an unbinding: what is not bound is gone already (section 3.5).
pub fn of_unbinding(code: Option<&str>) -> TradeState {
    match code {
        Some(NOT_BOUND) => TradeState::Done,
        code => of_reply(Kind::Task, code).0,
    }
}

/// A verified TR3 (section 5.4). A `txn_status` that contradicts the code makes it unknown: query.
pub fn of_tr3(txn_type: Option<&str>, code: Option<&str>, txn_status: Option<&str>) -> TradeState {
    let kind = match txn_type {
        Some("RFD") => Kind::Refund,
        Some("VTX") => Kind::Void,
        _ => Kind::Payment,
    };
    let (state, _) = of_reply(kind, code);
    match (state, txn_status) {
        (_, None) => state,
        (TradeState::Succeeded, Some("S")) | (TradeState::Failed, Some("F" | "R")) | (TradeState::Pending, Some("P")) => state,
        (TradeState::Pending, Some("S")) if kind == Kind::Refund => state,
        _ => TradeState::Unknown,
    }
}

/// Whether an `errorCode` ends a state-changing request: nothing was recorded (section 5.2).
pub fn is_final_refusal(error_code: &str) -> bool {
    NOT_ACCEPTED.contains(&error_code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TradeState::{Done, Failed, Pending, Reversed, Succeeded, Unknown};

    #[test]
    fn replies() {
        for (kind, code, state) in [
            (Kind::Payment, Some("00"), Succeeded),
            (Kind::Payment, Some("C0"), Pending),
            (Kind::Payment, Some("68"), Unknown),
            (Kind::Payment, None, Unknown),
            (Kind::Payment, Some("I8"), Failed),
            (Kind::Payment, Some("T3"), Failed),
            (Kind::Payment, Some("ZZ"), Failed),
            (Kind::Task, Some("00"), Done),
            (Kind::Task, Some("T6"), Failed),
            (Kind::Task, Some("OR"), Failed),
            (Kind::Task, Some("C0"), Unknown),
            (Kind::Task, Some("68"), Unknown),
            (Kind::Task, None, Unknown),
            (Kind::Task, Some("T8"), Failed),
            (Kind::List, Some("00"), Done),
            (Kind::Payment, Some("T8"), Failed),
            (Kind::Payment, Some("83"), Failed),
            (Kind::Refund, Some("C0"), Pending),
            (Kind::Refund, Some("68"), Unknown),
            (Kind::Refund, Some("OC"), Failed),
            (Kind::Void, Some("00"), Succeeded),
            (Kind::Void, Some("AN"), Failed),
            (Kind::Void, None, Unknown),
        ] {
            assert_eq!(of_reply(kind, code), (state, None), "{kind:?} {code:?}");
        }
        assert_eq!(of_reply(Kind::Refund, Some("00")), (Pending, Some("applied")));
        for (code, kind) in ASK.iter().flat_map(|code| [Kind::Payment, Kind::Refund, Kind::Void].map(|kind| (code, kind))) {
            assert_eq!(of_reply(kind, Some(code)), (Unknown, None), "{kind:?} {code}");
        }
        for (code, kind) in ASK_ABOUT_ORIGINAL.iter().flat_map(|code| [Kind::Refund, Kind::Void].map(|kind| (code, kind))) {
            assert_eq!(of_reply(kind, Some(code)), (Unknown, None), "{kind:?} {code}");
        }
    }

    #[test]
    fn queries() {
        for (txn_type, status, void, expected) in [
            ("PUR", Some("S"), None, (Succeeded, None)),
            ("PUR", Some("S"), Some("0"), (Succeeded, None)),
            ("PUR", Some("S"), Some("1"), (Reversed, None)),
            ("PUR", Some("S"), Some("2"), (Unknown, None)),
            ("PUR", Some("F"), None, (Failed, None)),
            ("PUR", Some("R"), None, (Reversed, None)),
            ("PUR", Some("P"), Some("0"), (Pending, None)),
            ("PUR", Some("D"), None, (Unknown, None)),
            ("PUR", Some("X"), None, (Unknown, None)),
            ("PUR", None, None, (Unknown, None)),
            ("RFD", Some("S"), None, (Pending, Some("applied"))),
            ("RFD", Some("D"), None, (Succeeded, Some("submitted"))),
            ("RFD", Some("F"), None, (Failed, None)),
        ] {
            assert_eq!(of_query(Some(txn_type), status, void), expected, "{txn_type} {status:?} {void:?}");
        }
    }

    #[test]
    fn notices() {
        for (code, status, state) in [
            (Some("00"), None, Succeeded),
            (Some("00"), Some("S"), Succeeded),
            (Some("00"), Some("F"), Unknown),
            (Some("00"), Some("P"), Unknown),
            (Some("C0"), None, Pending),
            (Some("C0"), Some("P"), Pending),
            (Some("C0"), Some("S"), Unknown),
            (Some("68"), None, Unknown),
            (Some("96"), None, Unknown),
            (Some("I8"), None, Failed),
            (Some("I8"), Some("F"), Failed),
            (Some("I8"), Some("S"), Unknown),
            (None, None, Unknown),
        ] {
            assert_eq!(of_tr3(Some("PUR"), code, status), state, "{code:?} {status:?}");
        }
    }

    #[test]
    fn notices_of_refunds_and_voids() {
        for (kind, code, status, state) in [
            ("RFD", "00", None, Pending),
            ("RFD", "00", Some("S"), Pending),
            ("RFD", "00", Some("F"), Unknown),
            ("RFD", "83", None, Unknown),
            ("RFD", "OC", None, Failed),
            ("VTX", "00", None, Succeeded),
            ("VTX", "ZD", None, Unknown),
            ("VTX", "AN", None, Failed),
        ] {
            assert_eq!(of_tr3(Some(kind), Some(code), status), state, "{kind} {code} {status:?}");
        }
    }

    #[test]
    fn unbinding() {
        for (code, state) in [(Some("00"), Done), (Some("T8"), Done), (Some("T3"), Failed), (Some("68"), Unknown), (None, Unknown)] {
            assert_eq!(of_unbinding(code), state, "{code:?}");
        }
    }

    #[test]
    fn refusals() {
        for code in ["B.MGW.0001", "B.MGW.0005", "B.MGW.0110", "B.MGW.0120", "B.MGW.0121", "B.MGW.0130", "B.MGW.0190", "B.MGW.0200"] {
            assert!(is_final_refusal(code), "{code}");
        }
        for code in ["B.MGW.0140", "B.MGW.0150", "B.MGW.0160", NOT_FOUND, "B.MGW.0180", "B.MGW.0999", "", "T6", "B.MGW.0006"] {
            assert!(!is_final_refusal(code), "{code}");
        }
    }
}
