//! Settling an open payment or payout by query. Section 7 of the specification.

use std::time::Duration;

use paycore::{Advice, Answer, Error, Expected, Mismatch, TradeState};
use zx_form::{
    PayoutQuery, Query,
    op::{payout_query::PayoutQueryReply, query::QueryReply},
    parse_fen,
};

use crate::Zhangxun;

const MINUTE: Duration = Duration::from_secs(60);

/// When to ask: at once, and then after each of these waits. The platform prescribes no intervals; these are recommended.
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

    /// Payments: every 10 s for two minutes, then ten times a minute apart; then a person.
    pub fn payment() -> Self {
        Self(vec![(Duration::from_secs(10), 12), (MINUTE, 10)])
    }

    /// Payouts: after 30 s, 1, 2, 5, 10 and 30 minutes, then hourly for a day.
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
pub struct Settled<R = QueryReply> {
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

/// An answer's word on one thing, under its wire name.
type Said<'a> = (&'static str, Option<&'a str>);

/// A success must name its amounts; before that they may be absent, but not differ.
fn compare(order: &Expected, state: TradeState, number: Said<'_>, amounts: &[Said<'_>], reference: Said<'_>) -> Result<(), Mismatch> {
    let paid = state == TradeState::Succeeded;
    let check = |(field, said): Said<'_>, is_required: bool, same: &dyn Fn(&str) -> bool| {
        if said.map_or(!is_required, same) { Ok(()) } else { Err(Mismatch { field }) }
    };
    check(number, true, &|said| said == order.order)?;
    for amount in amounts {
        check(*amount, paid, &|said| parse_fen(said) == Some(order.amount))?;
    }
    check(reference, false, &|said| order.reference.as_deref().is_none_or(|known| known == said))
}

impl<R> Settled<R> {
    fn of(answer: Answer<R>, compared: Result<(), Mismatch>) -> Self {
        let alarm = compared.err();
        if let Some(Mismatch { field }) = alarm {
            tracing::warn!(field, "the platform's word differs from what is stored");
        }
        let (state, advice) = if alarm.is_some() { (TradeState::Unknown, Some(DIFFERS)) } else { (answer.state, answer.advice) };
        Self { state, asked: 1, advice, alarm, answer: Some(Box::new(answer)) }
    }
}

impl Zhangxun {
    /// Asks once what became of the payment `order`. A query whose answer was lost may have silenced the notices, so ask again and do not
    /// wait for one (section 6).
    ///
    /// # Errors
    /// The query gave nothing believable: the order is as open as before.
    pub async fn ask(&self, order: &Expected) -> Result<Settled, Error> {
        // The number that the order was placed under, which need not be the account's.
        let account = self.account();
        let query = Query::builder().version(&account.version).org_no(&account.org).cust_id(&order.merchant).cust_order_no(&order.order);
        let answer = self.send(&query.build()).await?;
        let reply = &answer.reply;
        // Before it is paid the paid amount may be nothing.
        let paid = reply.pay_amt.as_deref().filter(|_| answer.state == TradeState::Succeeded);
        let compared = compare(
            order,
            answer.state,
            ("custOrderNo", reply.cust_order_no.as_deref()),
            &[("ordAmt", reply.ord_amt.as_deref()), ("payAmt", paid)],
            ("prdOrdNo", reply.prd_ord_no.as_deref()),
        );
        Ok(Settled::of(answer, compared))
    }

    /// Asks once what became of the payout `order`. What counts is `casAmt`: the payee may get less (section 7.2).
    ///
    /// # Errors
    /// The query gave nothing believable: the payout is as open as before.
    pub async fn ask_payout(&self, order: &Expected) -> Result<Settled<PayoutQueryReply>, Error> {
        let account = self.account();
        let query = PayoutQuery::builder().version(&account.version).org_no(&account.org).cust_id(&order.merchant);
        let answer = self.send(&query.cust_ord_no(&order.order).build()).await?;
        let reply = &answer.reply;
        let compared = compare(
            order,
            answer.state,
            ("custOrdNo", reply.cust_ord_no.as_deref()),
            &[("casAmt", reply.cas_amt.as_deref())],
            ("casOrdNo", reply.cas_ord_no.as_deref()),
        );
        Ok(Settled::of(answer, compared))
    }

    /// Asks until the payment is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
    pub async fn settle<W: Future<Output = ()>>(&self, order: &Expected, polling: &Polling, wait: impl FnMut(Duration) -> W) -> Settled {
        until_settled(polling, wait, || self.ask(order)).await
    }

    /// The same for a payout.
    pub async fn settle_payout<W: Future<Output = ()>>(
        &self,
        order: &Expected,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled<PayoutQueryReply> {
        until_settled(polling, wait, || self.ask_payout(order)).await
    }
}

/// A query that gives nothing believable changes nothing and is followed by the next.
async fn until_settled<R, W: Future<Output = ()>, Q: Future<Output = Result<Settled<R>, Error>>>(
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
