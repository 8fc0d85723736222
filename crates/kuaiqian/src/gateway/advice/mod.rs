//! What the error codes say and what to do about them: sections 10.3 to 10.6 of the specification.
//!
//! The same five digits mean different things per interface, so no code is looked up without its [`Interface`]. Every list is open.

mod codes;

use paycore::Advice;

/// Whose error code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interface {
    /// Payment, by browser or back end; notices too (10.3).
    Payment,
    /// Order query (10.4).
    OrderQuery,
    /// Refund query (10.5).
    RefundQuery,
    /// Refund: no list of its codes is known (10.6).
    Refund,
}

/// What kind of trouble a payment's code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// F: a field is wrong.
    Field,
    /// S: set-up or right of the merchant.
    SetUp,
    /// L: a limit.
    Limit,
    /// C: a channel is not available.
    Channel,
    /// P: the payer's doing at the cashier.
    Payer,
    /// A: the state of the order is in doubt.
    InDoubt,
    /// X: refused as unlawful or for identity reasons.
    Refused,
}

/// A code that the specification names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The digits.
    pub code: &'static str,
    /// Its class; only payments have classes.
    pub class: Option<Class>,
    /// What it means.
    pub text: Advice,
    /// What it means and what to do.
    pub advice: Advice,
}

/// The code of that interface; `None` for one that the specification does not name.
pub fn code(interface: Interface, code: &str) -> Option<&'static Code> {
    codes(interface).iter().find(|known| known.code == code)
}

/// Every code of that interface that the specification names.
pub fn codes(interface: Interface) -> &'static [Code] {
    match interface {
        Interface::Payment => codes::PAYMENT,
        Interface::OrderQuery => codes::ORDER_QUERY,
        Interface::RefundQuery => codes::REFUND_QUERY,
        Interface::Refund => &[],
    }
}

/// An order that two deals paid.
pub(super) const PAID_TWICE: Advice = Advice {
    en: "two deals paid this order: a person refunds one of them",
    zh: "同一订单有两笔成功交易：请人工核实并退回其中一笔",
};

/// What is wrong with a result that says "paid" and with amounts that do not.
pub(super) const CONFLICT: &str = "conflict: payResult says paid, and payAmount is not orderAmount";

/// A result that contradicts itself.
pub(super) const ASK_A_PERSON: Advice = Advice {
    en: "the result and its amounts contradict each other: ship nothing, a person asks 99bill",
    zh: "支付结果与金额不一致：请勿发货，由人工向快钱核实",
};

/// A query that settled nothing.
pub(super) const ASK_AGAIN: Advice = Advice { en: "that says nothing final: ask again later", zh: "尚无定论，请稍后再查" };

/// A refund that was not taken.
pub(super) const REFUND_REFUSED: Advice = Advice {
    en: "not taken: ask with refund_query before using a new refund number",
    zh: "退款未受理：换新退款号之前请先查询退款",
};

/// A refund of which nobody knows.
pub(super) const ASK_FOR_REFUND: Advice = Advice { en: "ask with refund_query, do not repeat", zh: "请查询退款，勿重复提交" };
