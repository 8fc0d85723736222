//! The merchant of the gateway's demo: orders that it has written down, and the address where notices come.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use cnpay::{
    Expected, TradeState,
    kuaiqian::gateway::{Gateway, notice},
};
use http::{Request, Response};
use tokio::sync::mpsc;

/// A notice that verified, matched a stored order and was acked.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) order: String,
    pub(super) state: TradeState,
}

/// The merchant's side of the notices. Clones share it.
#[derive(Clone)]
pub(super) struct Merchant {
    gateway: Arc<OnceLock<Gateway>>,
    orders: Arc<Mutex<BTreeMap<String, Expected>>>,
    told: mpsc::UnboundedSender<Told>,
}

impl Merchant {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Told>) {
        let (told, notices) = mpsc::unbounded_channel();
        (Self { gateway: Arc::default(), orders: Arc::default(), told }, notices)
    }

    /// The client whose keys verify the notices; set once, when the merchant's address is known.
    pub(super) fn opens(&self, gateway: Gateway) {
        let _ = self.gateway.set(gateway);
    }

    /// Writes an order down, before its page goes out.
    pub(super) fn writes_down(&self, order: Expected) {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(order.order.clone(), order);
    }

    fn order(&self, number: Option<&str>) -> Option<Expected> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).get(number?).cloned()
    }

    /// Answers whoever calls the merchant's address.
    pub(super) async fn answer(self, request: Request<Bytes>) -> Response<Bytes> {
        let answer = self.take(request.uri().query().unwrap_or_default()).unwrap_or_else(notice::refusal);
        answer.map(Bytes::from)
    }

    fn take(&self, query: &str) -> Option<Response<String>> {
        let gateway = self.gateway.get()?;
        let verified = gateway.notice(query.as_bytes()).ok()?;
        let stored = self.order(verified.order_id.as_deref());
        // One that contradicts the stored order is for a person, and acknowledged all the same: repeating it would not help (section 12).
        if let Some(order) = stored
            && let Ok(matched) = verified.matched(&order)
        {
            // The demo may have ended meanwhile.
            let _ = self.told.send(Told { order: order.order, state: notice::state(&matched) });
        }
        Some(notice::answer(gateway.ack()))
    }
}
