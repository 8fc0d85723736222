//! Settling an open order or refund by query. Sections 8.1, 8.4 and 9 of the specification.

use std::time::Duration;

use kq_form::{Query, Refund, RefundQuery};
use paycore::{Advice, BeijingTime, Error, Expected, Fen, Mismatch};
use paytransport::settle::{self, until_settled};

use super::{Gateway, Orders, Refunds};

pub use paytransport::settle::Polling;

/// What asking gave: of an order with [`Orders`], of a refund with [`Refunds`].
pub type Settled<R = Orders> = settle::Settled<R>;

const STILL_OPEN: Advice =
    Advice { en: "still open after the last query; ask a person at 99bill", zh: "多次查询仍未有结果，请人工向快钱核实" };
const DIFFERS: Advice = Advice {
    en: "99bill's word differs from what is stored; ship nothing and ask a person",
    zh: "快钱的交易与本地记录不一致，请勿发货并人工核实",
};

/// The orders of an answer against the stored one. Each is verified, and none is bound to more than its own fields.
fn compare(order: &Expected, found: &Orders) -> Result<(), Mismatch> {
    let amount = |text: &Option<String>| text.as_deref().and_then(|text| Fen::parse_fen(text).ok());
    for item in &found.orders {
        let paid = item.pay_result.as_deref() == Some("10");
        let known = |stored: &Option<String>, received: &Option<String>| stored.is_some() && stored != received;
        for (field, differs) in [
            ("orderId", item.order_id.as_ref() != Some(&order.order)),
            ("orderAmount", amount(&item.order_amount) != Some(order.amount)),
            ("orderTime", known(&order.time, &item.order_time)),
            ("payAmount", paid && amount(&item.pay_amount) != Some(order.amount)),
            ("dealId", paid && known(&order.reference, &item.deal_id)),
        ] {
            if differs {
                return Err(Mismatch { field });
            }
        }
    }
    Ok(())
}

/// The refunds of an answer against the one that was sent.
fn compare_refund(refund: &Refund, found: &Refunds) -> Result<(), Mismatch> {
    for item in &found.unsigned {
        for (field, differs) in [
            ("orderId", item.order_id.as_ref() != Some(&refund.tx_order)),
            ("rOrderId", item.r_order_id.as_ref().is_some_and(|order| *order != refund.order_id)),
            ("orderAmout", item.order_amout.as_deref().is_some_and(|amount| Fen::parse_fen(amount).ok() != Some(refund.amount))),
        ] {
            if differs {
                return Err(Mismatch { field });
            }
        }
    }
    Ok(())
}

impl Gateway {
    /// Asks once what became of `order`.
    ///
    /// # Errors
    /// The query gave nothing believable: the order is as open as before.
    pub async fn ask(&self, order: &Expected) -> Result<Settled, Error> {
        // The account that the order was placed under, which need not be this one.
        let query = Query::builder().sign_type(self.account().services.sign_type()).merchant_acct_id(&order.merchant);
        let answer = self.send(&query.order_id(&order.order).build()).await?;
        let compared = compare(order, &answer.reply);
        Ok(Settled::of(answer, compared, DIFFERS))
    }

    /// Asks once what became of `refund`.
    ///
    /// # Errors
    /// The query gave nothing believable: the refund is as open as before.
    pub async fn ask_refund(&self, refund: &Refund) -> Result<Settled<Refunds>, Error> {
        // A refund shortly before midnight may be dated a day later.
        let next_day = BeijingTime::from_unix_seconds(refund.post_date.unix_seconds() + 86_400);
        let query: RefundQuery = self
            .refund_query()
            .order_id(&refund.tx_order)
            .r_order_id(&refund.order_id)
            .start_date(refund.post_date.day())
            .end_date(next_day.day())
            .build();
        let answer = self.send(&query).await?;
        let compared = compare_refund(refund, &answer.reply);
        Ok(Settled::of(answer, compared, DIFFERS))
    }

    /// Asks until the order is settled or the polling ends; [`Polling::MINUTELY`] is 99bill's rule. `wait` sleeps between two queries, so a
    /// test need not. That an order is never found proves nothing, so a person concludes.
    pub async fn settle<W: Future<Output = ()>>(&self, order: &Expected, polling: &Polling, wait: impl FnMut(Duration) -> W) -> Settled {
        until_settled(polling, wait, || self.ask(order), STILL_OPEN).await
    }

    /// The same for a refund.
    pub async fn settle_refund<W: Future<Output = ()>>(
        &self,
        refund: &Refund,
        polling: &Polling,
        wait: impl FnMut(Duration) -> W,
    ) -> Settled<Refunds> {
        until_settled(polling, wait, || self.ask_refund(refund), STILL_OPEN).await
    }
}
