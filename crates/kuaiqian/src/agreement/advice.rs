//! What to do about the codes that the specification names (sections 6.5 to 6.7). The gateway's own text always travels beside it.

use kq_xml::{GetDynNum, IndAuth, IndAuthVerify, Kind, Operation, PciDel};
use paycore::{Advice, TradeState};

use super::outcome::{ASK, ASK_ABOUT_ORIGINAL};

/// One row: code, English, Chinese.
const TABLE: &[(&str, &str, &str)] = &[
    ("T3", "sign the card again, then debit", "重新签约后再扣款"),
    (
        "T6",
        "compare order number, card, phone and token of the two steps; ask for a new SMS code",
        "核对两步的订单号、卡号、手机号和令牌，重新获取验证码",
    ),
    ("C0", "query, do not repeat", "请查询，勿重复提交"),
    ("68", "query, do not repeat", "请查询，勿重复提交"),
    ("AN", "the bank's day has closed: refund instead of voiding", "银行已日切，请改用退货"),
    ("KO", "the bank's day has closed: refund instead of voiding", "银行已日切，请改用退货"),
    ("40", "this bank refunds no sooner than the next day: void today, or refund tomorrow", "该银行当日不支持退货，可当日撤销或次日退货"),
    ("O2", "the original was not found: check 99bill's number of it", "原交易不存在，请核对原系统参考号"),
    ("OC", "more than the original: check what was refunded before", "退货金额超过原交易，请核对已退金额"),
    ("OE", "over the held amount: capture less", "超过预授权金额，请减少完成金额"),
    ("AK", "the bank refuses this number of terms", "银行不支持该分期期数"),
    ("Z3", "the bank refuses this number of terms", "银行不支持该分期期数"),
    ("L9", "the card number is mistyped", "卡号有误，请核对"),
    ("M1", "check that merchant number and URL belong together", "核对商户号与请求地址是否属于同一环境"),
    ("M7", "ask 99bill to enable this transaction type for the terminal", "请快钱为终端开通该交易类型"),
    ("L8", "compare with the acceptance table; ask 99bill for the route", "对照受理能力表，请快钱配置路由"),
    ("TC", "send all card fields that the bank requires", "补全银行要求的卡要素"),
    ("I8", "the holder asks the bank about limits or restrictions", "请持卡人向发卡行核实限额或限制"),
    ("HW", "the holder asks the bank which phone number is registered", "请持卡人向发卡行核实预留手机号"),
    ("ZG", "the holder cancelled the agreement at the bank: sign again", "持卡人已在银行解约，请重新签约"),
    ("B.MGW.0001", "check the merchant number and that it belongs to this environment", "核对商户号及其所属环境"),
    ("B.MGW.0002", "the client certificate is not this merchant's: use the one issued for it", "客户端证书与商户不符，请使用该商户的证书"),
    ("B.MGW.0003", "ask 99bill about the state of the merchant", "请向快钱核实商户状态"),
    ("B.MGW.0004", "check the login key", "核对 LoginKey"),
    ("B.MGW.0005", "ask 99bill to allow this machine's address", "请快钱放行本机出口 IP"),
    ("B.MGW.0110", "check merchant number and login key of the HTTP Basic login", "核对 HTTP Basic 认证的商户号与 LoginKey"),
    ("B.MGW.0120", "the message names the field to correct", "按提示修正字段"),
    ("B.MGW.0121", "bind again tomorrow", "请次日再绑定"),
    ("B.MGW.0130", "ask 99bill to enable this transaction type", "请快钱开通该交易类型"),
    ("B.MGW.0140", "query, do not repeat; check the address where TR3 notices go", "请查询，勿重复提交；并核对 TR3 通知地址"),
    ("B.MGW.0150", "query, do not repeat", "请查询，勿重复提交"),
    ("B.MGW.0160", "query, do not repeat", "请查询，勿重复提交"),
    ("B.MGW.0170", "ask again by the polling rule; after ten times ask a person at 99bill", "按轮询规则再查；十次后请人工向快钱核实"),
    ("B.MGW.0180", "query, do not repeat; check the answer to TR3 notices", "请查询，勿重复提交；并核对 TR4 应答"),
    ("B.MGW.0190", "check the card and its registration", "核对卡号及签约信息"),
    ("B.MGW.0200", "the client certificate's serial number is not accepted: renew it at 99bill", "证书序列号未通过，请到快钱更新证书"),
    ("B.MGW.0999", "query, do not repeat", "请查询，勿重复提交"),
];

