//! Settling an open payment or payout by query. Section 7 of the specification.

use std::time::Duration;

use paycore::{Advice, Error, Expected, Mismatch, TradeState};
use paytransport::settle::{self, until_settled};
use zx_form::{
    PayoutQuery, Query,
    op::{payout_query::PayoutQueryReply, query::QueryReply},
    parse_fen,
};

use crate::Zhangxun;

pub use paytransport::settle::Polling;

/// What asking gave. The platform prescribes no intervals; [`Polling::PAYMENT`] and [`Polling::PAYOUT`] are recommended.
pub type Settled<R = QueryReply> = settle::Settled<R>;

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
        Ok(Settled::of(answer, compared, DIFFERS))
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
        Ok(Settled::of(answer, compared, DIFFERS))
    }

    /// Asks until the payment is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
    pub async fn settle<W: Future<Output = ()>>(&self, order: &Expected, polling: &Polling, wait: impl FnMut(Duration) -> W) -> Settled {
        until_settled(polling, wait, || self.ask(order), STILL_OPEN).await
    }

    /// The same for a payout.
    pub async fn settle_payout<W: Future<Output = ()>>(
        &self,
        order: &Expected,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled<PayoutQueryReply> {
        until_settled(polling, wait, || self.ask_payout(order), STILL_OPEN).await
    }
}
