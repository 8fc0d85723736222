//! `POST /cnp/purchase` with `QuickPay`: pay with an SMS code (认证支付). Section 3.3; beyond the source.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    ExtMap, Tr2,
    fixed::{pur, tr1},
    op::query_txn,
    operation::{Kind, Operation},
    rules::{digits, distinct_keys, fixed, http_url, month_year, not_with, or, order_number, payable, printable, some_pair, upper_x, with},
    wire,
};

/// Debits a card with the SMS code that a [`GetDynNum`](crate::GetDynNum) sent; order number, amount and card are the same as there.
///
/// The first payment gives the card in full, a later one its abbreviation. Never sent twice: an unknown outcome is settled by
/// [`QueryTxn`](crate::QueryTxn) or a TR3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QuickPurchase {
    /// Message state, always `TR1`.
    #[serde(default = "tr1")]
    #[builder(default = tr1())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("TR1")))]
    pub interactive_status: String,
    /// Special flag 特殊交易标志, always `QuickPay`.
    #[serde(default = "quick_pay")]
    #[builder(default = quick_pay())]
    #[garde(length(chars, min = 8, max = 8), custom(fixed("QuickPay")))]
    pub sp_flag: String,
    /// Transaction type, always `PUR`.
    #[serde(default = "pur")]
    #[builder(default = pur())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("PUR")))]
    pub txn_type: String,
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: String,
    /// Order number 外部跟踪编号, the same as of the SMS code.
    #[garde(length(chars, min = 1, max = 32), custom(order_number))]
    pub external_ref_number: String,
    /// Merchant's time 商户端交易时间, Beijing, `yyyyMMddHHmmss`.
    #[serde(with = "wire::time")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub entry_time: BeijingTime,
    /// Amount 金额 in yuan, greater than 0, at most 12 characters.
    #[serde(with = "wire::yuan")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 12)))]
    #[garde(custom(payable))]
    pub amount: Fen,
    /// Card number 卡号, for a first payment; exactly one of it and `storableCardNo`.
    #[garde(length(chars, min = 12, max = 19), custom(digits), custom(or(&self.storable_card_no, "storableCardNo")))]
    pub card_no: Option<Sensitive>,
    /// Card expiry 有效期, `MMYY`; bank-dependent.
    #[garde(length(chars, min = 4, max = 4), custom(month_year))]
    pub expired_date: Option<Sensitive>,
    /// Card check code 卡校验码; credit cards only, bank-dependent.
    #[garde(length(chars, min = 3, max = 3), custom(digits))]
    pub cvv2: Option<Sensitive>,
    /// Abbreviated card number 缩略卡号, for a later payment.
    #[garde(length(chars, min = 10, max = 10), custom(digits), custom(not_with(&self.card_no, "cardNo")))]
    pub storable_card_no: Option<String>,
    /// The merchant's own number of the customer 客户号.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Holder's name as registered with the bank 持卡人户名; bank-dependent.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub card_holder_name: Option<Sensitive>,
    /// Type of the identity document 证件类型, sent with `cardHolderId`; `0` is the identity card.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(with(&self.card_holder_id, "cardHolderId")))]
    pub id_type: Option<String>,
    /// Number of the identity document 证件号码; bank-dependent.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(upper_x))]
    pub card_holder_id: Option<Sensitive>,
    /// Where the TR3 goes 异步通知地址; keep it the same for all orders of this type.
    #[garde(length(chars, min = 1, max = 128), custom(http_url))]
    pub tr3_url: Option<String>,
    /// Key-value list: [`ExtMap::first_payment`] or [`ExtMap::later_payment`].
    #[garde(custom(distinct_keys), custom(some_pair))]
    pub ext_map: ExtMap,
}

fn quick_pay() -> String {
    "QuickPay".into()
}

impl Operation for QuickPurchase {
    const ID: &'static str = "kuaiqian.agreement.quick_purchase";
    const TITLE: &'static str = "pay with an SMS code";
    const PATH: &'static str = "/cnp/purchase";
    const KIND: Kind = Kind::Payment;
    const REQUEST: &'static str = "TxnMsgContent";
    const ANSWER: &'static str = "TxnMsgContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId", "entryTime", "tr3Url", "idType"];
    const ECHOED: &'static [&'static str] = &["txnType", "merchantId", "terminalId", "externalRefNumber", "amount"];
    type Reply = Tr2;

    fn settled_by(&self) -> Option<Query> {
        Some(query_txn::by_order(&self.external_ref_number, &self.txn_type))
    }
}

impl From<&QuickPurchase> for Expected {
    /// The facts to store before sending, and to compare a TR3 with.
    fn from(order: &QuickPurchase) -> Self {
        Self::new(&order.merchant_id, &order.external_ref_number, order.amount)
            .terminal(&order.terminal_id)
            .kind(&order.txn_type)
            .customer(&order.customer_id)
    }
}
