//! The merchant of this demo: orders that it has written down, and an address for each kind of notice.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use cnpay::{
    Error, Expected, TradeState, Verified,
    zhangxun::{
        Zhangxun,
        notice::{self, Push},
    },
    zx_form::{Notification, PayNotice, PayoutNotice},
};
use http::{Request, Response};
use tokio::sync::mpsc;

/// A notice that verified, matched a stored order and was acked.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) order: String,
    /// `ordStatus`, whose meaning depends on the kind of order.
    pub(super) status: String,
    pub(super) state: TradeState,
}

/// The merchant's side of the notices. Clones share it.
#[derive(Clone)]
pub(super) struct Merchant {
    zhangxun: Arc<OnceLock<Zhangxun>>,
    orders: Arc<Mutex<BTreeMap<String, Expected>>>,
    told: mpsc::UnboundedSender<Told>,
}

impl Merchant {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Told>) {
        let (told, notices) = mpsc::unbounded_channel();
        (Self { zhangxun: Arc::default(), orders: Arc::default(), told }, notices)
    }

    /// The client whose key verifies the notices; set once, when the merchant's address is known.
    pub(super) fn opens(&self, zhangxun: Zhangxun) {
        let _ = self.zhangxun.set(zhangxun);
    }

    /// Writes an order down, before it is sent.
    pub(super) fn writes_down(&self, order: Expected) {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(order.order.clone(), order);
    }

    fn order(&self, number: &str) -> Option<Expected> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }

    /// Answers whoever calls the merchant's address. The address alone tells payments from payouts.
    pub(super) async fn answer(self, request: Request<Bytes>) -> Response<Bytes> {
        let kind = request.uri().path().trim_start_matches("/notices/");
        let answer = self.zhangxun.get().and_then(|zhangxun| match kind {
            PayNotice::ID => self.take(zhangxun.notice(request.body()), |notice| (&notice.cust_order_no, notice.ord_status.as_str())),
            PayoutNotice::ID => {
                self.take(zhangxun.payout_notice(request.body()), |notice| (&notice.cust_order_no, notice.ord_status.as_str()))
            }
            _ => None,
        });
        answer.unwrap_or_else(notice::refusal).map(Bytes::from)
    }

    /// `says` gives the number and the status of the notice.
    fn take<N: Push>(&self, verified: Result<Verified<N>, Error>, says: fn(&N) -> (&String, &str)) -> Option<Response<String>> {
        let verified = verified.ok()?;
        let (number, status) = says(&verified);
        let (order, status) = (self.order(number)?, status.to_owned());
        let matched = verified.matched(&order).ok()?;
        // The demo may have ended meanwhile.
        let _ = self.told.send(Told { order: order.order, status, state: matched.state() });
        Some(notice::answer(matched.ack()))
    }
}
