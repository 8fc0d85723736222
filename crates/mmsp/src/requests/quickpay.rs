//! Quick pay: a builder per operation, with what the client knows filled in. Section 4.2.

use mmsp_json::{
    Product,
    op::quickpay::{
        BatchQuery, BatchQueryBuilder, Bind, BindBuilder, BindQuery, BindQueryBuilder, BindSms, BindSmsBuilder, BoundPay, BoundPayBuilder,
        BoundPaySms, BoundPaySmsBuilder, Confirm, ConfirmBuilder, Pay, PayBuilder, Query, QueryBuilder, ResendSms, ResendSmsBuilder,
        Unbind, UnbindBuilder, UnionpayOrder, UnionpayOrderBuilder, bind_builder, bind_sms_builder, bound_pay_builder,
        bound_pay_sms_builder, confirm_builder, pay_builder, resend_sms_builder, unionpay_order_builder,
    },
};

use crate::Mmsp;

/// Quick pay 快捷支付: a bank card, charged after an SMS code.
#[derive(Debug, Clone, Copy)]
pub struct QuickPay<'m>(pub(crate) &'m Mmsp);

/// [`Pay`] with random text and notice address filled in.
pub type PayPreset = PayBuilder<pay_builder::SetNotifyUrl<pay_builder::SetRandStr>>;
/// [`Confirm`] with random text filled in.
pub type ConfirmPreset = ConfirmBuilder<confirm_builder::SetRandStr>;
/// [`Bind`] with random text filled in.
pub type BindPreset = BindBuilder<bind_builder::SetRandStr>;
/// [`BindSms`] with random text filled in.
pub type BindSmsPreset = BindSmsBuilder<bind_sms_builder::SetRandStr>;
/// [`ResendSms`] with random text filled in.
pub type ResendSmsPreset = ResendSmsBuilder<resend_sms_builder::SetRandStr>;
/// [`BoundPay`] with random text and notice address filled in.
pub type BoundPayPreset = BoundPayBuilder<bound_pay_builder::SetNotifyUrl<bound_pay_builder::SetRandStr>>;
/// [`BoundPaySms`] with random text filled in.
pub type BoundPaySmsPreset = BoundPaySmsBuilder<bound_pay_sms_builder::SetRandStr>;
/// [`UnionpayOrder`] with random text, notice address and return page filled in.
pub type UnionpayOrderPreset =
    UnionpayOrderBuilder<unionpay_order_builder::SetJumpUrl<unionpay_order_builder::SetNotifyUrl<unionpay_order_builder::SetRandStr>>>;

impl QuickPay<'_> {
    /// Places a card payment and makes the bank send an SMS code to the holder.
    pub fn pay(&self) -> PayPreset {
        Pay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::QuickPay))
    }

    /// Hands in the SMS code of a payment; [`hand_in`](Self::hand_in) also knows the query that settles it.
    pub fn confirm(&self) -> ConfirmPreset {
        Confirm::builder().rand_str(self.0.random())
    }

    /// Asks for the state of an order.
    pub fn query(&self) -> QueryBuilder {
        Query::builder()
    }

    /// Binds a card with an SMS code. Not yet open.
    pub fn bind(&self) -> BindPreset {
        Bind::builder().rand_str(self.0.random())
    }

    /// Sends the SMS code for binding a card. Not yet open.
    pub fn bind_sms(&self) -> BindSmsPreset {
        BindSms::builder().rand_str(self.0.random())
    }

    /// Unbinds a card. Not yet open.
    pub fn unbind(&self) -> UnbindBuilder {
        Unbind::builder()
    }

    /// Asks whether a card is bound. Not yet open.
    pub fn bind_query(&self) -> BindQueryBuilder {
        BindQuery::builder()
    }

    /// Lists paid orders, a page at a time; [`pages`](Self::pages) goes through all of them.
    pub fn batch_query(&self) -> BatchQueryBuilder {
        BatchQuery::builder()
    }

    /// Sends the SMS code again; [`resend`](Self::resend) keeps the 60 seconds between two codes.
    pub fn resend_sms(&self) -> ResendSmsPreset {
        ResendSms::builder().rand_str(self.0.random())
    }

    /// Charges a bound card with an SMS code. Ask the operator whether it is open.
    pub fn bound_pay(&self) -> BoundPayPreset {
        BoundPay::builder().rand_str(self.0.random()).notify_url(self.0.account().notice_url(Product::QuickPay))
    }

    /// Sends the SMS code for charging a bound card. Ask the operator whether it is open.
    pub fn bound_pay_sms(&self) -> BoundPaySmsPreset {
        BoundPaySms::builder().rand_str(self.0.random())
    }

    /// Places an order that the payer pays with UnionPay, on a page of the platform.
    pub fn unionpay_order(&self) -> UnionpayOrderPreset {
        UnionpayOrder::builder()
            .rand_str(self.0.random())
            .notify_url(self.0.account().notice_url(Product::QuickPay))
            .jump_url(self.0.account().jump_url())
    }
}
