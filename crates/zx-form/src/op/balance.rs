//! `/cashier/balance.ac`: the balance of the main account (余额查询). Section 4.5.

use bon::Builder;
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::{
    fixed::version,
    operation::{Kind, Operation},
    reply::common,
};

/// Asks for the balance of the merchant's main account 大商户余额, such as before a batch of payouts.
///
/// Reads only: it may be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Balance {
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
}

/// The balance. All is promised where `code` is 000000.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BalanceReply {
    /// Organisation number, as sent.
    pub org_no: Option<String>,
    /// Return code 返回码: `000000` accepted, never the result.
    pub code: Option<String>,
    /// Text for the code.
    pub msg: Option<String>,
    /// Merchant number, as sent.
    pub cust_id: Option<String>,
    /// Account number 商户账户编号.
    pub account: Option<String>,
    /// Account type: `01` main account, `02` sub-account.
    pub ac_type: Option<String>,
    /// Available balance, as received; taken as fen (decision Z20). Whether the frozen part is taken off already is not documented.
    pub ac_bal: Option<String>,
    /// Frozen amount, in the same unit.
    pub froz_balance: Option<String>,
}

common!(BalanceReply);

impl Operation for Balance {
    const ID: &'static str = "zhangxun.balance";
    const TITLE: &'static str = "ask for the balance";
    const PATH: &'static str = "/cashier/balance.ac";
    const KIND: Kind = Kind::Look;
    const PRESETS: &'static [&'static str] = &["version", "orgNo", "custId"];
    type Reply = BalanceReply;
}
