//! `gatewayOrderQuery`: the state of one order, or the paid orders of a time. Sections 8.1 and 8.2; beyond the seed.

use bon::Builder;
use garde::Validate;
use paycore::BeijingTime;
use serde::{Deserialize, Serialize};

use crate::{
    QUERY, SignedList,
    fixed::{one, v2, zero},
    operation::{Kind, Operation},
    rules::{by_time, digits, number, one_of, only_with, page, when, within_days},
    wire,
};

/// Asks for one order by its number, or for the orders that were paid between two times, page by page.
///
/// Reads only: it may be repeated. That an order is missing from the answer is never proof that it does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Query {
    /// Charset, always `1` (UTF-8).
    #[serde(default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 2), custom(one_of(&["1"])))]
    pub input_charset: String,
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
    /// `0` one order by `orderId`, `1` paid orders by the time at which the deal ended.
    #[serde(default = "zero")]
    #[builder(default = zero())]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["0", "1"])))]
    pub query_type: String,
    /// Always `1`.
    #[serde(default = "one")]
    #[builder(default = one())]
    #[garde(length(chars, min = 1, max = 1), custom(one_of(&["1"])))]
    pub query_mode: String,
    /// From this time on, Beijing, `yyyyMMddHHmmss`; with `queryType` 1.
    #[serde(default, with = "wire::time::maybe")]
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>", length(equal = 14)))]
    #[garde(custom(by_time(&self.query_type)))]
    pub start_time: Option<BeijingTime>,
    /// Up to this time, at most 30 days later and not in the future; with `queryType` 1.
    #[serde(default, with = "wire::time::maybe")]
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>", length(equal = 14)))]
    #[garde(custom(by_time(&self.query_type)), custom(within_days(&self.start_time, 30)))]
    pub end_time: Option<BeijingTime>,
    /// Page, from 1.
    #[garde(length(chars, min = 1, max = 8), custom(page))]
    pub request_page: Option<String>,
    /// Order number; with `queryType` 0.
    #[garde(
        length(chars, min = 1, max = 30),
        custom(number),
        custom(when(&self.query_type, "queryType", &["0"])),
        custom(only_with(&self.query_type, "queryType", &["0"]))
    )]
    pub order_id: Option<String>,
}

/// What an order query says: the head, and the orders beside it, each signed on its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueryReply {
    /// Interface version.
    #[garde(length(chars, max = 10))]
    pub version: Option<String>,
    /// Signature type.
    #[garde(length(chars, max = 2))]
    pub sign_type: Option<String>,
    /// RMB account.
    #[garde(length(chars, max = 30))]
    pub merchant_acct_id: Option<String>,
    /// Reason, section 10.4; empty is fine.
    #[garde(skip)]
    pub err_code: Option<String>,
    /// This page; paging is absent when one order was asked for.
    #[garde(skip)]
    pub current_page: Option<String>,
    /// Number of pages.
    #[garde(skip)]
    pub page_count: Option<String>,
    /// Orders on a page.
    #[garde(skip)]
    pub page_size: Option<String>,
    /// Orders on all pages.
    #[garde(skip)]
    pub record_count: Option<String>,
}

/// One order of an order query's reply.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueriedOrder {
    /// Order number.
    #[garde(length(chars, max = 30))]
    pub order_id: Option<String>,
    /// Amount of the order in fen.
    #[garde(length(chars, max = 10))]
    pub order_amount: Option<String>,
    /// Time of the order.
    #[garde(length(chars, max = 14))]
    pub order_time: Option<String>,
    /// Time of the deal at 99bill.
    #[garde(length(chars, max = 14))]
    pub deal_time: Option<String>,
    /// `10` paid, `11` failed.
    #[garde(length(chars, max = 2))]
    pub pay_result: Option<String>,
    /// Method used.
    #[garde(length(chars, max = 4))]
    pub pay_type: Option<String>,
    /// Amount received in fen, gross.
    #[garde(skip)]
    pub pay_amount: Option<String>,
    /// Fee in fen.
    #[garde(skip)]
    pub fee: Option<String>,
    /// 99bill's deal number.
    #[garde(skip)]
    pub deal_id: Option<String>,
}

impl Operation for Query {
    const ID: &'static str = "kuaiqian.gateway.query";
    const TITLE: &'static str = "ask for the state of an order, or list paid orders";
    const PATH: &'static str = "/apipay/services/gatewayOrderQuery";
    const KIND: Kind = Kind::Query;
    const SIGNED: Option<&'static SignedList> = Some(&QUERY);
    const PRESETS: &'static [&'static str] = &["signType", "merchantAcctId"];
    type Reply = QueryReply;

    /// The same query again, as long as the order is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        self.order_id.as_deref().map(by_order)
    }
}

/// The query that settles an order.
pub(crate) fn by_order(order: &str) -> paycore::Query {
    paycore::Query { id: Query::ID, fields: vec![("orderId", order.to_owned())] }
}
