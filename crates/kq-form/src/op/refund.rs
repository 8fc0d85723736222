//! `receiveDrawbackAction`: money back to the payer (退款). Section 8.3; beyond the seed.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Fen, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    REFUND, SignedList,
    fixed::{drawback, refund_command},
    op::refund_query,
    operation::{Kind, Operation},
    rules::{digits, email, number, one_of, only_with, refundable, when, with},
    wire,
};

/// Gives money back for a paid order. The answer only says that the refund was taken.
///
/// Never sent twice, and never again under another `txOrder`, before [`RefundQuery`](crate::RefundQuery) has told what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Refund {
    /// Member code 会员编号: the account without its final 01.
    #[garde(length(chars, min = 1, max = 11), custom(digits))]
    pub merchant_id: String,
    /// Interface version: `bill_drawback_api_1`; `bill_drawback_api_3` with `payeeidsrc`.
    #[serde(default = "drawback")]
    #[builder(default = drawback())]
    #[garde(length(chars, min = 1, max = 20), custom(one_of(&["bill_drawback_api_1", "bill_drawback_api_3"])))]
    pub version: String,
    /// Always `001`.
    #[serde(default = "refund_command")]
    #[builder(default = refund_command())]
    #[garde(length(chars, min = 3, max = 3), custom(one_of(&["001"])))]
    pub command_type: String,
    /// Number of the paid order 原商户订单号.
    #[serde(rename = "orderid")]
    #[garde(length(chars, min = 1, max = 30), custom(number))]
    pub order_id: String,
    /// Amount to give back in **yuan** with two decimals 退款金额（元）, unlike everywhere else on this gateway.
    #[serde(with = "wire::yuan")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 10)))]
    #[garde(custom(refundable))]
    pub amount: Fen,
    /// Time of the refund, Beijing, `yyyyMMddHHmmss`.
    #[serde(rename = "postdate", with = "wire::time")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(equal = 14)))]
    #[garde(skip)]
    pub post_date: BeijingTime,
    /// Refund number 退款流水号, unique.
    #[serde(rename = "txOrder")]
    #[garde(length(chars, min = 1, max = 50), custom(number))]
    pub tx_order: String,
    /// Split refund flag, with the JSON service only.
    #[serde(rename = "returnSharingFlag")]
    #[garde(length(chars, min = 1, max = 2), custom(digits), custom(with(&self.return_data, "returnData")))]
    pub return_sharing_flag: Option<String>,
    /// Split refund entries such as `2^account^0.01^memo`, joined with `|`; with the JSON service only.
    #[serde(rename = "returnData")]
    #[garde(length(chars, min = 1, max = 1024))]
    pub return_data: Option<Sensitive>,
    /// E-mail of the account that received the payment; with version `_3`. Not signed.
    #[garde(
        length(chars, min = 1, max = 50),
        custom(email),
        custom(when(&self.version, "version", &["bill_drawback_api_3"])),
        custom(only_with(&self.version, "version", &["bill_drawback_api_3"]))
    )]
    pub payeeidsrc: Option<Sensitive>,
}

/// What 99bill answers, unsigned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "UPPERCASE")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct RefundReply {
    /// Member code, as sent.
    #[garde(length(chars, max = 11))]
    pub merchant: Option<String>,
    /// Order number, as sent.
    #[garde(length(chars, max = 30))]
    pub orderid: Option<String>,
    /// Refund number, as sent.
    #[garde(length(chars, max = 50))]
    pub txorder: Option<String>,
    /// Amount in yuan, as sent.
    #[garde(length(chars, max = 10))]
    pub amount: Option<String>,
    /// `Y` when the refund was taken; `10` counts as the same.
    #[garde(skip)]
    pub result: Option<String>,
    /// Reason otherwise; no list of its values is known.
    #[garde(skip)]
    pub code: Option<String>,
}

impl Operation for Refund {
    const ID: &'static str = "kuaiqian.gateway.refund";
    const TITLE: &'static str = "give money back";
    const PATH: &'static str = "/webapp/receiveDrawbackAction.do";
    const KIND: Kind = Kind::Refund;
    const SIGNED: Option<&'static SignedList> = Some(&REFUND);
    const PRESETS: &'static [&'static str] = &["merchant_id", "postdate"];
    type Reply = RefundReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(refund_query::by_number(&self.tx_order, self.post_date))
    }
}
