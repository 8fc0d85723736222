//! `/cashier/TX0002.ac`: the state of a payout (代付结果查询). Section 4.4.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    PayoutStatus,
    fixed::version,
    operation::{Kind, Operation},
    reply::common,
    rules::{number, or},
};

/// Asks for the state of a payout by one of its numbers, or both.
///
/// Reads only: it may be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayoutQuery {
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
    /// Platform payout number.
    #[garde(length(chars, min = 1), custom(or(&self.cust_ord_no, "custOrdNo")))]
    pub cas_ord_no: Option<String>,
    /// Merchant payout number.
    #[garde(length(chars, min = 1), custom(number))]
    pub cust_ord_no: Option<String>,
}

/// The state of a payout. But for `casDesc` all is promised where `code` is 000000.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayoutQueryReply {
    /// Organisation number, as sent.
    pub org_no: Option<String>,
    /// Return code 返回码: `000000` accepted, never the result.
    pub code: Option<String>,
    /// Text for the code.
    pub msg: Option<String>,
    /// Merchant number, as sent.
    pub cust_id: Option<String>,
    /// Merchant payout number; also read from `custOrderNo`.
    pub cust_ord_no: Option<String>,
    /// Platform payout number; also read from `prdOrdNo`.
    pub cas_ord_no: Option<String>,
    /// Payout status: `01` is no success.
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>"))]
    pub ord_status: Option<PayoutStatus>,
    /// Amount in fen.
    pub cas_amt: Option<String>,
    /// Result text.
    pub cas_desc: Option<String>,
    /// Payout type: `00` at once from the account, `01` of settled money.
    pub cas_type: Option<String>,
    /// Time of the application, in a format that is not documented.
    pub cas_date: Option<String>,
    /// Fee 提现手续费 in fen.
    pub fee: Option<String>,
    /// Service fee 提现服务费, taken as fen (decision Z20).
    pub service_fee: Option<String>,
    /// Amount that the payee gets in fen: with `deductWay` 01 less than `casAmt`.
    pub netrec_amt: Option<String>,
}

common!(PayoutQueryReply);

impl Operation for PayoutQuery {
    const ID: &'static str = "zhangxun.payout_query";
    const TITLE: &'static str = "ask for the state of a payout";
    const PATH: &'static str = "/cashier/TX0002.ac";
    const KIND: Kind = Kind::Query;
    const PRESETS: &'static [&'static str] = &["version", "orgNo", "custId"];
    const REPEATED: &'static [&'static str] = &["orgNo", "custId", "custOrdNo", "casOrdNo"];
    type Reply = PayoutQueryReply;

    /// The same query again, as long as the payout is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        let numbers = [("custOrdNo", &self.cust_ord_no), ("casOrdNo", &self.cas_ord_no)];
        numbers.into_iter().find_map(|(name, number)| Some(by_number((name, number.as_deref()?))))
    }
}

/// The query that settles a payout.
pub(crate) fn by_number((name, number): (&'static str, &str)) -> paycore::Query {
    paycore::Query { id: PayoutQuery::ID, fields: vec![(name, number.to_owned())] }
}
