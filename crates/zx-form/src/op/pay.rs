//! `/cashier/pay.ac`: create an order, or pay it (创建订单或订单支付). Section 4.1.

use bon::Builder;
use garde::Validate;
use paycore::Fen;
use serde::{Deserialize, Serialize};

use crate::{
    Content, ContentType, PayStatus,
    codes::tran_type::GATEWAY,
    fixed::version,
    op::query,
    operation::{Kind, Operation},
    reply::common,
    rules::{http_url, ip, number, payable, when},
    wire,
};

/// Creates an order, or pays it, depending on `tranType`. What the payer needs next comes back as [`Content`].
///
/// Never sent twice: ask with [`Query`](crate::Query) where the outcome is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, Builder)]
#[serde(rename_all = "camelCase")]
#[builder(on(_, into), state_mod(vis = "pub"))]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Pay {
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
    /// Order number 商户订单编号, unique and never reused.
    #[garde(length(chars, min = 1), custom(number))]
    pub cust_order_no: String,
    /// Trade type 交易类型, such as one of [`tran_type`](crate::codes::tran_type).
    #[garde(length(chars, min = 1))]
    pub tran_type: String,
    /// Amount in fen.
    #[serde(with = "wire::fen")]
    #[cfg_attr(feature = "registry", schemars(with = "String", length(min = 1)))]
    #[garde(custom(payable))]
    pub pay_amt: Fen,
    /// Where the notice goes.
    #[garde(length(chars, min = 1), custom(http_url))]
    pub back_url: String,
    /// Where the payer's browser goes, for WAP and gateway payments. Parameters of its own would count as signed when it returns.
    #[garde(length(chars, min = 1), custom(http_url))]
    pub front_url: Option<String>,
    /// Bank, such as one of [`bank_code`](crate::codes::bank_code); required with `tranType` 0601.
    #[garde(length(chars, min = 1), custom(when(&self.tran_type, "tranType", &[GATEWAY])))]
    pub bank_code: Option<String>,
    /// Goods name.
    #[garde(length(chars, min = 1))]
    pub goods_name: String,
    /// Order description.
    #[garde(length(chars, min = 1))]
    pub order_desc: Option<String>,
    /// The payer's IP address; without it the address counts that sends the order.
    #[garde(length(chars, min = 1), custom(ip))]
    pub buy_ip: Option<String>,
}

/// What the platform says of a new order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct PayReply {
    /// Organisation number, as sent.
    pub org_no: Option<String>,
    /// Return code 返回码: `000000` accepted, never the result.
    pub code: Option<String>,
    /// Text for the code.
    pub msg: Option<String>,
    /// Merchant number, as sent.
    pub cust_id: Option<String>,
    /// Order number, as sent.
    pub cust_order_no: Option<String>,
    /// Platform order number 平台订单号, once the order was processed.
    pub prd_ord_no: Option<String>,
    /// What `busContent` is: `01` text, `02` JSON, `03` HTML.
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>"))]
    pub content_type: Option<ContentType>,
    /// What to show or do, once the order was processed: [`content`](Self::content).
    pub bus_content: Option<String>,
    /// Payment status.
    #[cfg_attr(feature = "registry", schemars(with = "Option<String>"))]
    pub ord_status: Option<PayStatus>,
    /// Text for the status.
    pub ord_desc: Option<String>,
}

impl PayReply {
    /// What to show or do.
    pub fn content(&self) -> Option<Content<'_>> {
        self.bus_content.as_deref().map(|content| Content::new(self.content_type.as_ref(), content))
    }
}

common!(PayReply);

impl Operation for Pay {
    const ID: &'static str = "zhangxun.pay";
    const TITLE: &'static str = "create an order, or pay it";
    const PATH: &'static str = "/cashier/pay.ac";
    const KIND: Kind = Kind::Payment;
    const PRESETS: &'static [&'static str] = &["version", "orgNo", "custId", "backUrl"];
    const REPEATED: &'static [&'static str] = &["orgNo", "custId", "custOrderNo"];
    type Reply = PayReply;

    fn settled_by(&self) -> Option<paycore::Query> {
        Some(query::by_order(&self.cust_order_no))
    }
}

impl From<&Pay> for paycore::Expected {
    /// What a notice of this order has to agree with.
    fn from(order: &Pay) -> Self {
        Self::new(&order.cust_id, &order.cust_order_no, order.pay_amt)
    }
}
