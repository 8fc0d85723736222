//! Gateway: a builder per operation, with what the client knows filled in. Section 4.4.

use mmsp_json::{
    Product,
    op::gateway::{BatchQuery, BatchQueryBuilder, Pay, PayBuilder, Query, QueryBuilder, pay_builder},
};

use crate::Mmsp;

/// Gateway 网关支付: the payer's browser is sent to a bank.
#[derive(Debug, Clone, Copy)]
pub struct Gateway<'m>(pub(crate) &'m Mmsp);

/// [`Pay`] with notice address and return page filled in.
pub type PayPreset = PayBuilder<pay_builder::SetJumpUrl<pay_builder::SetNotifyUrl>>;

impl Gateway<'_> {
    /// Sends the payer to a bank: give what it builds to [`checkout`](Self::checkout).
    pub fn pay(&self) -> PayPreset {
        Pay::builder().notify_url(self.0.account().notice_url(Product::Gateway)).jump_url(self.0.account().jump_url())
    }

    /// Asks for the state of an order.
    pub fn query(&self) -> QueryBuilder {
        Query::builder()
    }

    /// Lists paid orders, a page at a time; [`pages`](Self::pages) goes through all of them.
    pub fn batch_query(&self) -> BatchQueryBuilder {
        BatchQuery::builder()
    }
}