const QUERY: Advice = Advice {
    en: "it may have taken effect: query, and let the transaction's state decide",
    zh: "交易可能已生效，请查询，以交易状态为准",
};

const QUERY_ORIGINAL: Advice = Advice {
    en: "the original may be voided, reversed or refunded already: query the original, and let its state decide",
    zh: "原交易可能已撤销、冲正或退货，请查询原交易，以其状态为准",
};

const BEGIN_AGAIN: Advice = Advice {
    en: "nobody knows whether the SMS left: begin again with a new order number",
    zh: "短信是否发出未知，请换新订单号重新发起",
};
const LOOK_FIRST: Advice = Advice {
    en: "the card may be bound: look for it with pci_query, once for each card type, before trying again",
    zh: "卡可能已绑定，请先用 pci_query 按每种卡类型各查一次，再决定是否重试",
};
/// An `ind_auth` that was accepted without a token.
pub(super) const NO_SMS_STEP: Advice = Advice {
    en: "the merchant has no SMS step, so signing cannot go on: ask 99bill to enable it",
    zh: "商户未开通短信验证，签约无法继续，请联系快钱开通",
};
/// An `ind_auth_verify` that was accepted without a pay token.
pub(super) const TOKEN_NOT_TOLD: Advice = Advice {
    en: "the card is bound: read its pay token with pci_query, or debit by storableCardNo",
    zh: "卡已绑定但未返回支付标记，请用 pci_query 查询，或以 storableCardNo 扣款",
};

/// A `pci_del` of what is not bound.
pub(super) const GONE_ALREADY: Advice =
    Advice { en: "nothing was bound: the card is gone already", zh: "该卡未绑定，视为已解绑" };
const REPEAT_OR_LOOK: Advice = Advice {
    en: "look for it with pci_query, once for each card type; repeating is harmless",
    zh: "请用 pci_query 按每种卡类型各查一次；重复解绑无害",
};

/// The advice for a response code or an error code, in upper case.
pub fn advice(code: &str) -> Option<Advice> {
    named(code).or_else(|| ASK.contains(&code).then_some(QUERY))
}

fn named(code: &str) -> Option<Advice> {
    TABLE.iter().find(|(known, ..)| *known == code).map(|(_, en, zh)| Advice { en, zh })
}

/// The advice for a code in an answer to `O`. What a task leaves open no query of a transaction settles.
pub(super) fn on<O: Operation>(state: TradeState, code: Option<&str>) -> Option<Advice> {
    match (O::ID, state) {
        // The common case, without a look at the tables.
        (_, TradeState::Succeeded) => None,
        (IndAuth::ID | GetDynNum::ID, TradeState::Unknown) => Some(BEGIN_AGAIN),
        (PciDel::ID, TradeState::Unknown) => Some(REPEAT_OR_LOOK),
        (IndAuthVerify::ID, TradeState::Unknown) => Some(LOOK_FIRST),
        _ if matches!(O::KIND, Kind::Refund | Kind::Void) && code.is_some_and(|code| ASK_ABOUT_ORIGINAL.contains(&code)) => {
            Some(QUERY_ORIGINAL)
        }
        _ if matches!(O::KIND, Kind::Task | Kind::List) => code.and_then(named),
        _ => code.and_then(advice),
    }
}
