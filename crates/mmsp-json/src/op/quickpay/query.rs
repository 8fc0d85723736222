//! 0x0305: ask for the state of a quick payment (单笔交易查询). Section 4.2.3.

use bon::Builder;
use garde::Validate;
use paycore::Sensitive;
use serde::{Deserialize, Serialize};

use crate::{
    Product,
    operation::{Kind, Operation, Signed},
    rules::printable,
};

/// Asks for the state of an order. Reads only: it may be repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Query {
    /// Merchant order number.
    #[serde(rename = "MERORDERID")]
    #[garde(length(chars, min = 1, max = 32), custom(printable))]
    pub mer_order_id: String,
}

/// The state of the order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct QueryReply {
    /// Payment status; `0` waiting for payment; `1` paid; `2` failed; `3` refunded.
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
    /// Card number; may be masked.
    #[serde(rename = "CARDNO")]
    pub card_no: Option<Sensitive>,
    /// Amount in fen.
    #[serde(rename = "AMT")]
    #[garde(length(chars, max = 12))]
    pub amt: Option<String>,
    /// Card type; `1` debit, `2` credit.
    #[serde(rename = "CARDTYPE")]
    pub card_type: Option<String>,
    /// Binding number; when `USER_ID` was sent with the payment.
    #[serde(rename = "BIND_ID")]
    #[garde(length(chars, max = 32))]
    pub bind_id: Option<Sensitive>,
    /// Error code, section 9.2.
    #[serde(rename = "ERRCODE")]
    #[garde(length(chars, max = 4))]
    pub err_code: Option<String>,
    /// Error text; a text here does not mean an error.
    #[serde(rename = "ERRMSG")]
    #[garde(length(chars, max = 255))]
    pub err_msg: Option<String>,
}

crate::outcome::outcome!(QueryReply, err_code, err_msg);

impl Operation for Query {
    const ID: &'static str = "mmsp.quickpay.query";
    const TITLE: &'static str = "ask for the state of a quick payment";
    const PRODUCT: Product = Product::QuickPay;
    const KIND: Kind = Kind::Query;
    const PRESETS: &'static [&'static str] = &[];
    const ECHOED: &'static [&'static str] = &["MERORDERID"];
    type Reply = QueryReply;

    /// The same query again, as long as the order is open.
    fn settled_by(&self) -> Option<paycore::Query> {
        Some(by_order(&self.mer_order_id))
    }
}

impl Signed for Query {
    const COMMAND: u32 = 0x0305;
}

/// The query that settles an order.
pub(crate) fn by_order(mer_order_id: &str) -> paycore::Query {
    paycore::Query { id: Query::ID, fields: vec![("MERORDERID", mer_order_id.to_owned())] }
}
