//! Gateway: the payer's browser is sent to a bank, and comes back with a result that proves nothing.

use cnpay::{Expected, Fen, TradeState, mmsp::Checkout};

use super::{super::polling, Demo};
use crate::{
    command::demo::{
        payer::Choice,
        timeline::{Way, tone},
    },
    failure::Failure,
};

impl Demo<'_> {
    pub(super) async fn gateway(&mut self) -> Result<(), Failure> {
        self.timeline.flow(("网银：付款、通知、查询", "bank page, be told, ask"), "succeeded");
        let (checkout, order) = self.checks_out()?;
        let fields = checkout.fields.iter().map(|(name, value)| (name.as_ref(), value.as_str()));
        let bank = self.payer.submits(&checkout.url, fields).await?;
        let waiting = self.payer.presses(Choice::Pay, &bank).await?;
        self.comes_back(&waiting).await?;
        let told = self.is_told(&order).await;
        let settled = self.mmsp.gateway().settle(&order, &polling(), tokio::time::sleep).await;
        self.timeline.asked("query", settled.state, settled.asked);
        self.ends_paid(&[told, settled.state]);
        Ok(())
    }

    /// Writes the order down and builds the form: nothing is sent.
    fn checks_out(&mut self) -> Result<(Checkout, Expected), Failure> {
        let order = self.mmsp.gateway().pay().mer_order_id(self.number("BANK")).amt(Fen::new(8800)).pay_channel("YLBILL-NET-B2C").build();
        let expected = order.expected(&self.mmsp.account().merchant);
        self.merchant.writes_down(expected.clone());
        let checkout = self.mmsp.gateway().checkout(&order)?;
        let state = TradeState::Built;
        self.timeline.step(Way::Call, "pay", tone(state), state.as_str(), &order.amt.to_string());
        Ok((checkout, expected))
    }

    /// Whatever the browser brings along, the order stays unknown.
    async fn comes_back(&mut self, waiting: &str) -> Result<(), Failure> {
        let address = self.payer.comes_back(waiting).await?;
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let returned = self.mmsp.gateway().front_return(query)?;
        let (state, claim) = (TradeState::Unknown, returned.status.unwrap_or_default());
        let detail = self.timeline.pick(("带回 STATUS={}，无签名不作准", "STATUS={}: unsigned, no proof")).replace("{}", &claim);
        self.timeline.step(Way::Payer, "bank page: pay", tone(state), state.as_str(), &detail);
        Ok(())
    }
}
