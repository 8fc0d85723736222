//! `POST /cnp/query_txn`: the state of a transaction (查询交易流水). Section 3.4.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    AuthorizationCode,
    operation::{Kind, Operation},
    rules::{ascii, digits, not_with, or, order_number},
};

/// Asks for the state of a transaction of the last half year, by order number or by 99bill's number.
///
/// Reads only: it may be repeated. The rule is one query at once, then one a minute, ten in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueryTxn {
    /// Order number 外部跟踪编号: exactly one of it and `refNumber`, preferably this.
    #[garde(length(chars, min = 1, max = 32), custom(order_number), custom(or(&self.ref_number, "refNumber")))]
    pub external_ref_number: Option<String>,
    /// 99bill's number 系统参考号.
    #[garde(length(chars, min = 12, max = 12), custom(ascii), custom(not_with(&self.external_ref_number, "externalRefNumber")))]
    pub ref_number: Option<String>,
    /// Type of the transaction asked for: `PUR`, `RFD` and so on, section 6.1.
    #[serde(default = "pur")]
    #[builder(default = pur())]
    #[garde(length(chars, min = 3, max = 3), custom(ascii))]
    pub txn_type: String,
    /// Merchant number 商户号.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub merchant_id: String,
    /// Terminal number 终端号, to search one terminal.
    #[garde(length(chars, min = 8, max = 8), custom(digits))]
    pub terminal_id: Option<String>,
    /// Settlement merchant 结算商户号; beyond the source.
    #[garde(length(chars, min = 15, max = 15), custom(digits))]
    pub settle_merchant_id: Option<String>,
    /// Only a transaction in this state: `S`, `P` or `F`.
    #[garde(length(chars, min = 1, max = 1), custom(ascii))]
    pub txn_status: Option<String>,
}

fn pur() -> String {
    "PUR".into()
}

/// The transaction that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Transaction {
    /// Type.
    pub txn_type: Option<String>,
    /// Amount in yuan, as the merchant wrote it.
    pub amount: Option<String>,
    /// Merchant number.
    pub merchant_id: Option<String>,
    /// Terminal number.
    pub terminal_id: Option<String>,
    /// Merchant's time.
    pub entry_time: Option<String>,
    /// Order number.
    pub external_ref_number: Option<String>,
    /// Customer.
    pub customer_id: Option<String>,
    /// The gateway's time; may be empty.
    pub trans_time: Option<String>,
    /// `1` when the transaction was voided 撤销标志.
    pub void_flag: Option<String>,
    /// 99bill's number.
    pub ref_number: Option<String>,
    /// Result of the query, never of the transaction.
    pub response_code: Option<String>,
    /// Text of the query's result.
    pub response_text_message: Option<String>,
    /// Card organisation, section 6.3.
    pub card_org: Option<String>,
    /// Bank's name.
    pub issuer: Option<String>,
    /// Abbreviated card number.
    pub storable_card_no: Option<String>,
    /// Issuer's approval.
    pub authorization_code: Option<AuthorizationCode>,
    /// Pay token, beyond the table.
    pub pay_token: Option<Sensitive>,
    /// The transaction's state 交易状态: `S`, `F`, `P`; for refunds `S`, `D`, `F`; `R` reversed.
    pub txn_status: Option<String>,
}

impl Operation for QueryTxn {
    const ID: &'static str = "kuaiqian.agreement.query_txn";
    const TITLE: &'static str = "ask for the state of a transaction";
    const PATH: &'static str = "/cnp/query_txn";
    const KIND: Kind = Kind::Query;
    const REQUEST: &'static str = "QryTxnMsgContent";
    const ANSWER: &'static str = "TxnMsgContent";
    const ECHO: Option<&'static str> = Some("QryTxnMsgContent");
    const PRESETS: &'static [&'static str] = &["merchantId", "terminalId"];
    const ECHOED: &'static [&'static str] = &["txnType", "merchantId", "externalRefNumber", "refNumber"];
    type Reply = Transaction;
}
