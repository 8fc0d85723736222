//! The RMB gateway: a payer walks through the cashier, the merchant is told, asks, and gives money back; and two things that go wrong.

mod merchant;

use std::time::Duration;

use cnpay::{
    Expected, Fen, TradeState,
    kq_form::Pay,
    kuaiqian::gateway::{Checkout, Gateway, notice},
};
use cnpay_sim::Running;
use tokio::{sync::mpsc::UnboundedReceiver, time::timeout};

use super::{
    payer::{Choice, Payer},
    polling,
    timeline::{KUAIQIAN, Timeline, Way, tone},
};
use crate::{command::merchant::gateway, failure::Failure};
use merchant::{Merchant, Told};

/// How long the demo waits for a notice.
const PATIENCE: Duration = Duration::from_secs(10);
/// The specification asks once a minute; nobody would watch that.
/// Where nobody listens: what is sent there is lost.
const NOWHERE: &str = "https://127.0.0.1:1/notices";

struct Demo<'a> {
    timeline: &'a mut Timeline,
    gateway: Gateway,
    merchant: Merchant,
    notices: UnboundedReceiver<Told>,
    payer: Payer,
    seed: u64,
}

pub(super) async fn play(timeline: &mut Timeline, running: &Running, seed: u64) -> Result<(), Failure> {
    let (merchant, notices) = Merchant::new();
    let handler = merchant.clone();
    let address = running.merchant(move |request| handler.clone().answer(request)).await.map_err(other)?;
    let gateway = gateway(running, address.url())?;
    merchant.opens(gateway.clone());
    timeline.provider(KUAIQIAN);
    let mut demo = Demo { timeline, gateway, merchant, notices, payer: Payer::new(running)?, seed };

    let order = demo.is_paid().await?;
    demo.gives_back(&order).await;
    demo.fails_then_is_paid().await?;
    demo.loses_the_notice().await?;
    Ok(())
}

fn other(error: impl ToString) -> Failure {
    Failure::other(error.to_string())
}

impl Demo<'_> {
    fn order(&self, name: &str, amount: Fen) -> Pay {
        let number = format!("{name}{:04}", self.seed);
        self.gateway.pay().order_id(number).order_amount(amount).product_name("红茶").build()
    }

    /// Writes the order down and builds the form: nothing is sent.
    fn checks_out(&mut self, order: &Pay) -> Result<Checkout, Failure> {
        self.merchant.writes_down(Expected::from(order));
        let checkout = self.gateway.checkout(order)?;
        let state = TradeState::Built;
        self.timeline.step(Way::Call, "pay", tone(state), state.as_str(), &order.order_amount.to_string());
        Ok(checkout)
    }

    /// The payer submits the form and presses a button. Gives the address where the browser then waits.
    async fn goes(&self, choice: Choice, checkout: &Checkout) -> Result<String, Failure> {
        let fields = checkout.fields.as_slice().iter().map(|(name, value)| (name.as_ref(), value.as_str()));
        let cashier = self.payer.submits(&checkout.url, fields).await?;
        self.payer.presses(choice, &cashier).await
    }

    /// The payer submits the form, presses a button, and comes back with the result in the address.
    async fn goes_to_the_cashier(&mut self, order: &Pay, choice: Choice) -> Result<(), Failure> {
        let checkout = self.checks_out(order)?;
        let waiting = self.goes(choice, &checkout).await?;
        let result = self.payer.comes_back(&waiting).await?;
        let query = result.split_once('?').map_or("", |(_, query)| query);
        let state = self.gateway.notice(query.as_bytes()).map_or(TradeState::Unknown, |told| notice::state(&told));
        let (operation, words) = match choice {
            Choice::Pay => ("cashier: pay", ("付款，带签名返回商户", "pays, returns signed")),
            Choice::Fail => ("cashier: fail", ("余额不足，带签名返回商户", "fails, returns signed")),
        };
        self.timeline.step(Way::Payer, operation, tone(state), state.as_str(), self.timeline.pick(words));
        Ok(())
    }

    /// Waits for the notice of an order.
    async fn is_told(&mut self, order: &Pay) -> TradeState {
        while let Ok(Some(told)) = timeout(PATIENCE, self.notices.recv()).await {
            if told.order == order.order_id {
                let detail = self.timeline.pick(("验签通过，订单相符，已应答", "verified, matched, acked"));
                self.timeline.step(Way::Notice, "notice", tone(told.state), told.state.as_str(), detail);
                return told.state;
            }
        }
        TradeState::Unknown
    }

    async fn asks(&mut self, order: &Pay) -> TradeState {
        let settled = self.gateway.settle(&Expected::from(order), &polling(), tokio::time::sleep).await;
        self.timeline.asked("query", settled.state, settled.asked);
        settled.state
    }

    async fn is_paid(&mut self) -> Result<Pay, Failure> {
        self.timeline.flow(("收银台、通知、查询", "cashier, be told, ask"), "succeeded");
        let order = self.order("PAY", Fen::new(8860));
        self.goes_to_the_cashier(&order, Choice::Pay).await?;
        let states = [self.is_told(&order).await, self.asks(&order).await];
        let agree = states.iter().all(|state| *state == TradeState::Succeeded);
        self.timeline.ends(if agree { "succeeded" } else { "disagreement" });
        Ok(order)
    }

    async fn gives_back(&mut self, order: &Pay) {
        self.timeline.flow(("退款，查询后成功", "a refund, then a query"), "pending → succeeded");
        let number = format!("BACK{:04}", self.seed);
        let refund = self.gateway.refund().order_id(&order.order_id).amount(Fen::new(860)).tx_order(number).build();
        let taken = self.gateway.send(&refund).await.map_or(TradeState::Unknown, |answer| answer.state);
        self.timeline.step(Way::Call, "refund", tone(taken), taken.as_str(), &refund.amount.to_string());
        let settled = self.gateway.settle_refund(&refund, &polling(), tokio::time::sleep).await;
        self.timeline.asked("refund_query", settled.state, settled.asked);
        self.timeline.ends(format!("{taken} → {}", settled.state));
    }

    async fn fails_then_is_paid(&mut self) -> Result<(), Failure> {
        self.timeline.flow(("先失败，再付成功", "fails, then is paid"), "failed → succeeded");
        let order = self.order("AGAIN", Fen::new(1200));
        self.goes_to_the_cashier(&order, Choice::Fail).await?;
        let first = self.is_told(&order).await;
        self.goes_to_the_cashier(&order, Choice::Pay).await?;
        let last = self.is_told(&order).await;
        self.timeline.ends(format!("{first} → {last}"));
        Ok(())
    }

    /// The notice gets lost, and the payer closes the browser.
    async fn loses_the_notice(&mut self) -> Result<(), Failure> {
        self.timeline.flow(("通知丢失，查询后成功", "no notice, then a query"), "unknown → succeeded");
        let mut order = self.order("LOST", Fen::new(1500));
        order.bg_url = Some(NOWHERE.into());
        let checkout = self.checks_out(&order)?;
        self.goes(Choice::Pay, &checkout).await?;
        let first = TradeState::Unknown;
        let detail = self.timeline.pick(("付款后关闭浏览器", "pays, shuts the browser"));
        self.timeline.step(Way::Payer, "cashier: pay", tone(first), first.as_str(), detail);
        let last = self.asks(&order).await;
        self.timeline.ends(format!("{first} → {last}"));
        Ok(())
    }
}
