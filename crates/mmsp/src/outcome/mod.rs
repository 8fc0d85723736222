//! What a status says about an order: section 8 of the specification as pure functions, one per family of commands.
//!
//! `STATUS` means something else in each of them (section 8.5), and an unknown value is never final.

mod notices;
mod payouts;
mod replies;

pub use notices::{of_gateway_notice, of_quickpay_notice, of_scan_notice};
pub use payouts::{Class, class_of, of_balance, of_payout, of_payout_query};
pub use replies::{
    ACCEPTED, of_bind_query, of_bound_pay, of_cancel, of_charge, of_close, of_confirm, of_list, of_order, of_placing, of_refund,
    of_refund_query, of_resend, of_task,
};

use mmsp_json::{
    Kind, Operation, Product, Signed,
    op::quickpay::{BindQuery, ResendSms},
};
use paycore::TradeState;

/// What a believed reply to `O` says, with the stage of a refund.
pub fn of_reply<O: Signed>(status: Option<&str>, code: Option<&str>) -> (TradeState, Option<&'static str>) {
    let state = match (O::KIND, O::PRODUCT) {
        (Kind::Placing, Product::Scan) => of_placing(status, code),
        (Kind::Reverse, _) | (Kind::Query, Product::Scan) => of_charge(status, code),
        (Kind::Placing | Kind::Query, _) => of_order(status, code),
        (Kind::Confirm, _) => of_confirm(status, code),
        (Kind::BoundPay, _) => of_bound_pay(status, code),
        (Kind::Task, _) if O::ID == ResendSms::ID => of_resend(status),
        (Kind::Task, _) => of_task(status, code),
        (Kind::List, _) if O::ID == BindQuery::ID => of_bind_query(status),
        (Kind::List, _) => of_list(status),
        (Kind::Cancel, _) => of_cancel(status, code),
        (Kind::Close, _) => of_close(status, code),
        (Kind::Refund, _) => return of_refund(status, code),
        (Kind::RefundQuery, _) => return of_refund_query(status, code),
        // Nothing answers these here.
        _ => TradeState::Unknown,
    };
    (state, None)
}
