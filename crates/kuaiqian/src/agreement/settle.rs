//! Settling an open order by query. Section 5.3 of the specification.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use kq_xml::{QueryTxn, op::Transaction};
use paycore::{Advice, Error, Expected, Fen, Mismatch, TradeState};
use paytransport::settle::{self, until_settled};

use super::{Agreement, outcome};

pub use paytransport::settle::Polling;

/// What asking gave of a transaction.
pub type Settled = settle::Settled<Transaction>;

const NOBODY_KNOWS: Advice = Advice {
    en: "99bill said every time that it has no such order; ask a person at 99bill",
    zh: "快钱每次都答复无此订单，请人工向快钱核实",
};
const NEVER_PLACED: Advice = Advice {
    en: "99bill said every time that it has no such order: it was never placed",
    zh: "快钱每次都答复无此订单，视为未下单",
};
const STILL_OPEN: Advice =
    Advice { en: "still open after the last query; ask a person at 99bill", zh: "多次查询仍未有结果，请人工向快钱核实" };
const DIFFERS: Advice = Advice {
    en: "99bill's transaction differs from the stored order; ship nothing and ask a person",
    zh: "快钱的交易与本地订单不一致，请勿发货并人工核实",
};

fn kind(order: &Expected) -> &str {
    order.kind.as_deref().unwrap_or("PUR")
}

/// One query's word on the stored order. A transaction of another order or amount settles nothing.
fn compare(order: &Expected, found: &Transaction) -> Result<(), Mismatch> {
    let differs = |received: &Option<String>, stored: &str| received.as_deref().is_some_and(|received| received != stored);
    let known = |received, stored: &Option<String>| stored.as_deref().is_some_and(|stored| differs(received, stored));
    for (field, differs) in [
        ("merchantId", differs(&found.merchant_id, &order.merchant)),
        ("terminalId", known(&found.terminal_id, &order.terminal)),
        ("externalRefNumber", differs(&found.external_ref_number, &order.order)),
        ("refNumber", known(&found.ref_number, &order.reference)),
        ("txnType", differs(&found.txn_type, kind(order))),
        ("amount", found.amount.as_deref().is_some_and(|amount| Fen::parse_yuan(amount).ok() != Some(order.amount))),
    ] {
        if differs {
            return Err(Mismatch { field });
        }
    }
    Ok(())
}

/// The transaction of another order, in a reply that was not believed because of that.
fn foreign(order: &Expected, error: &Error) -> Option<Mismatch> {
    let Error::Untrusted { raw, .. } = error else { return None };
    let reply = kq_xml::from_slice::<QueryTxn>(raw.expose()).ok()?;
    compare(order, &reply.content?).err()
}

impl Agreement {
    /// Asks once what became of `order`.
    ///
    /// # Errors
    /// The query gave nothing believable: the order is as open as before.
    pub async fn ask(&self, order: &Expected) -> Result<Settled, Error> {
        // The numbers that the order was placed under, which need not be the account's.
        let terminal = order.terminal.as_ref().unwrap_or(&self.account().terminal);
        let query = QueryTxn::builder().merchant_id(&order.merchant).terminal_id(terminal).txn_type(kind(order));
        match self.send(&query.external_ref_number(&order.order).build()).await {
            Ok(answer) => {
                let compared = compare(order, &answer.reply);
                Ok(Settled::of(answer, compared, DIFFERS))
            }
            Err(error) => Ok(Settled::alarm(foreign(order, &error).ok_or(error)?, DIFFERS)),
        }
    }

    /// Asks until the order is settled or the polling ends; [`Polling::MINUTELY`] is 99bill's rule. `wait` sleeps between two queries, so a
    /// test need not.
    ///
    /// That no query found the order proves nothing, so a person concludes.
    pub async fn settle<W: Future<Output = ()>>(&self, order: &Expected, polling: &Polling, wait: impl FnMut(Duration) -> W) -> Settled {
        let not_found = AtomicU32::new(0);
        let ask = async || {
            let settled = self.ask(order).await?;
            not_found.fetch_add(is_not_found(&settled).into(), Ordering::Relaxed);
            Ok(settled)
        };
        let mut settled = until_settled(polling, wait, ask, STILL_OPEN).await;
        if not_found.into_inner() == settled.asked {
            settled.advice = Some(NOBODY_KNOWS);
        }
        settled
    }

    /// The same, but an order that ten queries or more failed to find, over nine minutes or more, counts as never placed. Only for orders
    /// younger than 180 days of which no reply and no notice ever came.
    pub async fn settle_or_conclude<W: Future<Output = ()>>(
        &self,
        order: &Expected,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled {
        let mut settled = self.settle(order, polling, wait).await;
        let long_enough = settled.asked >= 10 && polling.waits().sum::<Duration>() >= Duration::from_secs(9 * 60);
        // 99bill's own number is known from a reply only, so such an order has been there.
        if settled.advice == Some(NOBODY_KNOWS) && long_enough && order.reference.is_none() {
            (settled.state, settled.advice) = (TradeState::Failed, Some(NEVER_PLACED));
        }
        settled
    }
}

fn is_not_found(settled: &Settled) -> bool {
    settled.answer.as_ref().is_some_and(|answer| answer.code.as_deref() == Some(outcome::NOT_FOUND))
}
