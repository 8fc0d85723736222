//! 0x1002: ask for the state of a payout (单笔代付结果查询). Section 4.6.2.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::{query, version},
    operation::{Kind, Operation, Payout},
    rules::{ascii, digits, fixed, not_with, or, printable},
    wire,
};

/// Asks for the state of a payout by either number. Reads only: it may be repeated.
///
/// That there is no such payout is no proof right after an unanswered [`Pay`](super::Pay): it may be under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Query {
    /// Command id; always `4098`.
    #[serde(rename = "CMDID", default = "query")]
    #[builder(default = query())]
    #[garde(length(chars, min = 4, max = 4), custom(fixed("4098")))]
    pub cmd_id: String,
    /// Version; always `1.0`.
    #[serde(rename = "VERSION", default = "version")]
    #[builder(default = version())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("1.0")))]
    pub version: String,
    /// Merchant number.
    #[serde(rename = "MERNO")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub mer_no: String,
    /// Merchant payout number; digits; exactly one of it and `BSORDERNO`.
    #[serde(rename = "ORDERNO")]
    #[garde(length(chars, min = 1, max = 32), custom(digits), custom(or(&self.bs_order_no, "BSORDERNO")), custom(not_with(&self.bs_order_no, "BSORDERNO")))]
    pub order_no: Option<String>,
    /// Platform payout number; see `ORDERNO`.
    #[serde(rename = "BSORDERNO")]
    #[garde(length(chars, min = 1), custom(printable))]
    pub bs_order_no: Option<String>,
    /// Time of this query; Beijing, `YYYYMMDDHHmmss`.
    #[serde(rename = "REQTIME", with = "wire::compact")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub req_time: BeijingTime,
}

/// The state of the payout; judge it by `PAYSTATE`, section 8.6.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueryReply {
    /// Return code; outside the ciphertext.
    #[serde(rename = "RETCODE")]
    #[garde(length(chars, max = 4))]
    pub ret_code: Option<String>,
    /// Return text; outside the ciphertext; documented here as `REMSG`.
    #[serde(rename = "RETMSG")]
    #[garde(length(chars, max = 255))]
    pub ret_msg: Option<String>,
    /// Merchant number.
    #[serde(rename = "MERNO")]
    #[garde(length(chars, max = 20))]
    pub mer_no: Option<String>,
    /// Merchant payout number.
    #[serde(rename = "ORDERNO")]
    pub order_no: Option<String>,
    /// Platform payout number.
    #[serde(rename = "BSORDERNO")]
    pub bs_order_no: Option<String>,
    /// Payout state; `1` paid, `2` paying, `3` failed, `5` accepted, waiting for review (等待审核); `4` returned by the bank (已退汇).
    #[serde(rename = "PAYSTATE")]
    #[garde(length(chars, max = 1))]
    pub pay_state: Option<String>,
    /// Text of the state.
    #[serde(rename = "DESC")]
    pub desc: Option<String>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    pub amt: Option<String>,
    /// Currency; `1` CNY in fen.
    #[serde(rename = "CURTYPE")]
    pub cur_type: Option<String>,
    /// Payee's account name.
    #[serde(rename = "ACCNAME")]
    pub acc_name: Option<Sensitive>,
    /// Payee's account number.
    #[serde(rename = "ACCNO")]
    pub acc_no: Option<Sensitive>,
    /// Business type; accept `BUSIYPE`.
    #[serde(rename = "BUSITYPE")]
    pub busi_type: Option<String>,
    /// Remark.
    #[serde(rename = "MEMO")]
    pub memo: Option<String>,
    /// Time of the reply.
    #[serde(rename = "RSPTIME")]
    #[garde(length(chars, max = 14))]
    pub rsp_time: Option<String>,
    /// Payee's mobile number; this and the rows below come from a damaged table,.
    #[serde(rename = "MOBILE")]
    pub mobile: Option<Sensitive>,
    /// Bank name.
    #[serde(rename = "BANKNAME")]
    pub bank_name: Option<String>,
    /// Bank branch number.
    #[serde(rename = "BANKSETTLENO")]
    pub bank_settle_no: Option<String>,
    /// Branch name; documented here as `BANKBRACHNONAME`; accept both.
    #[serde(rename = "BANKBRANCHNAME")]
    pub bank_branch_name: Option<String>,
    /// Business number; reserved.
    #[serde(rename = "BUSINO")]
    pub busi_no: Option<String>,
}

impl Operation for Query {
    const ID: &'static str = "mmsp.payout.query";
    const TITLE: &'static str = "ask for the state of a payout";
    const PRODUCT: Product = Product::Payout;
    const KIND: Kind = Kind::Query;
    const PRESETS: &'static [&'static str] = &["MERNO", "REQTIME"];
    const ECHOED: &'static [&'static str] = &["MERNO", "ORDERNO", "BSORDERNO"];
    type Reply = QueryReply;

    /// The same query again, as long as the payout is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        let by_platform = |number: &String| paycore::Query { id: Self::ID, fields: vec![("BSORDERNO", number.clone())] };
        self.order_no.as_deref().map(by_order).or_else(|| self.bs_order_no.as_ref().map(by_platform))
    }
}

impl Payout for Query {
    const COMMAND: u32 = 0x1002;
}

/// The query that settles a payout.
pub(crate) fn by_order(order_no: &str) -> paycore::Query {
    paycore::Query { id: Query::ID, fields: vec![("ORDERNO", order_no.to_owned())] }
}
