//! What a signed reply says went wrong: `ERRCODE` with its text, and `ERR_CODE` in scan. Section 9.2, whose list is open.

/// A code and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) code: &'static str,
    pub(super) text: &'static str,
}

const fn problem(code: &'static str, text: &'static str) -> Problem {
    Problem { code, text }
}

/// What stands in `ERRCODE`.
pub(super) fn code(problem: Option<Problem>) -> Option<String> {
    problem.map(|problem| problem.code.into())
}

/// What stands in `ERRMSG`.
pub(super) fn text(problem: Option<Problem>) -> Option<String> {
    problem.map(|problem| problem.text.into())
}

/// The payer is at it.
pub(super) const PAYING: Problem = problem("AA", "用户支付中");
/// Expired, closed or cancelled.
pub(super) const CLOSED: Problem = problem("D4", "订单已关闭");
/// The card holder's data do not fit, or not those of the first step.
pub(super) const MISMATCH: Problem = problem("D4", "要素不匹配");

// The simulator's own words.
pub(super) const DECLINED: Problem = problem("S1", "余额不足");
pub(super) const WRONG_CODE: Problem = problem("S2", "短信验证码错误");
pub(super) const CODE_EXPIRED: Problem = problem("S3", "短信验证码已过期");
pub(super) const TOO_SOON: Problem = problem("S4", "短信发送过于频繁");
pub(super) const NOT_WAITING: Problem = problem("S5", "订单状态不允许");
pub(super) const NOT_BOUND: Problem = problem("S6", "未绑卡");
pub(super) const CANCEL_TOO_SOON: Problem = problem("S7", "支付15秒后方可撤销");
pub(super) const REFUND_DECLINED: Problem = problem("S8", "退款失败");
