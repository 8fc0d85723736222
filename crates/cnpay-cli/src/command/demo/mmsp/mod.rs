//! The MMSP open platform: one merchant, four products.

mod clients;
mod gateway;
mod merchant;
mod payout;
mod quickpay;
mod scan;

use std::time::Duration;

use cnpay::{
    Answer, Error, Expected, TradeState,
    mmsp::Mmsp,
    mmsp_json::{Operation, Signed},
};
use cnpay_sim::Running;
use tokio::{sync::mpsc::UnboundedReceiver, time::timeout};

use super::{
    payer::Payer,
    timeline::{MMSP, Timeline, Way, tone},
};
use crate::failure::Failure;
use merchant::{Merchant, Told};

/// How long the demo waits for a notice.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the flows of the three signed products share.
struct Demo<'a> {
    timeline: &'a mut Timeline,
    mmsp: Mmsp,
    merchant: Merchant,
    notices: UnboundedReceiver<Told>,
    payer: Payer,
    seed: u64,
}

pub(super) async fn play(product: &str, timeline: &mut Timeline, running: &Running, seed: u64) -> Result<(), Failure> {
    timeline.provider(MMSP);
    if product == "mmsp.payout" {
        return payout::play(timeline, running, seed).await;
    }
    let (merchant, notices) = Merchant::new();
    let handler = merchant.clone();
    let address = running.merchant(move |request| handler.clone().answer(request)).await;
    let address = address.map_err(|error| Failure::other(error.to_string()))?;
    let mmsp = clients::mmsp(running, address.url())?;
    merchant.opens(mmsp.clone());
    let mut demo = Demo { timeline, mmsp, merchant, notices, payer: Payer::new(running)?, seed };
    match product {
        "mmsp.quickpay" => demo.quickpay().await,
        "mmsp.scan" => demo.scan().await,
        _ => demo.gateway().await,
    }
}

/// An operation's name without its product.
fn name<O: Operation>() -> &'static str {
    O::ID.rsplit('.').next().unwrap_or(O::ID)
}

impl Demo<'_> {
    /// An order number; scan has room for 20 characters.
    fn number(&self, name: &str) -> String {
        format!("{name}{:04x}", self.seed)
    }

    /// Sends a request and shows what comes back.
    async fn sends<O: Signed>(&mut self, request: &O, note: &str) -> (TradeState, Result<Answer<O::Reply>, Error>) {
        let result = self.mmsp.send(request).await;
        (self.timeline.answered(name::<O>(), &result, note), result)
    }

    /// Waits for the notice of an order.
    async fn is_told(&mut self, order: &Expected) -> TradeState {
        while let Ok(Some(told)) = timeout(PATIENCE, self.notices.recv()).await {
            if told.order == order.order {
                let detail = self.timeline.pick(("验签通过，订单相符，已应答", "verified, matched, acked"));
                self.timeline.step(Way::Notice, "notice", tone(told.state), told.state.as_str(), detail);
                return told.state;
            }
        }
        TradeState::Unknown
    }

    /// Ends a flow whose witnesses should all have said that the order is paid.
    fn ends_paid(&mut self, said: &[TradeState]) {
        let agree = said.iter().all(|state| *state == TradeState::Succeeded);
        self.timeline.ends(if agree { "succeeded" } else { "disagreement" });
    }
}
