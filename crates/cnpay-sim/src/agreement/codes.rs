//! The response codes that the simulated back end gives. Sections 6.5 and 6.7.

/// A `responseCode` with its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) code: &'static str,
    pub(super) text: &'static str,
}

const fn code(code: &'static str, text: &'static str) -> Code {
    Code { code, text }
}

pub(super) const OK: Code = code("00", "交易成功");
/// The back end still works on it.
pub(super) const IN_PROCESS: Code = code("C0", "正在处理中");
/// The back end heard nothing from the bank.
pub(super) const NO_ANSWER: Code = code("68", "无应答超时");
pub(super) const OVER_LIMIT: Code = code("I8", "金额超限或其他");
pub(super) const WRONG_MERCHANT: Code = code("M1", "错误的商户编号");
pub(super) const WRONG_TERMINAL: Code = code("M7", "终端不支持的交易类型");
/// The order number was used before.
pub(super) const REPEATED_ORDER: Code = code("OR", "订单号重复");
pub(super) const NOT_BOUND: Code = code("T3", "一个银行不能绑定多张卡或者未绑定");
pub(super) const SMS_MISMATCH: Code = code("T6", "验证码不符");
pub(super) const NO_RIGHT: Code = code("TC", "商户权限不足");
/// Unbinding what is not bound. Beyond the seed.
pub(super) const NOT_THERE: Code = code("T8", "未绑定");

// Of refunds, voids and captures.
pub(super) const NO_ORIGINAL: Code = code("O2", "原交易不存在");
pub(super) const OVER_ORIGINAL: Code = code("OC", "超过原交易金额");
/// Voided already, or refunded already.
pub(super) const UNDONE: Code = code("ZD", "原交易已撤销或退货");
pub(super) const DAY_CLOSED: Code = code("AN", "已过结算日, 请退货");
/// The hold was captured before.
pub(super) const CAPTURED: Code = code("OK", "原交易已完成");
pub(super) const OVER_HOLD: Code = code("OE", "超过预授权金额");
/// The specification names no code for it. A hold that is over is none.
pub(super) const HOLD_EXPIRED: Code = code("O2", "预授权已过期");
/// Not the whole amount of what is to be voided: the "other" of this code.
pub(super) const NOT_WHOLE: Code = code("I8", "撤销金额与原交易不一致");

pub(super) const WRONG_TERMS: Code = code("AK", "分期期数不支持");
