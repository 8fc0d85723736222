//! `/cashier/query.ac`: the state of a payment (支付结果查询). Section 4.2.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    PayStatus,
    fixed::version,
    operation::{Kind, Operation},
    reply::common,
    rules::number,
};

/// Asks for the state of a payment.
///
/// Reads only: it may be repeated. Once it has returned a final status, the platform sends no further notices of the order: where the answer
/// was lost, ask again and do not wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Query {
    /// Protocol version: `2.1`, elsewhere `3.0`.
    #[serde(default = "version")]
    #[builder(default = version())]
    #[garde(length(chars, min = 1))]
    pub version: String,
    /// Organisation number 机构号.
    #[garde(length(chars, min = 1))]
    pub org_no: String,
    /// Merchant number 商户号.
    #[garde(length(chars, min = 1))]
    pub cust_id: String,
    /// Order number.
    #[garde(length(chars, min = 1), custom(number))]
    pub cust_order_no: String,
}

/// The state of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueryReply {
    /// Organisation number, as sent.
    pub org_no: Option<String>,
    /// Return code 返回码: `000000` accepted, never the result.
    pub code: Option<String>,
    /// Text for the code.
    pub msg: Option<String>,
    /// Merchant number, as sent.
    pub cust_id: Option<String>,
    /// Order number, as sent.
    pub cust_order_no: Option<String>,
    /// Platform order number.
    pub prd_ord_no: Option<String>,
    /// Payment status.
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>"))]
    pub ord_status: Option<PayStatus>,
    /// Amount of the order in fen.
    pub ord_amt: Option<String>,
    /// Amount paid in fen, normally that of the order.
    pub pay_amt: Option<String>,
    /// Time of the order, Beijing, `yyyyMMddHHmmss`.
    pub ord_time: Option<String>,
    /// Text for the status.
    pub ord_desc: Option<String>,
}

common!(QueryReply);

impl Operation for Query {
    const ID: &'static str = "zhangxun.query";
    const TITLE: &'static str = "ask for the state of a payment";
    const PATH: &'static str = "/cashier/query.ac";
    const KIND: Kind = Kind::Query;
    const PRESETS: &'static [&'static str] = &["version", "orgNo", "custId"];
    const REPEATED: &'static [&'static str] = &["orgNo", "custId", "custOrderNo"];
    type Reply = QueryReply;

    /// The same query again, as long as the order is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        Some(by_order(&self.cust_order_no))
    }
}

/// The query that settles a payment.
pub(crate) fn by_order(order: &str) -> paycore::Query {
    paycore::Query { id: Query::ID, fields: vec![("custOrderNo", order.to_owned())] }
}
