//! A notice of whatever provider.

use std::{convert::Infallible, fmt, sync::Arc};

use paycore::{Ack, Expected, Mismatch, Notice, TradeState};
use paysign::Verified;

/// A notice of whatever provider. It is compared with the stored order, and acked, by the provider's own rules.
#[derive(Clone)]
pub struct AnyNotice {
    notice: Arc<dyn Notice + Send + Sync>,
    facts: Facts,
}

/// What a notice says, read by its provider's file.
#[derive(Clone)]
pub(super) struct Facts {
    pub(super) order: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) state: TradeState,
    pub(super) ack: Ack,
}

impl AnyNotice {
    /// The merchant's number of the order that it claims to speak of: look that up, and match.
    pub fn order(&self) -> Option<&str> {
        self.facts.order.as_deref()
    }

    /// The provider's own number of the order.
    pub fn reference(&self) -> Option<&str> {
        self.facts.reference.as_deref()
    }

    /// What it says about its order, once it is matched. Ship on what [`confirmed`](crate::Provider::confirmed) makes of it.
    pub fn state(&self) -> TradeState {
        self.facts.state
    }

    /// What was verified stays so: this reads nothing else.
    pub(super) fn of<N>(verified: Verified<N>, facts: impl FnOnce(&N) -> Facts) -> Verified<Self>
    where
        N: Notice + Clone + Send + Sync + 'static,
    {
        let Ok(any) = verified.read(|notice| Ok::<_, Infallible>(Self { facts: facts(notice), notice: Arc::new(notice.clone()) }));
        any
    }
}

impl Notice for AnyNotice {
    fn compare(&self, order: &Expected) -> Result<(), Mismatch> {
        self.notice.compare(order)
    }

    fn ack(&self) -> Ack {
        self.facts.ack.clone()
    }
}

impl fmt::Debug for AnyNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyNotice").field("order", &self.order()).field("state", &self.state()).finish_non_exhaustive()
    }
}
