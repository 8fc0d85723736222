//! What to do about the codes that the specification names (sections 2.3 and 9). The platform's own text always travels beside it.

use mmsp_json::{Kind, Operation, Refusal, Signed, op::quickpay::BindQuery};
use paycore::{Advice, TradeState};

use crate::outcome::{Class, class_of};

/// One row: code, English, Chinese.
type Row = (&'static str, &'static str, &'static str);

/// `ERRCODE` and `ERR_CODE`, section 9.2.
const CODES: &[Row] = &[
    ("AA", "the payer is paying: keep asking", "用户支付中，请继续查询"),
    (
        "D4",
        "read the text: the order may be closed, or the card holder's data do not match",
        "请看文字说明：订单已关闭，或持卡人要素不匹配",
    ),
];

/// Numbers in a refusal's text, section 2.3, and `RetCode`, section 9.1.
const REFUSALS: &[Row] = &[
    ("-2002", "no proof that the order never existed: ask again later", "不能证明订单不存在，请稍后再查"),
    ("-3005", "the amount is not allowed: set it as the text says", "交易金额不符，请按提示调整金额"),
    ("0", "check the message: its header, its fields, its signature", "请核对报文：报头、字段与签名"),
    ("39999", "the payment was refused: query before trying under another number", "支付失败，请先查询再换单号重试"),
];

/// Payout `RETCODE`, section 9.3.
const PAYOUTS: &[Row] = &[
    ("0002", "correct the fields", "核对上送字段"),
    ("1001", "correct the fields", "核对上送字段"),
    ("1002", "check the merchant number, and that it is activated", "核对商户号及其是否已激活"),
    ("1004", "give the platform your public key", "请将商户公钥提交平台"),
    (
        "1005",
        "encrypt with the platform's public key, PKCS#1 v1.5, blocks of 117 bytes, one base64",
        "须用平台公钥、PKCS#1 v1.5、每块 117 字节加密，整体一次 base64",
    ),
    (
        "1006",
        "sign the plaintext with SHA-1 and the private key whose public half the platform holds",
        "须用平台所持公钥对应的私钥，对明文做 SHA-1 签名",
    ),
    ("1008", "an earlier request of this number is in the system: query", "该单号已受理过，请查询"),
    ("1011", "check BUSITYPE: its name and its value", "核对 BUSITYPE 的字段名与取值"),
    ("1012", "check the amount; the trade may count as risky", "核对金额，或交易存在风险"),
    (
        "1023",
        "the channel wants more: send PAYTYPE, BANKSETTLENO, BANKBRANCHNAME, IDCARD, BANKPROV and BANKCITY too",
        "渠道要求更多要素：请补充 PAYTYPE、BANKSETTLENO、BANKBRANCHNAME、IDCARD、BANKPROV、BANKCITY",
    ),
    ("1027", "give one of the two numbers", "两个单号须填其一"),
    ("1028", "no failure: the payout may be under way; ask again", "不代表失败，代付可能在途，请再查"),
    ("1029", "no failure: the payout may be under way; ask again", "不代表失败，代付可能在途，请再查"),
    ("1031", "the available balance is too low: the fee comes on top", "可用余额不足，手续费另计"),
    ("1039", "ask the platform why the merchant is suspended", "请向平台核实暂停交易原因"),
    ("1048", "ask the platform to enable advance payouts", "请平台开通垫资代付"),
    ("1049", "the advance credit of today is too low", "当日垫资余额不足"),
];

const QUERY: Advice =
    Advice { en: "nothing is certain: query, never pay again under a new number", zh: "结果未定，请查询，切勿换单号重付" };
const QUERY_NOW: Advice =
    Advice { en: "the code was taken: query now whether it is paid", zh: "验证码已受理，请立即查询支付结果" };
const WRONG_CODE: Advice = Advice {
    en: "the code may have been wrong and the order still payable: show the text, and query",
    zh: "验证码可能有误，订单或仍可支付，请提示用户并查询",
};
const NO_ROWS: Advice = Advice {
    en: "nothing found, or the query failed: it proves nothing about an order",
    zh: "无记录或查询失败，不能证明任何订单的状态",
};
const NOT_BOUND: Advice = Advice { en: "not bound, or the query failed", zh: "未绑定，或查询失败" };
const TO_SETTLE: Advice = Advice { en: "nothing is certain: query before anything else", zh: "结果未定，请先查询" };

fn named(table: &[Row], code: &str) -> Option<Advice> {
    table.iter().find(|(known, ..)| *known == code).map(|(_, en, zh)| Advice { en, zh })
}

/// The advice for `ERRCODE` or `ERR_CODE`.
pub fn of_code(code: &str) -> Option<Advice> {
    named(CODES, code)
}

/// The advice for a refusal: by the number in its text, else by its `RetCode`.
pub fn of_refusal(refusal: &Refusal) -> Option<Advice> {
    refusal.code.as_deref().and_then(|code| named(REFUSALS, code)).or_else(|| named(REFUSALS, &refusal.ret_code))
}

/// The advice for a payout's `RETCODE`.
pub fn of_payout(ret_code: &str) -> Option<Advice> {
    named(PAYOUTS, ret_code).or_else(|| match class_of(ret_code) {
        Some(Class::Query) | None => Some(QUERY),
        Some(Class::Judge | Class::Refused | Class::QueryOnly) => None,
    })
}

/// The advice for a believed reply to `O`.
pub(crate) fn of_answer<O: Signed>(state: TradeState, status: Option<&str>, code: Option<&str>) -> Option<Advice> {
    match (O::KIND, state) {
        (_, TradeState::Succeeded) => None,
        (Kind::List, _) if O::ID == BindQuery::ID => (status != Some("1")).then_some(NOT_BOUND),
        (Kind::List, _) => (status != Some("1")).then_some(NO_ROWS),
        (Kind::Confirm, TradeState::Pending) if status == Some("1") => Some(QUERY_NOW),
        (Kind::BoundPay, TradeState::Pending) if status == Some("1") => Some(QUERY_NOW),
        (Kind::Confirm, TradeState::Unknown) => Some(WRONG_CODE),
        // No query settles a task.
        (kind, TradeState::Unknown) if kind != Kind::Task => code.and_then(of_code).or(Some(TO_SETTLE)),
        _ => code.and_then(of_code),
    }
}
