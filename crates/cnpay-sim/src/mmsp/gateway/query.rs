//! 0x0913: how an order stands. Section 4.4.3.

use mmsp_json::{
    Product,
    op::gateway::{Query, QueryReply},
};

use crate::mmsp::{
    desk::Desk,
    order::{Means, notify_date, pay_date},
    problem,
    refusal::Refusal,
};

pub(super) fn query(desk: &mut Desk<'_>, request: Query) -> Result<QueryReply, Refusal> {
    let order = desk.find(Product::Gateway, &request.mer_order_id)?;
    let standing = order.standing(desk.moment.now);
    let paid = order.paid(desk.moment.now);
    let Means::Bank { channel, remark } = &order.means else { return Err(Refusal::NoOrder) };
    Ok(QueryReply {
        status: Some(standing.status().into()),
        err_code: problem::code(standing.problem()),
        err_msg: problem::text(standing.problem()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(request.mer_order_id),
        amt: Some(order.amount.to_fen()),
        goods_name: order.goods.clone(),
        pay_channel: Some(channel.clone()),
        pay_date: Some(pay_date(paid)),
        notify_date: Some(notify_date(paid, &desk.moment)),
        remark: Some(remark.clone()),
    })
}
