//! 0x1003: ask for the balance (账户余额查询). Section 4.6.3.

use bon::Builder;
use garde::Validate;
use paycore::BeijingTime;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::{balance, one, version},
    operation::{Kind, Operation, Payout},
    rules::{ascii, digits, fixed, one_of},
    wire,
};

/// Asks for the balances of the merchant, one account per payout channel. Reads only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Balance {
    /// Command id; always `4099`.
    #[serde(rename = "CMDID", default = "balance")]
    #[builder(default = balance())]
    #[garde(length(chars, min = 4, max = 4), custom(fixed("4099")))]
    pub cmd_id: String,
    /// Version; always `1.0`.
    #[serde(rename = "VERSION", default = "version")]
    #[builder(default = version())]
    #[garde(length(chars, min = 3, max = 3), custom(fixed("1.0")))]
    pub version: String,
    /// Kind of query; `1` balance only, which it is when not given and the only one supported now, `2` all accounts, `3` advance credit
    /// available.
    #[serde(rename = "QRYTYPE", default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2", "3"])))]
    pub qry_type: String,
    /// Merchant number; one sample misspells it `MERNNO`.
    #[serde(rename = "MERNO")]
    #[garde(length(chars, min = 1, max = 20), custom(ascii))]
    pub mer_no: String,
    /// Query serial number; digits only.
    #[serde(rename = "ORDERNO")]
    #[garde(length(chars, min = 1, max = 32), custom(digits))]
    pub order_no: String,
    /// Time of the query; Beijing, `YYYYMMDDHHmmss`.
    #[serde(rename = "REQTIME", with = "wire::compact")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub req_time: BeijingTime,
}

/// The balances.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BalanceReply {
    /// Return code; outside the ciphertext.
    #[serde(rename = "RETCODE")]
    #[garde(length(chars, max = 4))]
    pub ret_code: Option<String>,
    /// Return text; outside the ciphertext; documented here as `RETMMSG`.
    #[serde(rename = "RETMSG")]
    #[garde(length(chars, max = 255))]
    pub ret_msg: Option<String>,
    /// Time of the reply.
    #[serde(rename = "RSPTIME")]
    #[garde(length(chars, max = 14))]
    pub rsp_time: Option<String>,
    /// Accounts; array of objects, one per payout channel; accept a JSON text holding the array, or one object.
    #[serde(rename = "ACCINFO", default)]
    pub acc_info: Vec<Account>,
}

/// The account of a payout channel. Section 7.11 says what the balances mean.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Account {
    /// Account state; `1` normal, `0` frozen.
    #[serde(rename = "ACCSTATUS")]
    pub acc_status: Option<String>,
    /// Pending settlement 待清算金额, in fen; it cannot be paid out yet.
    #[serde(rename = "BALANCE")]
    pub pending_settlement: Option<String>,
    /// Available balance 余额代付可用金额, in fen.
    #[serde(rename = "BALANCEPAY")]
    pub available: Option<String>,
    /// Advance available 垫资代付可用金额, in fen.
    #[serde(rename = "ADVANCEPAY")]
    pub advance_available: Option<String>,
    /// Frozen 冻结余额, in fen.
    #[serde(rename = "FREEZEBAL")]
    pub frozen: Option<String>,
    /// Booking; `1` not booked (不记账), `2` booked (记账).
    #[serde(rename = "ISCHARGE")]
    pub is_charge: Option<String>,
    /// Merchant type; `1` T1, `2` D0.
    #[serde(rename = "MERTYPE")]
    pub mer_type: Option<String>,
    /// Channel number.
    #[serde(rename = "CHLNO")]
    pub chl_no: Option<String>,
    /// Channel merchant number.
    #[serde(rename = "CHLMERNO")]
    pub chl_mer_no: Option<String>,
    /// Smallest single payout of the channel; unit not stated.
    #[serde(rename = "LIMIT_DOWN")]
    pub limit_down: Option<String>,
    /// Largest single payout of the channel; unit not stated.
    #[serde(rename = "LIMIT_TOP")]
    pub limit_top: Option<String>,
    /// Daily start of payouts; format not stated.
    #[serde(rename = "BEGIN_AT")]
    pub begin_at: Option<String>,
    /// Daily end of payouts; format not stated.
    #[serde(rename = "END_AT")]
    pub end_at: Option<String>,
    /// Payouts on holidays; `0` none, `1` advance, `2` balance, `3` both.
    #[serde(rename = "HOLIDAYTYPE")]
    pub holiday_type: Option<String>,
    /// Settlement hour; e.g. 16 = 16:00.
    #[serde(rename = "SETTLE_AT")]
    pub settle_at: Option<String>,
    /// Settlement cycle; `1` T1, `2` D1.
    #[serde(rename = "SETTLE_TYPE")]
    pub settle_type: Option<String>,
}

impl Operation for Balance {
    const ID: &'static str = "mmsp.payout.balance";
    const TITLE: &'static str = "ask for the balance";
    const PRODUCT: Product = Product::Payout;
    const KIND: Kind = Kind::List;
    const PRESETS: &'static [&'static str] = &["MERNO", "REQTIME"];
    type Reply = BalanceReply;
}

impl Payout for Balance {
    const COMMAND: u32 = 0x1003;
}
