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

/// What became of a notice.
#[derive(Debug)]
pub(super) enum Told {
    /// Verified, matched, stored and acked.
    Applied { order: String, state: TradeState, body: Bytes },
    /// Not believed, or not of a stored order.
    Refused { why: String },
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
        let refused = |why: String, response| (Told::Refused { why }, response);
        let Some(agreement) = self.agreement.get() else { return refused("not open yet".into(), notice::not_now()) };
        let verified = match agreement.tr3(request) {
            Ok(verified) => verified,
            Err(Error::Untrusted { message, .. }) => return refused(message, notice::refusal(request)),
            Err(error) => return refused(error.to_string(), notice::not_now()),
        };
        let Some(order) = self.order(verified.external_ref_number.as_deref()) else {
            return refused("no such order".into(), notice::not_now());
        };
        let matched = match verified.matched(&order) {
            Ok(matched) => matched,
            Err(different) => return refused(different.to_string(), notice::not_now()),
        };
        match agreement.confirmed(&matched, &order).await {
            Ok(state) => (Told::Applied { order: order.order, state, body: request.body().clone() }, notice::answer(matched.ack())),
            Err(error) => refused(error.to_string(), notice::not_now()),
        }
    }
}
