//! `POST /cnp/query_txn`: the state of a transaction (查询交易流水). Section 3.4.

use bon::Builder;
use garde::Validate;
use paycore::{Query, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    AuthorizationCode,
    fixed::pur,
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

/// The transaction that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Transaction {
    /// Type.
    #[garde(length(chars, min = 3, max = 3))]
    pub txn_type: Option<String>,
    /// Amount in yuan, as the merchant wrote it.
    #[garde(length(chars, max = 12))]
    pub amount: Option<String>,
    /// Merchant number.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Terminal number.
    #[garde(length(chars, min = 8, max = 8))]
    pub terminal_id: Option<String>,
    /// Merchant's time.
    #[garde(length(chars, min = 14, max = 14))]
    pub entry_time: Option<String>,
    /// Order number.
    #[garde(length(chars, max = 32))]
    pub external_ref_number: Option<String>,
    /// Customer.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// The gateway's time; may be empty.
    #[garde(length(chars, min = 14, max = 14))]
    pub trans_time: Option<String>,
    /// `1` when the transaction was voided 撤销标志.
    #[garde(length(chars, min = 1, max = 1))]
    pub void_flag: Option<String>,
    /// 99bill's number.
    #[garde(length(chars, min = 12, max = 12))]
    pub ref_number: Option<String>,
    /// Result of the query, never of the transaction.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Text of the query's result.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
    /// Card organisation, section 6.3.
    #[garde(length(chars, min = 2, max = 2))]
    pub card_org: Option<String>,
    /// Bank's name.
    #[garde(length(chars, max = 64))]
    pub issuer: Option<String>,
    /// Abbreviated card number.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_card_no: Option<String>,
    /// Issuer's approval.
    #[garde(length(chars, max = 6))]
    pub authorization_code: Option<AuthorizationCode>,
    /// Pay token, beyond the table.
    #[garde(length(chars, max = 32))]
    pub pay_token: Option<Sensitive>,
    /// The transaction's state 交易状态: `S`, `F`, `P`; for refunds `S`, `D`, `F`; `R` reversed.
    #[garde(length(chars, min = 1, max = 1))]
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

    /// The same query again, as long as the transaction is open.
    fn settled_by(&self) -> Option<Query> {
        let number = match (&self.external_ref_number, &self.ref_number) {
            (Some(order), _) => ("externalRefNumber", order),
            (None, reference) => ("refNumber", reference.as_ref()?),
        };
        Some(Query { id: Self::ID, fields: vec![(number.0, number.1.clone()), ("txnType", self.txn_type.clone())] })
    }
}

/// The query that settles a transaction.
pub(crate) fn by_order(order: &str, txn_type: &str) -> Query {
    Query { id: QueryTxn::ID, fields: vec![("externalRefNumber", order.to_owned()), ("txnType", txn_type.to_owned())] }
}

/// The same by 99bill's number.
pub(crate) fn by_reference(reference: &str, txn_type: &str) -> Query {
    Query { id: QueryTxn::ID, fields: vec![("refNumber", reference.to_owned()), ("txnType", txn_type.to_owned())] }
}
