//! `/cashier/query.ac`: how a payment stands. Section 4.2.

use zx_form::{Query, op::query::QueryReply};

use super::{
    desk::{Desk, Service},
    order::{self, compact},
    refusal::Refusal,
    rules::tables,
};

pub(super) const SERVICE: Service<Query> =
    Service { table: tables::QUERY, accepted: "查询成功", numbers: &["ordAmt", "payAmt"], handle: query };

/// Whoever has been answered a final status is told no more.
fn query(desk: &mut Desk<'_>, request: Query) -> Result<QueryReply, Refusal> {
    let now = desk.moment.now;
    let order = desk.state.order(desk.account, &request.cust_order_no).ok_or(Refusal::NoOrder)?;
    let status = order.status(now).ok_or(Refusal::NoOrder)?;
    if order::is_final(status) {
        order.notices.iter().for_each(|notice| notice.recall());
    }
    Ok(QueryReply {
        cust_order_no: Some(request.cust_order_no),
        prd_ord_no: Some(order.reference.clone()),
        ord_status: Some(status.clone()),
        ord_amt: Some(order.request.pay_amt.to_fen()),
        pay_amt: order.received(now).map(|amount| amount.to_fen()),
        ord_time: Some(compact(order.placed)),
        ord_desc: Some(order::description(status).into()),
        ..QueryReply::default()
    })
}
