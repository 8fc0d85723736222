//! 0x0309: list paid quick payments (多笔批量查询). Section 4.2.8.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    fixed::{first, ten},
    operation::{Kind, Operation, Signed},
    rules::{day, not_before},
    wire,
};

/// Lists the paid orders of the last three months, a page at a time. Reads only.
///
/// An empty answer proves nothing about an order: it cannot be told from a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(String, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BatchQuery {
    /// First day; `YYYYMMDD`.
    #[serde(rename = "START_DATE")]
    #[garde(length(chars, min = 8, max = 8), custom(day))]
    pub start_date: String,
    /// Last day; `YYYYMMDD`, not before `START_DATE`.
    #[serde(rename = "END_DATE")]
    #[garde(length(chars, min = 8, max = 8), custom(day), custom(not_before(&self.start_date, "START_DATE")))]
    pub end_date: String,
    /// Rows per page; 1 to 1000; 10 when not given.
    #[serde(rename = "PERPAGE", with = "wire::count", default = "ten")]
    #[builder(default = ten())]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 10)))]
    #[garde(range(min = 1, max = 1000))]
    pub per_page: u32,
    /// Page number; from 1, which it is when not given.
    #[serde(rename = "PAGE", with = "wire::count", default = "first")]
    #[builder(default = first())]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1, max = 10)))]
    #[garde(range(min = 1))]
    pub page: u32,
}

/// A page of paid orders.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct BatchQueryReply {
    /// Result; `1` rows follow; `0` or anything else: nothing found, or the query failed.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Rows; array of objects; accept a single object as one row.
    #[serde(rename = "BIZ_CONTENT", default)]
    pub biz_content: Vec<PaidOrder>,
    /// Rows per page.
    #[serde(rename = "PERPAGE")]
    #[garde(length(chars, max = 10))]
    pub per_page: Option<String>,
    /// Page number.
    #[serde(rename = "PAGE")]
    #[garde(length(chars, max = 10))]
    pub page: Option<String>,
    /// Number of rows in all.
    #[serde(rename = "TOTAL_NUM")]
    #[garde(length(chars, max = 10))]
    pub total_num: Option<String>,
    /// Number of pages.
    #[serde(rename = "TOTAL_PAGE")]
    #[garde(length(chars, max = 10))]
    pub total_page: Option<String>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

/// A paid order of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PaidOrder {
    /// Payment status; `0` waiting; `1` paid; `2` failed; `3` refunded.
    #[serde(rename = "STATUS")]
    #[garde(length(chars, max = 1))]
    pub status: Option<String>,
    /// Platform order number.
    #[serde(rename = "LIST_ID")]
    #[garde(length(chars, max = 32))]
    pub list_id: Option<String>,
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, max = 32))]
    pub mer_order_id: Option<String>,
    /// Time of payment; `YYYYMMDDHHmmss`.
    #[serde(rename = "PAY_DATE")]
    #[garde(length(chars, max = 14))]
    pub pay_date: Option<String>,
    /// Time of notice; `YYYYMMDDHHmmss`.
    #[serde(rename = "NOTIFY_DATE")]
    #[garde(length(chars, max = 14))]
    pub notify_date: Option<String>,
    /// Card number.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: Option<String>,
    /// Card type; `1` debit, `2` credit.
    #[serde(rename = "CARDTYPE")]
    pub card_type: Option<String>,
    /// Binding number; may be missing.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, max = 32))]
    pub bind_id: Option<Sensitive>,
}

crate::outcome::outcome!(BatchQueryReply, err_code, err_msg);

impl Operation for BatchQuery {
    const ID: &'static str = "mmsp.quickpay.batch_query";
    const TITLE: &'static str = "list paid quick payments";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::List;
    const PRESETS: &'static [&'static str] = &[];
    type Reply = BatchQueryReply;
}

impl Signed for BatchQuery {
    const COMMAND: u32 = 0x0309;
}
