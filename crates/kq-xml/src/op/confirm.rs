//! `POST /cnp/confirm`: capture a held amount (预授权完成). Section 3.11; beyond the source, experimental.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    AuthorizationCode, Tr2,
    fixed::tr1,
    op::query_txn,
    operation::{Kind, Operation},
    rules::{ascii, digits, fixed, or, order_number, payable, printable},
    wire,
};

/// Captures all or a part of what a [`Preauth`](crate::Preauth) holds; over the limit the answer is `OE`. Experimental: no request
/// of this kind was observed.
///
/// Never sent twice: an unknown outcome is settled by [`QueryTxn`](crate::QueryTxn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Confirm {
    /// Message state, always `TR1`.
    #[serde(default = "tr1")]
    #[builder(default = tr1())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("TR1")))]
    pub interactive_status: String,
    /// Transaction type, always `CFM`.
    #[serde(default = "cfm")]
    #[builder(default = cfm())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("CFM")))]
    pub txn_type: String,
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: String,
    /// Order number 外部跟踪编号, new for each capture.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// Merchant's time 商户端交易时间, Beijing, `yyyyMMddHHmmss`.
    #[serde(with = "wire::time")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub entry_time: BeijingTime,
    /// Amount to capture 金额 in yuan, greater than 0, at most 12 characters.
    #[serde(with = "wire::yuan")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable))]
    pub amount: Fen,
    /// Approval of the hold 授权码, unchanged, blanks included.
    #[garde(length(chars, min = 1, max = 6))]
    pub authorization_code: AuthorizationCode,
    /// Card number 卡号; finds the hold. At least one of it, `customerId` and `origRefNumber`.
    #[garde(length(chars, min = 12, max = 19), custom(digits))]
    pub card_no: Option<Sensitive>,
    /// Customer of the hold 客户号; finds the hold.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: Option<String>,
    /// 99bill's number of the hold 原系统参考号: preferred.
    #[garde(length(chars, min = 12, max = 12), custom(ascii), custom(or(&(&self.card_no, &self.customer_id), "cardNo or customerId")))]
    pub orig_ref_number: Option<String>,
}

fn cfm() -> String {
    "CFM".into()
}

impl Operation for Confirm {
    const ID: &'static str = "kuaiqian.agreement.confirm";
    const TITLE: &'static str = "capture a held amount";
    const PATH: &'static str = "/cnp/confirm";
    const KIND: Kind = Kind::Payment;
    const REQUEST: &'static str = "TxnMsgContent";
    const ANSWER: &'static str = "TxnMsgContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId", "entryTime"];
    const ECHOED: &'static [&'static str] = &["txnType", "merchantId", "terminalId", "externalRefNumber", "amount", "origRefNumber"];
    type Reply = Tr2;

    fn settled_by(&self) -> Option<Query> {
        Some(query_txn::by_order(&self.external_ref_number, &self.txn_type))
    }
}

impl From<&Confirm> for Expected {
    /// The facts to store before sending, and to compare a TR3 with.
    fn from(order: &Confirm) -> Self {
        Self::new(&order.merchant_id, &order.external_ref_number, order.amount).terminal(&order.terminal_id).kind(&order.txn_type)
    }
}
