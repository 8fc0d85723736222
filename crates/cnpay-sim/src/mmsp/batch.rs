//! The paid orders of some days, a page at a time: what both batch queries list. Section 4.2.8.

use std::time::{Duration, SystemTime};

use mmsp_json::Product;
use paycore::BeijingTime;

use super::{desk::Desk, order::Order};
use crate::clock::later;

/// What is older is not listed any more: three months.
const MEMORY: Duration = Duration::from_secs(92 * 24 * 60 * 60);

/// Which page of which days is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch<'r> {
    pub(super) first: &'r str,
    pub(super) last: &'r str,
    pub(super) per_page: u32,
    pub(super) page: u32,
}

/// A page of orders, and how many orders and pages there are.
pub(super) struct Page<'o> {
    pub(super) orders: Vec<(SystemTime, &'o Order)>,
    pub(super) total: usize,
    pub(super) pages: usize,
}

pub(super) fn page<'d>(desk: &'d Desk<'_>, product: Product, batch: Batch<'_>) -> Page<'d> {
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
