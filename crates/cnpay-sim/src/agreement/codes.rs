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

/// What every simulated card is: of China UnionPay, from one bank.
pub(super) const CARD_ORG: &str = "CU";
pub(super) const ISSUER: &str = "建设银行";
