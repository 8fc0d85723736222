//! Reverse scan (反扫): charged at once, or settled by query. Section 7.6.

use std::time::Duration;

use mmsp_json::{
    Signed,
    op::scan::{Charged, Order},
};
use paycore::{self, Answer, Error, Expected, TradeState};

use crate::{
    Scan,
    settle::{Polling, Settled},
};

/// What became of a charged code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// What became of the order. A success at once is final, and no push follows it.
    pub state: TradeState,
    /// The reply to the charge, where one was believed.
    pub charged: Option<Answer<Charged>>,
    /// What asking gave, where the charge alone did not settle it.
    pub settled: Option<Settled<Order>>,
}

impl Scan<'_> {
    /// Charges a payer's code, and asks until it is decided while the payer types a password, or where no believable reply came. Still open
    /// after that: cancel, then ask what happened.
    ///
    /// # Errors
    /// Nothing was charged: the request is invalid or was not sent.
    pub async fn charge<O: Signed<Reply = Charged>, W: Future<Output = ()>>(
        &self,
        request: &O,
        order: &Expected,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Result<Outcome, Error> {
        let charged = match self.0.send(request).await {
            Ok(answer) if !answer.state.is_open() => return Ok(Outcome { state: answer.state, charged: Some(answer), settled: None }),
            Ok(answer) => Some(answer),
            Err(error) if error.order() == paycore::Order::NotPlaced => return Err(error),
            Err(error) => {
                tracing::debug!(kind = error.kind(), "the charge is settled by query");
                None
            }
        };
        let settled = self.settle(order, polling, wait).await;
        Ok(Outcome { state: settled.state, charged, settled: Some(settled) })
    }
}
