//! 0x0913: how an order stands. Section 4.4.3.

use mmsp_json::{
    Product,
    op::gateway::{Query, QueryReply},
};

use crate::{
    clock::later,
    mmsp::{
        desk::Desk,
        order::{Means, Standing, compact},
        problem, quickpay,
        refusal::Refusal,
    },
};

pub(super) fn query(desk: &mut Desk<'_>, request: Query) -> Result<QueryReply, Refusal> {
    let order = desk.find(Product::Gateway, &request.mer_order_id)?;
    let standing = order.standing(desk.moment.now);
    let problem = match standing {
        Standing::Paid(_) => None,
        Standing::Waiting | Standing::Paying | Standing::Unknown => Some(problem::PAYING),
        Standing::Failed(problem) => Some(problem),
    };
    let paid = order.paid(desk.moment.now);
    let (pay_channel, remark) = match &order.means {
        Means::Bank { channel, remark } => (Some(channel.clone()), remark.clone()),
        _ => (None, None),
    };
    Ok(QueryReply {
        status: Some(quickpay::status(standing).into()),
        err_code: problem.map(|problem| problem.code.into()),
        err_msg: problem.map(|problem| problem.text.into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(request.mer_order_id),
        amt: Some(order.amount.to_fen()),
        goods_name: order.goods.clone(),
        pay_channel,
        pay_date: Some(paid.map(compact).unwrap_or_default()),
        notify_date: Some(paid.map(|paid| compact(later(paid, desk.moment.timing.notice_after))).unwrap_or_default()),
        remark,
    })
}
