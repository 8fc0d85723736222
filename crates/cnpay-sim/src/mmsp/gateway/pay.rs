//! 0x0912: a form in the payer's browser, answered with the page of a bank. Section 4.4.1.

use bytes::Bytes;
use http::Response;
use mmsp_json::{Product, op::gateway::Pay};

use crate::mmsp::{
    cashier,
    desk::{Desk, Placing},
    order::{Course, Means},
    refusal::Refusal,
    rules::tables,
};

/// A form that is posted once more, as browsers do, shows its order again.
pub(in crate::mmsp) fn pay(desk: &mut Desk<'_>) -> Result<Response<Bytes>, Refusal> {
    let request: Pay = desk.read(tables::GATEWAY_PAY)?;
    let key = desk.key(Product::Gateway, &request.mer_order_id);
    let means = Means::Bank { channel: request.pay_channel, remark: request.remark.unwrap_or_default() };
    match desk.state.order(&key) {
        Some(order) if order.amount == request.amt && order.jump_url.as_ref() == Some(&request.jump_url) => {}
        Some(_) => return Err(Refusal::Duplicate),
        None => {
            desk.record(Placing {
                product: Product::Gateway,
                number: request.mer_order_id,
                amount: request.amt,
                notify_url: request.notify_url,
                jump_url: Some(request.jump_url),
                goods: request.goods_name,
                means,
                course: Course::Waits,
            });
        }
    }
    let order = desk.state.order(&key).ok_or(Refusal::NoOrder)?;
    Ok(cashier::shown(order, &desk.origin, &desk.moment))
}
