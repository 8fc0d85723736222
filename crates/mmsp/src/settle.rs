//! Settling an open order, refund or payout by query. Section 7 of the specification.

use std::time::Duration;

use mmsp_json::op::{
    gateway, quickpay,
    scan::{self, Refund, Refunded},
};
use paycore::{Advice, Answer, Error, Expected, Fen, Mismatch, TradeState};

use crate::{Gateway, QuickPay, Scan};

const MINUTE: Duration = Duration::from_secs(60);

/// When to ask: at once, and then after each of these waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polling(Vec<(Duration, u32)>);

impl Polling {
    /// A rule of one's own: each wait, and how often in a row.
    pub fn new(waits: impl IntoIterator<Item = (Duration, u32)>) -> Self {
        Self(waits.into_iter().collect())
    }

    /// Asks once.
    pub fn once() -> Self {
        Self(Vec::new())
    }

    /// Quick pay and gateway: every 10 s for two minutes, then ten times a minute apart; then a person.
    pub fn quickpay() -> Self {
        Self(vec![(Duration::from_secs(10), 12), (MINUTE, 10)])
    }

    /// Scan: every 5 s for a minute, then every 15 s until the order has expired, then once more. Without a `TIME_END` it expires after
    /// five minutes.
    pub fn scan(expires_in: Duration) -> Self {
        let rest = expires_in.saturating_sub(MINUTE).as_secs().div_ceil(15);
        Self(vec![(Duration::from_secs(5), 12), (Duration::from_secs(15), u32::try_from(rest).unwrap_or(u32::MAX).saturating_add(1))])
    }

    /// Payout: after 30 s, 1, 2, 5, 10 and 30 minutes, then hourly for a day.
    pub fn payout() -> Self {
        let minutes = [(MINUTE, 1), (2 * MINUTE, 1), (5 * MINUTE, 1), (10 * MINUTE, 1), (30 * MINUTE, 1), (60 * MINUTE, 24)];
        Self([(Duration::from_secs(30), 1)].into_iter().chain(minutes).collect())
    }

    /// The waits, one by one.
    pub fn waits(&self) -> impl Iterator<Item = Duration> {
        self.0.iter().flat_map(|(wait, times)| (0..*times).map(|_| *wait))
    }
}

/// What asking gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settled<R> {
    /// What became of it, as far as the last query tells.
    pub state: TradeState,
    /// How many queries were sent.
    pub asked: u32,
    /// What to do when it is still open.
    pub advice: Option<Advice>,
    /// A field in which the platform's word differs from what is stored: raise an alarm.
    pub alarm: Option<Mismatch>,
    /// The last believable answer.
    pub answer: Option<Box<Answer<R>>>,
}

const STILL_OPEN: Advice = Advice {
    en: "still open after the last query; ask a person at the platform",
    zh: "多次查询仍未有结果，请人工向平台核实",
};
const DIFFERS: Advice = Advice {
    en: "the platform's word differs from what is stored; ship nothing and ask a person",
    zh: "平台的交易与本地记录不一致，请勿发货并人工核实",
};

/// What an answer says about whose it is, under its wire names.
pub(crate) struct Facts<'a> {
    pub(crate) order: (&'static str, Option<&'a str>),
    pub(crate) amount: (&'static str, Option<&'a str>),
    pub(crate) reference: (&'static str, Option<&'a str>),
}

/// A success must name the order and its amount: a signature covers no command, so another signed message of the platform could stand here.
pub(crate) fn compare(order: &Expected, state: TradeState, found: &Facts<'_>) -> Result<(), Mismatch> {
    let paid = state == TradeState::Succeeded;
    let differs = |found: Option<&str>, same: &dyn Fn(&str) -> bool| found.map_or(paid, |found| !same(found));
    let reference = |found: &str| order.reference.as_deref().is_none_or(|known| known == found);
    for (field, differs) in [
        (found.order.0, differs(found.order.1, &|found| found == order.order)),
        (found.amount.0, differs(found.amount.1, &|found| Fen::parse_fen(found) == Ok(order.amount))),
        (found.reference.0, found.reference.1.is_some_and(|found| !reference(found))),
    ] {
        if differs {
            return Err(Mismatch { field });
        }
    }
    Ok(())
}

impl<R> Settled<R> {
    pub(crate) fn of(answer: Answer<R>, compared: Result<(), Mismatch>) -> Self {
        let alarm = compared.err();
        if let Some(Mismatch { field }) = alarm {
            tracing::warn!(field, "the platform's word differs from what is stored");
        }
        let (state, advice) = if alarm.is_some() { (TradeState::Unknown, Some(DIFFERS)) } else { (answer.state, answer.advice) };
        Self { state, asked: 1, advice, alarm, answer: Some(Box::new(answer)) }
    }
}

