//! `POST /cnp/purchase`: debit a bound card (协议支付). Section 3.3.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Expected, Fen, Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    ExtMap, Tr2,
    fixed::{pur, qpay02, tr1},
    op::query_txn,
    operation::{Kind, Operation},
    rules::{agreement_pairs, ascii, digits, distinct_keys, fixed, http_url, or, order_number, payable, printable},
    wire,
};

/// Debits a bound card without the holder.
///
/// Never sent twice: an unknown outcome is settled by [`QueryTxn`](crate::QueryTxn) or a TR3. Without an SMS code fast repeated
/// submission can debit twice, so disable the pay button for 60 seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Purchase {
    /// Message state, always `TR1`.
    #[serde(default = "tr1")]
    #[builder(default = tr1())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("TR1")))]
    pub interactive_status: String,
    /// Special flag 特殊交易标志: `QPay02` is agreement pay.
    #[serde(default = "qpay02")]
    #[builder(default = qpay02())]
    #[garde(length(chars, min = 1, max = 32), custom(ascii))]
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
    /// Order number 外部跟踪编号, new for each purchase and never the one of the signing.
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
    /// Customer, as at signing.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub customer_id: String,
    /// Abbreviated card number 缩略卡号, for cards of old agreements; at least one of it and `payToken`.
    #[garde(length(chars, min = 10, max = 10), custom(digits))]
    pub storable_card_no: Option<String>,
    /// Pay token 支付标记 of the bound card: preferred, alone.
    #[garde(length(chars, min = 1, max = 32), custom(printable), custom(or(&self.storable_card_no, "storableCardNo")))]
    pub pay_token: Option<Sensitive>,
    /// Settlement merchant 结算商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub settle_merchant_id: Option<String>,
    /// Bank 银行代码, section 6.4.
    #[garde(length(chars, min = 1, max = 6), custom(ascii))]
    pub bank_id: Option<String>,
    /// Where the TR3 goes 异步通知地址; keep it the same for all purchases.
    #[garde(length(chars, min = 1, max = 128), custom(http_url))]
    pub tr3_url: Option<String>,
    /// Free text of the merchant 扩展字段.
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub ext1: Option<String>,
    /// Key-value list; absent, it is that of an agreement payment.
    #[serde(default = "ExtMap::agreement", deserialize_with = "wire::ext_map")]
    #[cfg_attr(feature = "registry", schemars(default = "ExtMap::agreement_pairs"))]
    #[builder(default = ExtMap::agreement())]
    #[garde(custom(distinct_keys), custom(agreement_pairs(&self.sp_flag)))]
    pub ext_map: ExtMap,
}

impl Operation for Purchase {
    const ID: &'static str = "kuaiqian.agreement.purchase";
    const TITLE: &'static str = "debit a bound card";
    const PATH: &'static str = "/cnp/purchase";
    const KIND: Kind = Kind::Payment;
    const REQUEST: &'static str = "TxnMsgContent";
    const ANSWER: &'static str = "TxnMsgContent";
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId", "entryTime", "tr3Url"];
    const ECHOED: &'static [&'static str] = &["txnType", "merchantId", "terminalId", "externalRefNumber", "amount"];
    type Reply = Tr2;

    fn settled_by(&self) -> Option<Query> {
        Some(query_txn::by_order(&self.external_ref_number, &self.txn_type))
    }
}

impl From<&Purchase> for Expected {
    /// The facts to store before sending, and to compare a TR3 with.
    fn from(order: &Purchase) -> Self {
        Self::new(&order.merchant_id, &order.external_ref_number, order.amount)
            .terminal(&order.terminal_id)
            .kind(&order.txn_type)
            .customer(&order.customer_id)
    }
}
