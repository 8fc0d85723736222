//! 0x0309: what was paid. Section 4.2.8.

use std::time::SystemTime;

use mmsp_json::{
    Product,
    op::quickpay::{BatchQuery, BatchQueryReply, PaidOrder},
};

use crate::mmsp::{
    batch::{Batch, page},
    desk::Desk,
    order::{Means, Order, compact, notify_date},
    refusal::Refusal,
};

pub(super) fn batch_query(desk: &mut Desk<'_>, request: BatchQuery) -> Result<BatchQueryReply, Refusal> {
    let batch = Batch { first: &request.start_date, last: &request.end_date, per_page: request.per_page, page: request.page };
    let page = page(desk, Product::QuickPay, batch);
    let row = |(paid, order): &(SystemTime, &Order)| PaidOrder {
        status: Some("1".into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(order.number().to_owned()),
        pay_date: Some(compact(*paid)),
        notify_date: Some(notify_date(Some(*paid), &desk.moment)),
        card_no: order.card().map(|card| card.masked()),
        amt: Some(order.amount.to_fen()),
        card_type: order.card().map(|card| card.kind.clone()),
        bind_id: match &order.means {
            Means::Card { bind_id, .. } => bind_id.clone(),
            _ => None,
        },
    };
    Ok(BatchQueryReply {
        status: Some(if page.orders.is_empty() { "0" } else { "1" }.into()),
        biz_content: page.orders.iter().map(row).collect(),
        per_page: Some(request.per_page.to_string()),
        page: Some(request.page.to_string()),
        total_num: Some(page.total.to_string()),
        total_page: Some(page.pages.to_string()),
        ..BatchQueryReply::default()
    })
}
