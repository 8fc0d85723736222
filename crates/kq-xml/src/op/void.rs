//! `POST /cnp/void`: cancel a transaction of the same settlement day (撤销). Section 3.10; beyond the source.

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

/// Cancels a whole transaction on its own terminal, before the day is closed; later, refund.
///
/// The answer speaks of the void itself. Done, a query of the original shows `voidFlag` `1`. Never sent twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Void {
    /// Message state, always `TR1`.
    #[serde(default = "tr1")]
    #[builder(default = tr1())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("TR1")))]
    pub interactive_status: String,
    /// Transaction type, always `VTX`.
    #[serde(default = "vtx")]
    #[builder(default = vtx())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("VTX")))]
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
    /// Type of the original: `PUR`, `PRE`, `CFM` or `INP`. The wire spells it so.
    #[garde(length(chars, min = 3, max = 3), custom(ascii))]
    pub orignal_txn_type: String,
    /// The full original amount 金额 in yuan, greater than 0, at most 12 characters.
    #[serde(with = "wire::yuan")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable))]
    pub amount: Fen,
    /// Order number 外部跟踪编号, new for each void.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// 99bill's number of the original 系统参考号.
    #[garde(length(chars, min = 12, max = 12), custom(ascii))]
    pub ref_number: String,
}

fn vtx() -> String {
    "VTX".into()
}

impl Operation for Void {
    const ID: &'static str = "kuaiqian.agreement.void";
    const TITLE: &'static str = "cancel a transaction of the same day";
    const PATH: &'static str = "/cnp/void";
    const KIND: Kind = Kind::Void;
    const REQUEST: &'static str = "TxnMsgContent";
    const ANSWER: &'static str = "TxnMsgContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId", "entryTime"];
    const ECHOED: &'static [&'static str] = &["txnType", "merchantId", "terminalId", "externalRefNumber", "amount", "refNumber"];
    type Reply = Tr2;

    fn settled_by(&self) -> Option<Query> {
        Some(query_txn::by_order(&self.external_ref_number, &self.txn_type))
    }

    fn original(&self) -> Option<Query> {
        Some(query_txn::by_reference(&self.ref_number, &self.orignal_txn_type))
    }
}

impl From<&Void> for Expected {
    /// The facts to store before sending.
    fn from(order: &Void) -> Self {
        Self::new(&order.merchant_id, &order.external_ref_number, order.amount).terminal(&order.terminal_id).kind(&order.txn_type)
    }
}
