//! 0x0309: what was paid, a page at a time. Section 4.2.8; the gateway's 0x030E is alike.

use std::time::{Duration, SystemTime};

use mmsp_json::{
    Product,
    op::quickpay::{BatchQuery, BatchQueryReply, PaidOrder},
};
use paycore::BeijingTime;

use crate::{
    clock::later,
    mmsp::{
        desk::Desk,
        order::{Means, Order, compact},
        refusal::Refusal,
    },
};

/// What is older is not listed any more: three months.
const MEMORY: Duration = Duration::from_secs(92 * 24 * 60 * 60);

/// Which page of which days is asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::mmsp) struct Batch<'r> {
    pub(in crate::mmsp) first: &'r str,
    pub(in crate::mmsp) last: &'r str,
    pub(in crate::mmsp) per_page: u32,
    pub(in crate::mmsp) page: u32,
}

/// A page of orders, and how many orders and pages there are.
pub(in crate::mmsp) struct Page<'o> {
    pub(in crate::mmsp) orders: Vec<(SystemTime, &'o Order)>,
    pub(in crate::mmsp) total: usize,
    pub(in crate::mmsp) pages: usize,
}

pub(in crate::mmsp) fn page<'d>(desk: &'d Desk<'_>, product: Product, batch: Batch<'_>) -> Page<'d> {
    let now = desk.moment.now;
    let listed = |(paid, order): &(SystemTime, &Order)| {
        let day = BeijingTime::from(*paid).day();
        order.key.product == product && batch.first <= day.as_str() && day.as_str() <= batch.last && now <= later(*paid, MEMORY)
    };
    let found: Vec<_> = desk.state.paid(&desk.call.account.merchant, now).into_iter().filter(listed).collect();
    let (per_page, page) = (batch.per_page as usize, batch.page as usize);
    let (total, pages) = (found.len(), found.len().div_ceil(per_page.max(1)));
    let orders = found.into_iter().skip(per_page.saturating_mul(page.saturating_sub(1))).take(per_page).collect();
    Page { orders, total, pages }
}

pub(super) fn batch_query(desk: &mut Desk<'_>, request: BatchQuery) -> Result<BatchQueryReply, Refusal> {
    let batch = Batch { first: &request.start_date, last: &request.end_date, per_page: request.per_page, page: request.page };
    let page = page(desk, Product::QuickPay, batch);
    let row = |(paid, order): &(SystemTime, &Order)| PaidOrder {
        status: Some("1".into()),
        list_id: Some(order.reference.clone()),
        mer_order_id: Some(order.number().to_owned()),
        pay_date: Some(compact(*paid)),
        notify_date: Some(compact(later(*paid, desk.moment.timing.notice_after))),
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
