//! `POST /cnp/refund`: give money back (退货). Section 3.9; beyond the source.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Query};
use serde::{Deserialize, Serialize};

use crate::{
    Tr2,
    fixed::tr1,
    op::query_txn,
    operation::{Kind, Operation},
    rules::{ascii, digits, fixed, order_number, payable},
    wire,
};

/// Applies for the return of all or a part of a purchase; may be repeated, each time under a new order number, until the purchase is used up.
///
/// `00` accepts the application only: the refund is then pending, and a [`QueryTxn`](crate::QueryTxn) with `RFD` tells when it is handed to the acquirer.
/// Never sent twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Refund {
    /// Message state, always `TR1`.
    #[serde(default = "tr1")]
    #[builder(default = tr1())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("TR1")))]
    pub interactive_status: String,
    /// Transaction type, always `RFD`.
    #[serde(default = "rfd")]
    #[builder(default = rfd())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("RFD")))]
    pub txn_type: String,
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: String,
    /// Merchant's time 商户端交易时间, Beijing, `yyyyMMddHHmmss`.
    #[serde(with = "wire::time")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub entry_time: BeijingTime,
    /// Amount to return 金额; the sum of all refunds must not pass the purchase; in yuan, greater than 0, at most 12 characters.
    #[serde(with = "wire::yuan")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable))]
    pub amount: Fen,
    /// Order number 外部跟踪编号, new for each refund.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// 99bill's number of the purchase 原系统参考号.
    #[garde(length(chars, min = 12, max = 12), custom(ascii))]
    pub orig_ref_number: String,
}

fn rfd() -> String {
    "RFD".into()
}

impl Operation for Refund {
    const ID: &'static str = "kuaiqian.agreement.refund";
    const TITLE: &'static str = "give money back";
    const PATH: &'static str = "/cnp/refund";
    const KIND: Kind = Kind::Refund;
    const REQUEST: &'static str = "TxnMsgContent";
    const ANSWER: &'static str = "TxnMsgContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId", "entryTime"];
    const ECHOED: &'static [&'static str] = &["txnType", "merchantId", "terminalId", "externalRefNumber", "amount", "origRefNumber"];
    type Reply = Tr2;

    fn settled_by(&self) -> Option<Query> {
        Some(query_txn::by_order(&self.external_ref_number, &self.txn_type))
    }

    /// A refund does not name the type of its original; a purchase is what it nearly always is.
    fn original(&self) -> Option<Query> {
        Some(query_txn::by_reference(&self.orig_ref_number, "PUR"))
    }
}

impl From<&Refund> for Expected {
    /// The facts to store before sending, and to compare a TR3 with.
    fn from(order: &Refund) -> Self {
        Self::new(&order.merchant_id, &order.external_ref_number, order.amount).terminal(&order.terminal_id).kind(&order.txn_type)
    }
}
