//! `gatewayRefundQuery`: the state of refunds (退款查询). Section 8.4; beyond the seed.

use bon::Builder;
use garde::Validate;
use paycore::{BeijingTime, Sensitive};
use serde::{Deserialize, Serialize};

use crate::{
    REFUND_QUERY, SignedList,
    fixed::v2,
    operation::{Kind, Operation},
    rules::{code, day, digits, not_before, number, one_of, page},
};

/// Asks for the refunds of some days, or for one of them by its number.
///
/// Reads only: it may be repeated. The items carry a signature whose rule is not known, so they are believed for the sake of TLS alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct RefundQuery {
    /// Interface version, always `v2.0`.
    #[serde(default = "v2")]
    #[builder(default = v2())]
    #[garde(length(chars, min = 1, max = 10), custom(one_of(&["v2.0"])))]
    pub version: String,
    /// Signature type: `1` MD5 (SOAP), `2` RSA (JSON).
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1", "2"])))]
    pub sign_type: String,
    /// RMB account.
    #[garde(length(chars, min = 1, max = 30), custom(digits))]
    pub merchant_acct_id: String,
    /// First day, `yyyyMMdd`.
    #[garde(length(chars, min = 8, max = 8), custom(day))]
    pub start_date: String,
    /// Last day, `yyyyMMdd`; the longest period allowed is not known.
    #[garde(length(chars, min = 8, max = 8), custom(day), custom(not_before(&self.start_date, "startDate")))]
    pub end_date: String,
    /// First day of the last change; SOAP only.
    #[serde(rename = "lastupdateStartDate")]
    #[garde(length(chars, min = 8, max = 8), custom(day))]
    pub last_update_start_date: Option<String>,
    /// Last day of the last change; SOAP only.
    #[serde(rename = "lastupdateEndDate")]
    #[garde(length(chars, min = 8, max = 8), custom(day), custom(not_before(&self.last_update_start_date, "lastupdateStartDate")))]
    pub last_update_end_date: Option<String>,
    /// Batch number; SOAP only.
    #[garde(length(chars, min = 1, max = 50), custom(number))]
    pub customer_batch_id: Option<String>,
    /// The **refund** number, `txOrder` of the refund.
    #[garde(length(chars, min = 1, max = 50), custom(number))]
    pub order_id: Option<String>,
    /// Page, from 1.
    #[garde(length(chars, min = 1, max = 8), custom(page))]
    pub request_page: Option<String>,
    /// Number of the original order.
    #[serde(rename = "rOrderId")]
    #[garde(length(chars, min = 1, max = 30), custom(number))]
    pub r_order_id: Option<String>,
    /// 99bill's sequence number.
    #[garde(length(chars, min = 1, max = 50), custom(code))]
    pub seq_id: Option<String>,
    /// Extra columns wanted.
    #[serde(rename = "extra_output_column")]
    #[garde(length(chars, min = 1, max = 256))]
    pub extra_output_column: Option<String>,
    /// Only refunds in this state; SOAP only.
    #[garde(length(chars, min = 1, max = 10), custom(code))]
    pub status: Option<String>,
}

/// The head of the answer; the refunds stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct RefundQueryReply {
    /// Interface version.
    #[garde(length(chars, max = 10))]
    pub version: Option<String>,
    /// Signature type.
    #[garde(length(chars, max = 2))]
    pub sign_type: Option<String>,
    /// RMB account.
    #[garde(length(chars, max = 30))]
    pub merchant_acct_id: Option<String>,
    /// Refunds on all pages.
    #[garde(skip)]
    pub record_count: Option<String>,
    /// Number of pages.
    #[garde(skip)]
    pub page_count: Option<String>,
    /// This page.
    #[garde(skip)]
    pub current_page: Option<String>,
    /// Refunds on a page.
    #[garde(skip)]
    pub page_size: Option<String>,
    /// Reason, section 10.5; empty is fine.
    #[garde(skip)]
    pub err_code: Option<String>,
}

/// One refund of a refund query's reply. No signature that could be checked covers it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueriedRefund {
    /// Method of the payment, in words.
    #[garde(skip)]
    pub pay_type_desc: Option<String>,
    /// Time of the refund.
    #[garde(skip)]
    pub order_time: Option<String>,
    /// Time of the last change.
    #[garde(skip)]
    pub last_update_time: Option<String>,
    /// 99bill's sequence number.
    #[garde(skip)]
    pub sequence_id: Option<String>,
    /// The refund number.
    #[garde(length(chars, max = 50))]
    pub order_id: Option<String>,
    /// Number of the original order.
    #[serde(rename = "rOrderId")]
    #[garde(length(chars, max = 30))]
    pub r_order_id: Option<String>,
    /// Who gets the money.
    #[garde(skip)]
    pub deal_other_name: Option<Sensitive>,
    /// Amount in fen; the wire spells it so.
    #[garde(skip)]
    pub order_amout: Option<String>,
    /// Fee in fen.
    #[garde(skip)]
    pub owner_fee: Option<String>,
    /// Extra columns.
    #[serde(rename = "extra_output_column")]
    #[garde(skip)]
    pub extra_output_column: Option<String>,
    /// `1` refunded; other values are not known.
    #[garde(skip)]
    pub status: Option<String>,
    /// Why not.
    #[garde(skip)]
    pub fail_reason: Option<String>,
}

impl Operation for RefundQuery {
    const ID: &'static str = "kuaiqian.gateway.refund_query";
    const TITLE: &'static str = "ask for the state of refunds";
    const PATH: &'static str = "/gatewayapi/services/gatewayRefundQuery";
    const KIND: Kind = Kind::Query;
    const SIGNED: Option<&'static SignedList> = Some(&REFUND_QUERY);
    const PRESETS: &'static [&'static str] = &["signType", "merchantAcctId"];
    type Reply = RefundQueryReply;

    /// The same query again, as long as the refund is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        let number = self.order_id.clone()?;
        let fields = vec![("orderId", number), ("startDate", self.start_date.clone()), ("endDate", self.end_date.clone())];
        Some(paycore::Query { id: Self::ID, fields })
    }
}

/// The query that settles a refund: of its day and the day after, in which a late refund is dated.
pub(crate) fn by_number(number: &str, time: BeijingTime) -> paycore::Query {
    let next = BeijingTime::from_unix_seconds(time.unix_seconds() + 86_400);
    let fields = vec![("orderId", number.to_owned()), ("startDate", time.day()), ("endDate", next.day())];
    paycore::Query { id: RefundQuery::ID, fields }
}
