//! 0x0305: how an order stands. Section 4.2.3.

use mmsp_json::{
    Product,
    op::quickpay::{Query, QueryReply},
};

use crate::mmsp::{
    desk::Desk,
    order::{Means, notify_date, pay_date},
    problem,
    refusal::Refusal,
};

pub(super) fn query(desk: &mut Desk<'_>, request: Query) -> Result<QueryReply, Refusal> {
    let order = desk.find(Product::QuickPay, &request.mer_order_id)?;
    let standing = order.standing(desk.moment.now);
    let paid = order.paid(desk.moment.now);
    let bind_id = match &order.means {
        Means::Card { bind_id, .. } => bind_id.clone(),
        _ => None,
    };
    Ok(QueryReply {
        status: Some(standing.status().into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(request.mer_order_id),
        pay_date: Some(pay_date(paid)),
        notify_date: Some(notify_date(paid, &desk.moment)),
        card_no: order.card().map(|card| card.masked()),
        amt: Some(order.amount.to_fen()),
        card_type: order.card().map(|card| card.kind.clone()),
        bind_id,
        err_code: problem::code(standing.problem()),
        err_msg: problem::text(standing.problem()),
    })
}
