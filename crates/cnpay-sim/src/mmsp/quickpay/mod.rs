//! Quick pay 快捷支付: a card is charged once its holder's SMS code is handed in. Section 4.2.

mod batch_query;
mod bind;
mod binding;
mod bound_pay;
mod confirm;
mod pay;
mod query;
mod unionpay_order;

use mmsp_json::{Signed, op::quickpay as op};

pub(super) use self::binding::{Binding, Signing};
use super::{desk::Desk, rules::tables};
use crate::service::Handled;

/// What serves a command; `None` when it is none of quick pay's.
pub(super) fn service(command: u32) -> Option<fn(&mut Desk<'_>) -> Handled> {
    Some(match command {
        op::Pay::COMMAND => |desk| desk.serve(tables::PAY, pay::pay),
        op::Confirm::COMMAND => |desk| desk.serve(tables::CONFIRM, confirm::confirm),
        op::ResendSms::COMMAND => |desk| desk.serve(tables::RESEND_SMS, confirm::resend_sms),
        op::Query::COMMAND => |desk| desk.serve(tables::QUERY, query::query),
        op::BatchQuery::COMMAND => |desk| desk.serve(tables::BATCH_QUERY, batch_query::batch_query),
        op::Bind::COMMAND => |desk| desk.serve(tables::BIND, bind::bind),
        op::BindSms::COMMAND => |desk| desk.serve(tables::BIND_SMS, bind::bind_sms),
        op::Unbind::COMMAND => |desk| desk.serve(tables::BINDING, binding::unbind),
        op::BindQuery::COMMAND => |desk| desk.serve(tables::BINDING, binding::bind_query),
        op::BoundPay::COMMAND => |desk| desk.serve(tables::BOUND_PAY, bound_pay::bound_pay),
        op::BoundPaySms::COMMAND => |desk| desk.serve(tables::BOUND_PAY_SMS, bound_pay::bound_pay_sms),
        op::UnionpayOrder::COMMAND => |desk| desk.serve(tables::UNIONPAY_ORDER, unionpay_order::unionpay_order),
        _ => return None,
    })
}
