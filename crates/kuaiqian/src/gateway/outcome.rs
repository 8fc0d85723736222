//! What a reply or a notice says about an order: section 9 of the specification as pure functions.

use paycore::{Fen, TradeState};

use super::advice::{Class, Interface, code};

/// `orderAmount` and `payAmount` beside a result.
pub type Amounts<'a> = [Option<&'a str>; 2];

/// Whether a result says "paid" and its amounts do not: they are equal, or a person decides (section 9; section 12, decision 24).
pub fn is_conflict(pay_result: Option<&str>, amounts: Amounts<'_>) -> bool {
    let [ordered, paid] = amounts.map(|amount| amount.and_then(|amount| Fen::parse_fen(amount).ok()));
    pay_result == Some("10") && (ordered.is_none() || ordered != paid)
}

/// The `payResult` of a verified notice, and its amounts.
pub fn of_notice(pay_result: Option<&str>, amounts: Amounts<'_>) -> TradeState {
    match pay_result {
        Some("10") if is_conflict(pay_result, amounts) => TradeState::Unknown,
        Some("10") => TradeState::Succeeded,
        // 01: the offline order was not taken.
        Some("11" | "01") => TradeState::Failed,
        Some("00") => TradeState::Pending,
        _ => TradeState::Unknown,
    }
}

/// The `requestResult` and `errCode` of a verified reply to an offline order.
pub fn of_remit(request_result: Option<&str>, err_code: Option<&str>) -> TradeState {
    match (request_result, err_code) {
        (Some("10"), _) => TradeState::Pending,
        // An earlier submission may exist.
        (Some("11"), Some(code)) if class_of(code) == Some(Class::InDoubt) => TradeState::Unknown,
        (Some("11"), _) => TradeState::Failed,
        _ => TradeState::Unknown,
    }
}

/// The `errCode` of an order query with a verified head, and the `payResult` and the amounts of the order asked for, where it is in the
/// answer.
///
/// Absence is never failure: not there yet is not "never", and a service that lists paid orders only is silent about open ones.
pub fn of_query(err_code: Option<&str>, pay_result: Option<&str>, amounts: Amounts<'_>) -> TradeState {
    match (err_code, pay_result) {
        (Some("31005"), _) => TradeState::Pending,
        (Some(_), _) => TradeState::Unknown,
        (None, Some("10")) if !is_conflict(pay_result, amounts) => TradeState::Succeeded,
        (None, Some("11")) => TradeState::Failed,
        (None, _) => TradeState::Unknown,
    }
}

/// The `errCode` of a list of orders that only says that the list is empty or at its end (section 8.5).
pub fn is_empty_list(err_code: &str) -> bool {
    matches!(err_code, "31001" | "31002" | "31006")
}

/// The `RESULT` and `CODE` of a refund whose fields repeat the request, with its stage.
pub fn of_refund(result: Option<&str>, code: Option<&str>) -> (TradeState, Option<&'static str>) {
    match (result, code) {
        (Some("Y" | "10"), _) => (TradeState::Pending, Some("applied")),
        (Some(_), Some(_)) => (TradeState::Failed, None),
        _ => (TradeState::Unknown, None),
    }
}

/// The `errCode` of a refund query with a verified head, and the `status` of the refund asked for, where it is in the answer.
pub fn of_refund_query(err_code: Option<&str>, status: Option<Option<&str>>) -> (TradeState, Option<&'static str>) {
    match (err_code, status) {
        (None, Some(Some("1"))) => (TradeState::Succeeded, Some("refunded")),
        (None, Some(_)) => (TradeState::Pending, Some("applied")),
        _ => (TradeState::Unknown, None),
    }
}

/// The `errCode` of a refund query that only says that there are none.
pub fn is_no_refunds(err_code: &str) -> bool {
    err_code == "10012"
}

/// An error code of the payment interface where it is all that is known, such as read off 99bill's page. A result beside it decides
/// instead.
pub fn of_payment_code(err_code: &str) -> TradeState {
    match class_of(err_code) {
        Some(Class::Field | Class::SetUp | Class::Limit | Class::Channel | Class::Refused) => TradeState::Failed,
        Some(Class::Payer) => TradeState::Pending,
        Some(Class::InDoubt) | None => TradeState::Unknown,
    }
}

fn class_of(err_code: &str) -> Option<Class> {
    code(Interface::Payment, err_code).and_then(|code| code.class)
}
