//! 0x0305: how an order stands. Section 4.2.3.

use mmsp_json::{
    Product,
    op::quickpay::{Query, QueryReply},
};

use crate::{
    clock::later,
    mmsp::{
        desk::Desk,
        order::{Means, Standing, compact},
        problem,
        refusal::Refusal,
    },
};

pub(super) fn query(desk: &mut Desk<'_>, request: Query) -> Result<QueryReply, Refusal> {
    let order = desk.find(Product::QuickPay, &request.mer_order_id)?;
    let standing = order.standing(desk.moment.now);
    let problem = match standing {
        Standing::Paid(_) => None,
        Standing::Waiting | Standing::Paying | Standing::Unknown => Some(problem::PAYING),
        Standing::Failed(problem) => Some(problem),
    };
    let paid = order.paid(desk.moment.now);
    let bind_id = match &order.means {
        Means::Card { bind_id, .. } => bind_id.clone(),
        _ => None,
    };
    Ok(QueryReply {
        status: Some(status(standing).into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(request.mer_order_id),
        pay_date: Some(paid.map(compact).unwrap_or_default()),
        notify_date: Some(paid.map(|paid| compact(later(paid, desk.moment.timing.notice_after))).unwrap_or_default()),
        card_no: order.card().map(|card| card.masked()),
        amt: Some(order.amount.to_fen()),
        card_type: order.card().map(|card| card.kind.clone()),
        bind_id,
        err_code: problem.map(|problem| problem.code.into()),
        err_msg: problem.map(|problem| problem.text.into()),
    })
}

/// The status of quick pay and gateway. Nothing is ever refunded there: there is no such command.
pub(in crate::mmsp) const fn status(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting | Standing::Paying | Standing::Unknown => "0",
        Standing::Paid(_) => "1",
        Standing::Failed(_) => "2",
    }
}
