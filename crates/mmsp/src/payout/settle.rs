//! Asking until a payout is final. Section 7.10.

use std::time::Duration;

use mmsp_json::op::payout::{Query, QueryReply};
use paycore::{Error, Expected};
use paytransport::settle::until_settled;

use super::Payout;
use crate::settle::{DIFFERS, Facts, Polling, STILL_OPEN, Settled, compare};

impl Payout {
    /// Asks once what became of the payout `order`.
    ///
    /// # Errors
    /// The query gave nothing believable: the payout is as open as before.
    pub async fn ask(&self, order: &Expected) -> Result<Settled<QueryReply>, Error> {
        // The number that the payout was made under, which need not be the account's.
        let query = Query::builder().mer_no(&order.merchant).req_time(self.now()).order_no(&order.order).build();
        let answer = self.send(&query).await?;
        let facts = Facts {
            order: ("ORDERNO", answer.reply.order_no.as_deref()),
            amount: ("AMT", answer.reply.amt.as_deref()),
            reference: ("BSORDERNO", answer.reply.bs_order_no.as_deref()),
        };
        let compared = compare(order, answer.state, &facts);
        Ok(Settled::of(answer, compared, DIFFERS))
    }

    /// Asks until the payout is paid, failed or returned, or the polling ends; [`Polling::PAYOUT`] is the rule. `wait` sleeps between two queries, so a test need not. That
    /// there is no such payout is no failure: it stays unknown.
    pub async fn settle<W: Future<Output = ()>>(
        &self,
        order: &Expected,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled<QueryReply> {
        until_settled(polling, wait, || self.ask(order), STILL_OPEN).await
    }
}
