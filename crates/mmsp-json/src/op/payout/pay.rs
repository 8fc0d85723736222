//! 0x1001: pay out to a bank account (单笔代付). Section 4.6.1.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::{business, pay, version},
    op::payout::query,
    operation::{Kind, Operation, Payout},
    rules::{ascii, digits, fixed, one_of, only_when, payable_out, payee_account, printable, when},
    wire,
};

/// Pays money from the merchant's balance to a bank account.
///
/// Never sent twice and never under a second number while the first is undecided: [`Query`](super::Query) settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Pay {
    /// Command id; always `4097`.
    #[serde(rename = "CMDID", default = "pay")]
    #[builder(default = pay())]
    #[garde(length(chars, min = 4, max = 4), custom(fixed("4097")))]
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
    /// Merchant payout number 商户代付单号; digits only, unique within the merchant, never used again.
    #[serde(rename = "ORDERNO")]
    #[garde(length(chars, min = 1, max = 32), custom(digits))]
    pub order_no: String,
    /// Time of the request; Beijing, `YYYYMMDDHHmmss`.
    #[serde(rename = "REQTIME", with = "wire::compact")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub req_time: BeijingTime,
    /// Amount in fen, at least 1, at most 1000000000.
    #[serde(rename = "AMT", with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 10)))]
    #[garde(custom(payable_out))]
    pub amt: Fen,
    /// Business type; section 9.4; `001` business payment when not given.
    #[serde(rename = "BUSITYPE", default = "business")]
    #[builder(default = business())]
    #[garde(length(chars, min = 3, max = 3), custom(digits))]
    pub busi_type: String,
    /// Payee's account name.
    #[serde(rename = "ACCNAME")]
    #[garde(length(chars, min = 1, max = 20), custom(printable))]
    pub acc_name: Sensitive,
    /// Payee's account number; digits.
    #[serde(rename = "ACCNO")]
    #[garde(length(chars, min = 1, max = 20), custom(digits))]
    pub acc_no: Sensitive,
    /// Remark; 1 to 64 characters.
    #[serde(rename = "MEMO")]
    #[garde(length(chars, min = 1, max = 64), custom(printable))]
    pub memo: String,
    /// Source of the money; `1` balance 余额支付, which it is when not given, `2` corporate e-bank 企业网银, `3` advance 垫资支付.
    #[serde(rename = "PAYTYPE")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1", "2", "3"])))]
    pub pay_type: Option<String>,
    /// Payee's account type; `0` debit card, `2` company account 对公; `1` credit card is not yet supported and refused, unless `CVV2`
    /// insists.
    #[serde(rename = "ACCTYPE")]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["0", "1", "2"])), custom(payee_account(&self.cvv2)))]
    pub acc_type: String,
    /// Credit card security code; only with `ACCTYPE` 1.
    #[serde(rename = "CVV2")]
    #[garde(length(chars, min = 1), custom(digits), custom(only_when(&self.acc_type, "ACCTYPE", "1")))]
    pub cvv2: Option<Sensitive>,
    /// Payee's mobile number; 11 digits.
    #[serde(rename = "MOBILE")]
    #[garde(length(chars, min = 11, max = 11), custom(digits))]
    pub mobile: Sensitive,
    /// Bank's full name.
    #[serde(rename = "BANKNAME")]
    #[garde(length(chars, min = 1), custom(printable))]
    pub bank_name: String,
    /// Bank branch number 联行号; required when `ACCTYPE` is 2; real numbers have 12 digits.
    #[serde(rename = "BANKSETTLENO")]
    #[garde(length(chars, min = 1), custom(printable), custom(when(&self.acc_type, "ACCTYPE", "2")))]
    pub bank_settle_no: Option<String>,
    /// Branch name; reserved; passed through.
    #[serde(rename = "BANKBRANCHNAME")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub bank_branch_name: Option<String>,
    /// Province of the bank; 北京, 上海, 重庆, 天津, else with 省, such as 广东省.
    #[serde(rename = "BANKPROV")]
    #[garde(length(chars, min = 1), custom(printable))]
    pub bank_prov: Option<String>,
    /// City of the bank; with 市, such as 北京市.
    #[serde(rename = "BANKCITY")]
    #[garde(length(chars, min = 1), custom(printable))]
    pub bank_city: Option<String>,
    /// Payee's identity card number.
    #[serde(rename = "IDCARD")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub id_card: Option<Sensitive>,
    /// Payout channel number.
    #[serde(rename = "CHLNO")]
    #[garde(length(chars, min = 1), custom(printable))]
    pub chl_no: Option<String>,
    /// Payout channel merchant number.
    #[serde(rename = "CHLMERNO")]
    #[garde(length(chars, min = 1), custom(printable))]
    pub chl_mer_no: Option<String>,
}

/// The payout as the platform has it; judge it by `PAYSTATE`, section 8.6.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayReply {
    /// Return code; section 9.3; outside ENCRYPT.
    #[serde(rename = "RETCODE")]
    #[garde(length(chars, max = 4))]
    pub ret_code: Option<String>,
    /// Return text; outside the ciphertext; ENCRYPT; accept `REMSG`, `RETMMSG`.
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
    /// Platform payout number 平台代付单号; documented as 14, seen with 16.
    #[serde(rename = "BSORDERNO")]
    pub bs_order_no: Option<String>,
    /// Payout state; `1` paid, `2` paying, `3` failed; section 8.6 for more.
    #[serde(rename = "PAYSTATE")]
    #[garde(length(chars, max = 1))]
    pub pay_state: Option<String>,
    /// Text of the state.
    #[serde(rename = "DESC")]
    pub desc: Option<String>,
    /// Time of the reply.
    #[serde(rename = "RSPTIME")]
    #[garde(length(chars, max = 14))]
    pub rsp_time: Option<String>,
}

impl Operation for Pay {
    const ID: &'static str = "mmsp.payout.pay";
    const TITLE: &'static str = "pay out to a bank account";
    const PRODUCT: Product = Product::Payout;
    const KIND: Kind = Kind::Payout;
    const PRESETS: &'static [&'static str] = &["MERNO", "REQTIME"];
    const ECHOED: &'static [&'static str] = &["MERNO", "ORDERNO"];
    type Reply = PayReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.order_no))
    }
}

impl Payout for Pay {
    const COMMAND: u32 = 0x1001;
}
