//! `/cashier/pay.ac`: an order is placed. Section 4.1.

use zx_form::{Pay, PayStatus, op::pay::PayReply};

use super::{
    cashier,
    content::content,
    desk::{Desk, Service},
    notice,
    order::{self, Order},
    refusal::Refusal,
    rules::tables,
};
use crate::magic::Magic;

pub(super) const SERVICE: Service<Pay> = Service { table: tables::PAY, accepted: "下单成功", numbers: &[], handle: pay };

fn pay(desk: &mut Desk<'_>, request: Pay) -> Result<PayReply, Refusal> {
    if desk.state.order(desk.account, &request.cust_order_no).is_some() {
        return Err(Refusal::Duplicate);
    }
    desk.strike(request.pay_amt)?;
    let mut order = Order {
        reference: desk.state.next_reference(desk.moment.now),
        ticket: desk.state.next_ticket(),
        placed: desk.moment.now,
        course: order::when_placed(request.pay_amt, &desk.moment),
        request,
        notices: Vec::new(),
    };
    // What the reply says is not told again, but this one is lost.
    if Magic::of(order.request.pay_amt) == Magic::CutAfter {
        order.notices = notice::of_order(&order, desk.account, &desk.moment);
        desk.post(&order.notices);
    }
    let status = order.status(desk.moment.now).cloned();
    let placed = (status == Some(PayStatus::Unpaid)).then(|| content(&order.request, &cashier::address(&desk.origin, &order.ticket)));
    let (content_type, bus_content) = placed.unzip();
    let reply = PayReply {
        cust_order_no: Some(order.request.cust_order_no.clone()),
        prd_ord_no: Some(order.reference.clone()),
        content_type,
        bus_content,
        ord_desc: status.as_ref().map(|status| order::description(status).into()),
        ord_status: status,
        ..PayReply::default()
    };
    desk.state.record(desk.account, order);
    Ok(reply)
}