/// Asks until it is settled or the polling ends. A query that gives nothing believable changes nothing and is followed by the next.
pub(crate) async fn until_settled<R, W: Future<Output = ()>, Q: Future<Output = Result<Settled<R>, Error>>>(
    polling: &Polling,
    mut wait: impl FnMut(Duration) -> W,
    mut ask: impl FnMut() -> Q,
) -> Settled<R> {
    let mut last = Settled { state: TradeState::Unknown, asked: 0, advice: None, alarm: None, answer: None };
    let mut waits = polling.waits();
    loop {
        let asked = last.asked + 1;
        match ask().await {
            Ok(settled) => {
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
        let Some(next) = waits.next() else { break };
        wait(next).await;
    }
    last.advice = Some(STILL_OPEN);
    last
}

macro_rules! settling {
    ($product:ident, $reply:ty, $order:ident, $query:expr, $reference:ident, $reference_name:literal) => {
        impl $product<'_> {
            /// Asks once what became of `order`.
            ///
            /// # Errors
            /// The query gave nothing believable: the order is as open as before.
            pub async fn ask(&self, $order: &Expected) -> Result<Settled<$reply>, Error> {
                let query = $query;
                let answer = self.0.send(&query(self)).await?;
                let facts = Facts {
                    order: ("MERORDERID", answer.reply.mer_order_id.as_deref()),
                    amount: ("AMT", answer.reply.amt.as_deref()),
                    reference: ($reference_name, answer.reply.$reference.as_deref()),
                };
                let compared = compare($order, answer.state, &facts);
                Ok(Settled::of(answer, compared))
            }

            /// Asks until the order is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
            pub async fn settle<W: Future<Output = ()>>(
                &self,
                order: &Expected,
                polling: &Polling,
                wait: impl FnMut(Duration) -> W,
            ) -> Settled<$reply> {
                until_settled(polling, wait, || self.ask(order)).await
            }
        }
    };
}

settling!(
    QuickPay,
    quickpay::QueryReply,
    order,
    |product: &QuickPay<'_>| product.query().mer_order_id(&order.order).build(),
    list_id,
    "LIST_ID"
);
settling!(Scan, scan::Order, order, |product: &Scan<'_>| product.query().mer_order_id(&order.order).build(), order_no, "ORDERNO");
settling!(
    Gateway,
    gateway::QueryReply,
    order,
    |product: &Gateway<'_>| product.query().mer_order_id(&order.order).build(),
    list_id,
    "LIST_ID"
);

impl Scan<'_> {
    /// Asks once what became of `refund`. No answer ever says that the money is back (decision D96).
    ///
    /// # Errors
    /// The query gave nothing believable: the refund is as open as before.
    pub async fn ask_refund(&self, refund: &Refund) -> Result<Settled<Refunded>, Error> {
        let answer = self.0.send(&self.refund_query().refund_mer_order_id(&refund.refund_mer_order_id).build()).await?;
        let stored = Expected::new("", &refund.refund_mer_order_id, refund.amt);
        let facts = Facts {
            order: ("REFUND_MERORDERID", answer.reply.refund_mer_order_id.as_deref()),
            amount: ("AMT", answer.reply.amt.as_deref()),
            reference: ("REFUND_ORDERNO", answer.reply.refund_order_no.as_deref()),
        };
        let compared = compare(&stored, answer.state, &facts);
        Ok(Settled::of(answer, compared))
    }

    /// Asks until the refund is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
    pub async fn settle_refund<W: Future<Output = ()>>(
        &self,
        refund: &Refund,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled<Refunded> {
        until_settled(polling, wait, || self.ask_refund(refund)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_the_specification() {
        let seconds = |polling: Polling| polling.waits().map(|wait| wait.as_secs()).collect::<Vec<_>>();
        assert!(seconds(Polling::once()).is_empty());
        assert_eq!(seconds(Polling::quickpay()), [vec![10; 12], vec![60; 10]].concat());
        assert_eq!(seconds(Polling::scan(5 * MINUTE)), [vec![5; 12], vec![15; 17]].concat());
        assert_eq!(seconds(Polling::scan(Duration::ZERO)), [vec![5; 12], vec![15; 1]].concat());
        assert_eq!(seconds(Polling::payout()), [vec![30, 60, 120, 300, 600, 1800], vec![3600; 24]].concat());
    }
}
