//! Settling an open order, refund or payout by query. Section 7 of the specification.

use std::time::Duration;

use mmsp_json::op::{
    gateway, quickpay,
    scan::{self, Refund, Refunded},
};
use paycore::{Advice, Error, Expected, Fen, Mismatch, TradeState};
use paytransport::settle::until_settled;

use crate::{Gateway, QuickPay, Scan};

pub use paytransport::settle::{Polling, Settled};

const MINUTE: Duration = Duration::from_secs(60);

/// When to ask about a scanned order: every 5 s for a minute, then every 15 s until the order has expired, then once more. Without a
/// `TIME_END` it expires after five minutes.
pub fn scanned(expires_in: Duration) -> Polling {
    let rest = expires_in.saturating_sub(MINUTE).as_secs().div_ceil(15);
    let rest = u32::try_from(rest).unwrap_or(u32::MAX).saturating_add(1);
    Polling::new([(Duration::from_secs(5), 12), (Duration::from_secs(15), rest)])
}

pub(crate) const STILL_OPEN: Advice = Advice {
    en: "still open after the last query; ask a person at the platform",
    zh: "多次查询仍未有结果，请人工向平台核实",
};
pub(crate) const DIFFERS: Advice = Advice {
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
                Ok(Settled::of(answer, compared, DIFFERS))
            }

            /// Asks until the order is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
            pub async fn settle<W: Future<Output = ()>>(
                &self,
                order: &Expected,
                polling: &Polling,
                wait: impl FnMut(Duration) -> W,
            ) -> Settled<$reply> {
                until_settled(polling, wait, || self.ask(order), STILL_OPEN).await
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
        Ok(Settled::of(answer, compared, DIFFERS))
    }

    /// Asks until the refund is settled or the polling ends. `wait` sleeps between two queries, so a test need not.
    pub async fn settle_refund<W: Future<Output = ()>>(
        &self,
        refund: &Refund,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled<Refunded> {
        until_settled(polling, wait, || self.ask_refund(refund), STILL_OPEN).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_for_scanned_orders() {
        let seconds = |polling: Polling| polling.waits().map(|wait| wait.as_secs()).collect::<Vec<_>>();
        assert_eq!(seconds(scanned(5 * MINUTE)), [vec![5; 12], vec![15; 17]].concat());
        assert_eq!(seconds(scanned(Duration::ZERO)), [vec![5; 12], vec![15; 1]].concat());
    }
}
