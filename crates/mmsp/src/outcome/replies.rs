//! Sections 8.1 to 8.4: verified replies of quick pay, scan and gateway.

use paycore::TradeState::{self, Closed, Done, Failed, Pending, Refunded, Reversed, Succeeded, Unknown};

/// The one stage of a refund that the platform ever reports (decision D96).
pub const ACCEPTED: &str = "accepted";

/// The error code of a payer who is still paying.
const PAYING: &str = "AA";
/// The error code of a success.
const SUCCESS: &str = "00";

/// What an error code changes, and no other does (decision D63): a payer who is paying has not failed, and a success contradicts a failure.
fn corrected(state: TradeState, code: Option<&str>) -> TradeState {
    match (state, code) {
        (Failed | Unknown, Some(PAYING)) => Pending,
        (Failed, Some(SUCCESS)) => Unknown,
        _ => state,
    }
}

/// Quick pay: pay, UnionPay order, query. Gateway: query. Rows of both batch queries.
pub fn of_order(status: Option<&str>, code: Option<&str>) -> TradeState {
    let state = match status {
        Some("0") => Pending,
        Some("1") => Succeeded,
        Some("2") => Failed,
        Some("3") => Refunded,
        _ => Unknown,
    };
    corrected(state, code)
}

/// Confirm with the SMS code: a success was taken, not yet paid (decision D66); a wrong code leaves the order payable.
pub fn of_confirm(status: Option<&str>, code: Option<&str>) -> TradeState {
    corrected(if status == Some("1") { Pending } else { Unknown }, code)
}

/// Pay with a bound card.
pub fn of_bound_pay(status: Option<&str>, code: Option<&str>) -> TradeState {
    let state = match status {
        Some("1") => Pending,
        Some("2") => Failed,
        Some("3") => Refunded,
        _ => Unknown,
    };
    corrected(state, code)
}

/// An SMS is sent, a card is bound or unbound: the call worked, or it did not. No money moves.
pub fn of_task(status: Option<&str>, code: Option<&str>) -> TradeState {
    corrected(of_resend(status), code)
}

/// The SMS of a payment is sent again: it says nothing about the order, so no error code corrects it.
pub fn of_resend(status: Option<&str>) -> TradeState {
    match status {
        Some("1") => Done,
        Some(_) => Failed,
        None => Unknown,
    }
}

/// A list of paid orders. Nothing found cannot be told from a failure, and proves nothing either way.
pub fn of_list(status: Option<&str>) -> TradeState {
    match status {
        Some("1" | "0") => Done,
        Some(_) => Failed,
        None => Unknown,
    }
}

/// Whether a card is bound: the answer is in the reply's status, whatever it is.
pub fn of_bind_query(status: Option<&str>) -> TradeState {
    if status.is_some() { Done } else { Unknown }
}

/// Scan: an order was placed, never paid (decision D88).
pub fn of_placing(status: Option<&str>, code: Option<&str>) -> TradeState {
    let state = match status {
        Some("1") => Pending,
        Some("2") => Failed,
        _ => Unknown,
    };
    corrected(state, code)
}

/// Scan: a payment code was charged, or an order is asked for.
pub fn of_charge(status: Option<&str>, code: Option<&str>) -> TradeState {
    let state = match status {
        Some("1") => Succeeded,
        Some("2") => Failed,
        Some("3") => Pending,
        _ => Unknown,
    };
    corrected(state, code)
}

/// Scan: an order was undone, or nobody knows.
pub fn of_cancel(status: Option<&str>, code: Option<&str>) -> TradeState {
    corrected(if status == Some("1") { Reversed } else { Unknown }, code)
}

/// Scan: an unpaid order was closed, or nobody knows.
pub fn of_close(status: Option<&str>, code: Option<&str>) -> TradeState {
    corrected(if status == Some("1") { Closed } else { Unknown }, code)
}

/// Scan: a refund was accepted. The second value is its stage.
pub fn of_refund(status: Option<&str>, code: Option<&str>) -> (TradeState, Option<&'static str>) {
    match status {
        Some("1") => (Pending, Some(ACCEPTED)),
        Some("2") => (corrected(Failed, code), None),
        _ => (corrected(Unknown, code), None),
    }
}

/// Scan: the state of a refund. That it was accepted is the last that the platform ever says.
pub fn of_refund_query(status: Option<&str>, code: Option<&str>) -> (TradeState, Option<&'static str>) {
    match of_refund(status, code) {
        (_, Some(stage)) => (Succeeded, Some(stage)),
        open_or_failed => open_or_failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Table = fn(Option<&str>, Option<&str>) -> TradeState;

    /// What no error code, `AA`, `00` and another one make of a row.
    fn row(table: Table, status: Option<&str>) -> [TradeState; 4] {
        [None, Some("AA"), Some("00"), Some("D4")].map(|code| table(status, code))
    }

    #[test]
    fn every_row_under_every_code() {
        let fixed = |state| [state; 4];
        let failed = [Failed, Pending, Unknown, Failed];
        let unknown = [Unknown, Pending, Unknown, Unknown];
        let refund: Table = |status, code| of_refund(status, code).0;
        let refund_query: Table = |status, code| of_refund_query(status, code).0;
        for (name, table, rows) in [
            ("order", of_order as Table, [fixed(Pending), fixed(Succeeded), failed, fixed(Refunded)]),
            ("confirm", of_confirm, [unknown, fixed(Pending), unknown, unknown]),
            ("bound", of_bound_pay, [unknown, fixed(Pending), failed, fixed(Refunded)]),
            ("task", of_task, [failed, fixed(Done), failed, failed]),
            ("placing", of_placing, [unknown, fixed(Pending), failed, unknown]),
            ("charge", of_charge, [unknown, fixed(Succeeded), failed, fixed(Pending)]),
            ("cancel", of_cancel, [unknown, fixed(Reversed), unknown, unknown]),
            ("close", of_close, [unknown, fixed(Closed), unknown, unknown]),
            ("refund", refund, [unknown, fixed(Pending), failed, unknown]),
            ("refund query", refund_query, [unknown, fixed(Succeeded), failed, unknown]),
        ] {
            for (status, expected) in ["0", "1", "2", "3"].into_iter().zip(rows) {
                assert_eq!(row(table, Some(status)), expected, "{name} {status}");
            }
            assert_eq!(row(table, None), unknown, "{name}: no status");
            for status in ["4", "9", "", "01", "1 ", "SUCCESS"] {
                let expected = if name == "task" { failed } else { unknown };
                assert_eq!(row(table, Some(status)), expected, "{name} {status:?}");
            }
        }
    }

    #[test]
    fn a_refund_s_stage_is_told_once_it_is_accepted() {
        assert_eq!(of_refund(Some("1"), Some("AA")), (Pending, Some("accepted")));
        assert_eq!(of_refund_query(Some("1"), None), (Succeeded, Some("accepted")));
        assert_eq!(of_refund_query(Some("2"), None), (Failed, None));
    }

    #[test]
    fn what_speaks_of_no_order() {
        for (status, resend, list, bind_query) in [
            (None, Unknown, Unknown, Unknown),
            (Some("0"), Failed, Done, Done),
            (Some("1"), Done, Done, Done),
            (Some("2"), Failed, Failed, Done),
            (Some("x"), Failed, Failed, Done),
        ] {
            assert_eq!((of_resend(status), of_list(status), of_bind_query(status)), (resend, list, bind_query), "{status:?}");
        }
    }
}
