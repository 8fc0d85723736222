//! `/cashier/TX0001.ac`: pay from the balance to a bank account (余额代付). Section 4.3.

use bon::Builder;
use garde::Validate;
use paycore::{Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    PayoutStatus,
    fixed::{at_once, version},
    op::payout_query,
    operation::{Kind, Operation},
    reply::common,
    rules::{http_url, ip, number, one_of, payable},
    wire,
};

/// Pays from the merchant's balance to a bank account.
///
/// The wire's odd names `filed1` to `filed3` are `id_number`, `mobile` and `payee_ip` to the builder (decision Z8).
///
/// Never sent twice, and the same debt never under another number, before [`PayoutQuery`](crate::PayoutQuery) has said 07 or 08.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Payout {
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
    /// Payout number, unique and never reused. Mind the spelling: `custOrderNo` is that of payments.
    #[garde(length(chars, min = 1), custom(number))]
    pub cust_ord_no: String,
    /// Payout type 提现类型: `00` at once from the account, the only value.
    #[serde(default = "at_once")]
    #[builder(default = at_once())]
    #[garde(length(chars, min = 1), custom(one_of(&["00"])))]
    pub cas_type: String,
    /// Amount in fen.
    #[serde(with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1)))]
    #[garde(custom(payable))]
    pub cas_amt: Fen,
    /// Who bears the fee: `01` it is taken from the amount, `02` from the balance (default).
    #[garde(length(chars, min = 1), custom(one_of(&["01", "02"])))]
    pub deduct_way: Option<String>,
    /// Where the notice goes.
    #[garde(length(chars, min = 1), custom(http_url))]
    pub call_back_url: Option<String>,
    /// Account holder's name.
    #[garde(length(chars, min = 1))]
    pub account_name: Sensitive,
    /// Account number.
    #[garde(length(chars, min = 1))]
    pub card_no: Sensitive,
    /// Bank name; wanted where it is known, for card numbers that do not reveal the bank.
    #[garde(length(chars, min = 1))]
    pub bank_name: Option<String>,
    /// Branch name; wanted where it is known.
    #[garde(length(chars, min = 1))]
    pub sub_bank_name: Option<String>,
    /// Province; wanted.
    #[garde(length(chars, min = 1))]
    pub province_name: Option<String>,
    /// City; wanted.
    #[garde(length(chars, min = 1))]
    pub city_name: Option<String>,
    /// Account type: `1` private (default), `2` company.
    #[garde(length(chars, min = 1), custom(one_of(&["1", "2"])))]
    pub account_type: Option<String>,
    /// Branch number 联行号; wanted. A wrong one delays the money.
    #[garde(length(chars, min = 1))]
    pub cnaps_code: Option<String>,
    /// Payee's identity card number; wanted.
    #[builder(name = id_number)]
    #[garde(length(chars, min = 1))]
    pub filed1: Option<Sensitive>,
    /// Payee's mobile number; wanted. It need not be the one that the bank knows.
    #[builder(name = mobile)]
    #[garde(length(chars, min = 1))]
    pub filed2: Option<Sensitive>,
    /// Payee's IP address, for some channels.
    #[builder(name = payee_ip)]
    #[garde(length(chars, min = 1), custom(ip))]
    pub filed3: Option<String>,
}

impl Payout {
    /// The fields that the specification wants and this payout lacks, by wire name. It is sent without them, and some channels refuse it
    /// or are slow (decision Z7).
    pub fn wanted(&self) -> impl Iterator<Item = &'static str> {
        [
            ("bankName", self.bank_name.is_none()),
            ("subBankName", self.sub_bank_name.is_none()),
            ("provinceName", self.province_name.is_none()),
            ("cityName", self.city_name.is_none()),
            ("cnapsCode", self.cnaps_code.is_none()),
            ("filed1", self.filed1.is_none()),
            ("filed2", self.filed2.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, is_missing)| is_missing.then_some(name))
    }
}

/// What the platform says of a new payout.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayoutReply {
    /// Organisation number, as sent.
    pub org_no: Option<String>,
    /// Return code 返回码: `000000` accepted, never the result.
    pub code: Option<String>,
    /// Text for the code.
    pub msg: Option<String>,
    /// Merchant number, as sent.
    pub cust_id: Option<String>,
    /// Payout number, as sent; also read from `custOrderNo`.
    pub cust_ord_no: Option<String>,
    /// Platform payout number, once the payout was processed; also read from `prdOrdNo`.
    pub cas_ord_no: Option<String>,
    /// Payout status: `01` is no success.
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>"))]
    pub ord_status: Option<PayoutStatus>,
    /// Amount in fen.
    pub cas_amt: Option<String>,
    /// Time of the payout, Beijing, `yyyyMMddHHmmss`.
    pub cas_time: Option<String>,
}

common!(PayoutReply);

impl Operation for Payout {
    const ID: &'static str = "zhangxun.payout";
    const TITLE: &'static str = "pay from the balance to a bank account";
    const PATH: &'static str = "/cashier/TX0001.ac";
    const KIND: Kind = Kind::Payout;
    const PRESETS: &'static [&'static str] = &["version", "orgNo", "custId", "callBackUrl"];
    const REPEATED: &'static [&'static str] = &["orgNo", "custId", "custOrdNo"];
    const AMOUNT: Option<&'static str> = Some("casAmt");
    type Reply = PayoutReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(payout_query::by_number(("custOrdNo", &self.cust_ord_no)))
    }
}

impl From<&Payout> for paycore::Expected {
    /// What a notice of this payout has to agree with.
    fn from(payout: &Payout) -> Self {
        Self::new(&payout.cust_id, &payout.cust_ord_no, payout.cas_amt)
    }
}
