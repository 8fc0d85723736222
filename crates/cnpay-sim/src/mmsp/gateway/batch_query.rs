//! 0x030E: what was paid. Section 4.4.4.

use std::time::SystemTime;

use mmsp_json::{
    Product,
    op::gateway::{BatchQuery, BatchQueryReply, PaidOrder},
};

use crate::mmsp::{
    batch::{Batch, page},
    desk::Desk,
    order::{Order, compact, notify_date},
    refusal::Refusal,
};

pub(super) fn batch_query(desk: &mut Desk<'_>, request: BatchQuery) -> Result<BatchQueryReply, Refusal> {
    let batch = Batch { first: &request.start_date, last: &request.end_date, per_page: request.per_page, page: request.page };
    let page = page(desk, Product::Gateway, batch);
    let row = |(paid, order): &(SystemTime, &Order)| PaidOrder {
        status: Some("1".into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(order.number().to_owned()),
        pay_date: Some(compact(*paid)),
        notify_date: Some(notify_date(Some(*paid), &desk.moment)),
        amt: Some(order.amount.to_fen()),
        ..PaidOrder::default()
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
