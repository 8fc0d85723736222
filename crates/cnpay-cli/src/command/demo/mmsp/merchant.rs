//! The merchant of this demo: orders that it has written down, and an address for the notices of each product.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use cnpay::{
    Error, Expected, TradeState, Verified,
    mmsp::{
        Mmsp,
        notice::{self, Push},
    },
    mmsp_json::notice::{GatewayNotice, QuickPayNotice, ScanNotice},
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
    mmsp: Arc<OnceLock<Mmsp>>,
    orders: Arc<Mutex<BTreeMap<String, Expected>>>,
    told: mpsc::UnboundedSender<Told>,
}

impl Merchant {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Told>) {
        let (told, notices) = mpsc::unbounded_channel();
        (Self { mmsp: Arc::default(), orders: Arc::default(), told }, notices)
    }

    /// The client whose keys verify the notices; set once, when the merchant's address is known.
    pub(super) fn opens(&self, mmsp: Mmsp) {
        let _ = self.mmsp.set(mmsp);
    }

    /// Writes an order down, before it is sent.
    pub(super) fn writes_down(&self, order: Expected) {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(order.order.clone(), order);
    }

    fn order(&self, number: &str) -> Option<Expected> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }

    /// Answers whoever calls the merchant's address. The address alone tells the product.
    pub(super) async fn answer(self, request: Request<Bytes>) -> Response<Bytes> {
        let product = request.uri().path().trim_start_matches("/notices/");
        let answer = self.mmsp.get().and_then(|mmsp| match product {
            QuickPayNotice::ID => self.take(mmsp.quickpay().notice(request.body()), |notice| &notice.mer_order_id),
            ScanNotice::ID => self.take(mmsp.scan().notice(request.body()), |notice| &notice.mer_order_id),
            GatewayNotice::ID => self.take(mmsp.gateway().notice(request.body()), |notice| &notice.mer_order_id),
            _ => None,
        });
        answer.unwrap_or_else(notice::refusal).map(Bytes::from)
    }

    fn take<N: Push>(&self, verified: Result<Verified<N>, Error>, number: fn(&N) -> &String) -> Option<Response<String>> {
        let verified = verified.ok()?;
        let order = self.order(number(&verified))?;
        let matched = verified.matched(&order).ok()?;
        // The demo may have ended meanwhile.
        let _ = self.told.send(Told { order: order.order, state: matched.state() });
        Some(notice::answer(matched.ack()))
    }
}
