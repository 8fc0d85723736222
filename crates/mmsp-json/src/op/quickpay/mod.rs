//! Quick pay 快捷支付: a bank card, charged after an SMS code. Section 4.2.

mod batch_query;
mod bind;
mod bind_query;
mod bind_sms;
mod bound_pay;
mod bound_pay_sms;
mod confirm;
mod pay;
pub(crate) mod query;
mod resend_sms;
mod unbind;
mod unionpay_order;

pub use batch_query::{BatchQuery, BatchQueryBuilder, BatchQueryReply, PaidOrder, batch_query_builder};
pub use bind::{Bind, BindBuilder, BindReply, bind_builder};
pub use bind_query::{BindQuery, BindQueryBuilder, BindQueryReply, bind_query_builder};
pub use bind_sms::{BindSms, BindSmsBuilder, BindSmsReply, bind_sms_builder};
pub use bound_pay::{BoundPay, BoundPayBuilder, BoundPayReply, bound_pay_builder};
pub use bound_pay_sms::{BoundPaySms, BoundPaySmsBuilder, BoundPaySmsReply, bound_pay_sms_builder};
pub use confirm::{Confirm, ConfirmBuilder, ConfirmReply, confirm_builder};
pub use pay::{Pay, PayBuilder, PayReply, pay_builder};
pub use query::{Query, QueryBuilder, QueryReply, query_builder};
pub use resend_sms::{ResendSms, ResendSmsBuilder, ResendSmsReply, resend_sms_builder};
pub use unbind::{Unbind, UnbindBuilder, UnbindReply, unbind_builder};
pub use unionpay_order::{UnionpayOrder, UnionpayOrderBuilder, UnionpayOrderReply, unionpay_order_builder};
