//! Settling an open order by query. Section 5.3 of the specification.

use std::time::Duration;

use kq_xml::{QueryTxn, op::Transaction};
use paycore::{Advice, Answer, Error, Expected, Fen, Mismatch, TradeState};

use super::{Agreement, outcome};

/// How often to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polling {
    /// The time between two queries. The first goes at once.
    pub every: Duration,
    /// How many queries in all.
    pub times: u32,
    /// Whether an order that ten queries or more failed to find, over nine minutes or more, counts as never placed. Off: a person decides.
    /// Switch it on only for orders younger than 180 days of which no reply and no notice ever came.
    pub conclude_not_found: bool,
}

impl Default for Polling {
    /// One query a minute, ten in all, and a person concludes.
    fn default() -> Self {
        Self { every: Duration::from_secs(60), times: 10, conclude_not_found: false }
    }
}

/// What asking gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settled {
    /// What became of the order, as far as the last query tells.
    pub state: TradeState,
    /// How many queries were sent.
    pub asked: u32,
    /// What to do when the order is still open.
    pub advice: Option<Advice>,
    /// A field in which 99bill's transaction differs from the stored order: raise an alarm.
    pub alarm: Option<Mismatch>,
    /// The last believable answer.
    pub answer: Option<Box<Answer<Transaction>>>,
}

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
        let (alarm, answer) = match self.send(&query.external_ref_number(&order.order).build()).await {
            Ok(answer) => (compare(order, &answer.reply).err(), Some(Box::new(answer))),
            Err(error) => (Some(foreign(order, &error).ok_or(error)?), None),
        };
        if let Some(Mismatch { field }) = alarm {
            tracing::warn!(field, "99bill's transaction differs from the stored order");
        }
        let (state, advice) = match &answer {
            Some(answer) if alarm.is_none() => (answer.state, answer.advice),
            _ => (TradeState::Unknown, Some(DIFFERS)),
        };
        Ok(Settled { state, asked: 1, advice, alarm, answer })
    }

    /// Asks until the order is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
    ///
    /// A query that gives nothing believable changes nothing and is followed by the next.
    pub async fn settle<W: Future<Output = ()>>(&self, order: &Expected, polling: Polling, mut wait: impl FnMut(Duration) -> W) -> Settled {
        let mut last = Settled { state: TradeState::Unknown, asked: 0, advice: Some(STILL_OPEN), alarm: None, answer: None };
        let mut not_found = 0;
        for asked in 1..=polling.times {
            if asked > 1 {
                wait(polling.every).await;
            }
            match self.ask(order).await {
                Ok(settled) => {
                    not_found += u32::from(is_not_found(&settled));
                    last = Settled { asked, ..settled };
                    if !last.state.is_open() || last.alarm.is_some() {
                        return last;
                    }
                }
                Err(error) => {
                    tracing::debug!(kind = error.kind(), asked, "a query gave no information");
                    last.asked = asked;
                }
            }
        }
        let never_found = not_found > 0 && not_found == polling.times;
        let long_enough = polling.times >= 10 && polling.every.saturating_mul(polling.times - 1) >= Duration::from_secs(9 * 60);
        // 99bill's own number is known from a reply only, so such an order has been there.
        let never_placed = never_found && long_enough && order.reference.is_none() && polling.conclude_not_found;
        (last.state, last.advice) = match never_placed {
            true => (TradeState::Failed, Some(NEVER_PLACED)),
            false => (last.state, Some(if never_found { NOBODY_KNOWS } else { STILL_OPEN })),
        };
        last
    }
}

fn is_not_found(settled: &Settled) -> bool {
    settled.answer.as_ref().is_some_and(|answer| answer.code.as_deref() == Some(outcome::NOT_FOUND))
}
