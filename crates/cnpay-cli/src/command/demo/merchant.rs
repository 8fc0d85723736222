//! The merchant of the demo: orders that it has written down, and the address where notices come.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use cnpay::{
    Error, Expected, TradeState,
    kuaiqian::agreement::{Agreement, notice},
};
use http::{Request, Response};
use tokio::sync::mpsc;

use super::timeline::Words;

/// What became of a notice.
#[derive(Debug)]
pub(super) enum Told {
    /// Verified, matched, stored and acked.
    Applied { order: String, state: TradeState, body: Bytes },
    /// Not believed, or not of a stored order.
    Refused { why: Words },
}

/// The merchant's side of the notices. Clones share it.
#[derive(Clone)]
pub(super) struct Merchant {
    agreement: Arc<OnceLock<Agreement>>,
    orders: Arc<Mutex<BTreeMap<String, Expected>>>,
    told: mpsc::UnboundedSender<Told>,
}

impl Merchant {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Told>) {
        let (told, notices) = mpsc::unbounded_channel();
        (Self { agreement: Arc::default(), orders: Arc::default(), told }, notices)
    }

    /// The client whose keys verify the notices; set once, when the merchant's address is known.
    pub(super) fn opens(&self, agreement: Agreement) {
        let _ = self.agreement.set(agreement);
    }

    /// Writes an order down, before it is sent.
    pub(super) fn writes_down(&self, order: Expected) {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(order.order.clone(), order);
    }

    fn order(&self, number: Option<&str>) -> Option<Expected> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).get(number?).cloned()
    }

    /// Answers whoever calls the merchant's address.
    pub(super) async fn answer(self, request: Request<Bytes>) -> Response<Bytes> {
        let (told, response) = self.take(&request).await;
        // The demo may have ended meanwhile.
        let _ = self.told.send(told);
        response.map(Bytes::from)
    }

    async fn take(&self, request: &Request<Bytes>) -> (Told, Response<String>) {
        let refused = |zh, en, response| (Told::Refused { why: (zh, en) }, response);
        let Some(agreement) = self.agreement.get() else { return refused("尚未开张", "not open yet", notice::not_now()) };
        let verified = match agreement.tr3(request) {
            Ok(verified) => verified,
            Err(Error::Untrusted { .. }) => return refused("验签失败", "does not verify", notice::refusal(request)),
            Err(_) => return refused("无法验签", "no key to verify", notice::not_now()),
        };
        let Some(order) = self.order(verified.external_ref_number.as_deref()) else {
            return refused("无此订单", "no such order", notice::not_now());
        };
        let Ok(matched) = verified.matched(&order) else {
            return refused("与订单不符", "differs from order", notice::not_now());
        };
        match agreement.confirmed(&matched, &order).await {
            Ok(state) => (Told::Applied { order: order.order, state, body: request.body().clone() }, notice::answer(matched.ack())),
            Err(_) => refused("查询未能证实", "not confirmed", notice::not_now()),
        }
    }
}
