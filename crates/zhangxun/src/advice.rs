//! What to do about the statuses and refusals that the specification names (section 8). The platform's own text always travels beside it.

use paycore::{Advice, Effect};
use zx_form::{PayStatus, PayoutStatus};

/// A status that no table calls final.
const UNUSUAL: Advice = Advice {
    en: "no documented end: if it stays, ask a person at the platform",
    zh: "非文档规定的终态，如长时间不变请人工向平台核实",
};
const WAITING: Advice = Advice {
    en: "waiting for settlement, which is no success: ask again, never pay the same debt under a new number",
    zh: "待结算，并非成功：请再查询，切勿换单号重付",
};
/// A query that was answered without a status.
pub(crate) const NO_STATUS: Advice = Advice {
    en: "the answer names no status: the order is as open as before; ask again",
    zh: "应答无订单状态，订单结果未变，请再查询",
};
const QUERY: Advice = Advice {
    en: "a refusal ends no order: query before anything else, never repeat it under a new number",
    zh: "被拒绝不等于失败：请先查询，切勿换单号重试",
};
const ASK_AGAIN: Advice =
    Advice { en: "the call was refused; it says nothing about any order", zh: "请求被拒绝，不代表任何订单的状态" };

/// What to do about the status of a payment.
pub fn of_payment(status: &PayStatus) -> Option<Advice> {
    match status {
        PayStatus::NotTraded | PayStatus::Succeeded | PayStatus::Failed | PayStatus::Processing | PayStatus::Unpaid => None,
        PayStatus::Rejected | PayStatus::Cancelled | PayStatus::Refunded | PayStatus::Refunding | PayStatus::Other(_) => Some(UNUSUAL),
    }
}

/// What to do about the status of a payout.
pub fn of_payout(status: &PayoutStatus) -> Option<Advice> {
    match status {
        PayoutStatus::Waiting => Some(WAITING),
        PayoutStatus::NotProcessed | PayoutStatus::Clearing | PayoutStatus::Cleared | PayoutStatus::ClearingFailed => None,
        PayoutStatus::ClearingCancelled | PayoutStatus::Other(_) => Some(UNUSUAL),
    }
}

/// What to do about a refusal of a call with this effect. No code but 000000 is documented.
pub fn of_refusal(effect: Effect) -> Advice {
    match effect {
        Effect::Changes => QUERY,
        Effect::Reads => ASK_AGAIN,
    }
}
