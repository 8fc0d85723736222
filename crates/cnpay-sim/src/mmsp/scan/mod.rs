//! Scan 扫码支付: codes and pages of the wallets, codes of payers, and what follows. Section 4.3.

mod charge;
mod place;
mod query;
mod refund;
mod undo;

use mmsp_json::{Signed, op::scan as op};

pub(super) use self::refund::Refund;
use self::{
    charge::charge,
    place::{place, place_h5},
};
use super::{desk::Desk, rules::tables};
use crate::service::Handled;

/// The QQ reverse scan has the number of the bind query; this one is likely to be meant (decision D32).
const QQ_MICROPAY: u32 = 0x0916;

/// What serves a command; `None` when it is none of scan's. `node_id` tells the two meanings of one number apart.
pub(super) fn service(command: u32, node_id: &str) -> Option<fn(&mut Desk<'_>) -> Handled> {
    Some(match command {
        op::WechatPrepay::COMMAND => |desk| desk.serve(tables::WECHAT_PREPAY, place::<op::WechatPrepay>),
        op::AlipayPrepay::COMMAND => |desk| desk.serve(tables::ALIPAY_PREPAY, place::<op::AlipayPrepay>),
        op::AlipayStaticCode::COMMAND => |desk| desk.serve(tables::CODE, place::<op::AlipayStaticCode>),
        op::AlipayDynamicCode::COMMAND => |desk| desk.serve(tables::CODE, place::<op::AlipayDynamicCode>),
        op::QqPrepay::COMMAND => |desk| desk.serve(tables::QQ_PREPAY, place::<op::QqPrepay>),
        op::JdPrepay::COMMAND => |desk| desk.serve(tables::CODE, place::<op::JdPrepay>),
        op::UnionpayPrepay::COMMAND => |desk| desk.serve(tables::CODE, place::<op::UnionpayPrepay>),
        op::WechatH5::COMMAND => |desk| desk.serve(tables::WECHAT_H5, place_h5::<op::WechatH5>),
        op::AlipayH5::COMMAND => |desk| desk.serve(tables::ALIPAY_H5, place_h5::<op::AlipayH5>),
        op::WechatMicropay::COMMAND => |desk| desk.serve(tables::MICROPAY, charge::<op::WechatMicropay>),
        op::AlipayMicropay::COMMAND => |desk| desk.serve(tables::MICROPAY, charge::<op::AlipayMicropay>),
        op::QqMicropay::COMMAND if node_id == "openplat" => |desk| desk.serve(tables::MICROPAY, charge::<op::QqMicropay>),
        QQ_MICROPAY => |desk| desk.serve(tables::MICROPAY, charge::<op::QqMicropay>),
        op::Query::COMMAND => |desk| desk.serve(tables::ORDER, query::query),
        op::Cancel::COMMAND => |desk| desk.serve(tables::ORDER, undo::cancel),
        op::Close::COMMAND => |desk| desk.serve(tables::ORDER, undo::close),
        op::Refund::COMMAND => |desk| desk.serve(tables::REFUND, refund::refund),
        op::RefundQuery::COMMAND => |desk| desk.serve(tables::REFUND_QUERY, refund::refund_query),
        _ => return None,
    })
}
