//! 0x0906: how an order stands. Section 4.3.13.

use mmsp_json::{
    Product,
    op::scan::{Order as Answer, Query},
};

use crate::mmsp::{
    desk::Desk,
    order::{Means, Order, Standing, dashed},
    problem::{self, Problem},
    refusal::Refusal,
};

pub(super) fn query(desk: &mut Desk<'_>, request: Query) -> Result<Answer, Refusal> {
    let order = find(desk, request.order_no, request.mer_order_id)?;
    let standing = order.standing(desk.moment.now);
    let status = match standing {
        Standing::Paid(_) => "1",
        Standing::Failed(_) => "2",
        Standing::Waiting | Standing::Paying | Standing::Unknown => "3",
    };
    Ok(answer(desk, order, status, standing.problem()))
}

/// An order by either number, or by both, which must then be one order's.
pub(super) fn find<'d>(desk: &'d Desk<'_>, order_no: Option<String>, mer_order_id: Option<String>) -> Result<&'d Order, Refusal> {
    match (order_no, mer_order_id) {
        (None, None) => Err(Refusal::NoOrder),
        (None, Some(number)) => desk.find(Product::Scan, &number),
        (Some(reference), number) => {
            let order = desk.find_reference(Product::Scan, &reference)?;
            if number.is_none_or(|number| number == order.number()) { Ok(order) } else { Err(Refusal::NoOrder) }
        }
    }
}

/// An order as query, cancel and close show it.
pub(super) fn answer(desk: &Desk<'_>, order: &Order, status: &str, problem: Option<Problem>) -> Answer {
    let trade_type = match order.means {
        Means::Wallet { wallet, .. } => Some(wallet.trade_type().into()),
        _ => None,
    };
    Answer {
        status: Some(status.into()),
        order_no: Some(order.reference.clone()),
        amt: Some(order.amount.to_fen()),
        trade_time: Some(dashed(order.placed)),
        pay_time: Some(order.paid(desk.moment.now).map(dashed).unwrap_or_default()),
        mer_order_id: Some(order.number().to_owned()),
        trade_type,
        err_code: problem::code(problem),
        err_code_msg: problem::text(problem),
    }
}
