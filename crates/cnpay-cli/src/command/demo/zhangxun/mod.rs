//! 掌讯: one merchant who is paid, pays out, and asks what is left.

mod merchant;
mod pay;
mod payout;

use std::time::Duration;

use cnpay::{
    Answer, Error, Expected, TradeState,
    zhangxun::{Account, Call, Zhangxun},
    zx_form::{Notification, PayNotice, PayoutNotice},
};
use cnpay_sim::Running;
use paysign::Md5Key;
use paytransport::{HttpsTransport, Settings};
use tokio::{sync::mpsc::UnboundedReceiver, time::timeout};

use super::{
    payer::Payer,
    timeline::{Timeline, Way, ZHANGXUN, tone},
};
use crate::{command::merchant::RETURN, failure::Failure};
use merchant::{Merchant, Told};

/// How long the demo waits for a notice.
const PATIENCE: Duration = Duration::from_secs(10);

struct Demo<'a> {
    timeline: &'a mut Timeline,
    zhangxun: Zhangxun,
    merchant: Merchant,
    notices: UnboundedReceiver<Told>,
    payer: Payer,
    /// Where the payer's browser is sent back to.
    page: String,
    seed: u64,
}

pub(super) async fn play(timeline: &mut Timeline, running: &Running, seed: u64) -> Result<(), Failure> {
    timeline.provider(ZHANGXUN);
    let (merchant, notices) = Merchant::new();
    let handler = merchant.clone();
    let address = running.merchant(move |request| handler.clone().answer(request)).await.map_err(other)?;
    let zhangxun = client(running, address.url())?;
    merchant.opens(zhangxun.clone());
    let page = format!("{}{RETURN}", address.url());
    let mut demo = Demo { timeline, zhangxun, merchant, notices, payer: Payer::new(running)?, page, seed };
    demo.is_paid().await?;
    demo.is_not_paid().await?;
    demo.pays_out().await;
    demo.counts().await;
    Ok(())
}

/// The client of a merchant of the running simulator, who is told at `address`.
fn client(running: &Running, address: &str) -> Result<Zhangxun, Failure> {
    let own = running.setup().zhangxun_account();
    let (key, below) = (Md5Key::new(own.key).map_err(other)?, |id: &str| Some(format!("{address}/notices/{id}")));
    let account = Account {
        notice_url: below(PayNotice::ID),
        payout_notice_url: below(PayoutNotice::ID),
        ..Account::new(format!("{}/mpcctp/", running.url()), own.org, own.merchant, key)
    };
    let transport = HttpsTransport::new(Settings { roots: vec![running.setup().ca().clone()], ..Settings::default() });
    Ok(Zhangxun::new(account, transport.map_err(other)?)?)
}

fn other(error: impl ToString) -> Failure {
    Failure::other(error.to_string())
}

/// An operation's name without its provider.
fn name<O: Call>() -> &'static str {
    O::ID.rsplit('.').next().unwrap_or(O::ID)
}

impl Demo<'_> {
    fn number(&self, name: &str) -> String {
        format!("{name}{:04x}", self.seed)
    }

    /// Sends a request and shows what comes back.
    async fn sends<O: Call>(&mut self, request: &O, note: &str) -> (TradeState, Result<Answer<O::Reply>, Error>) {
        let result = self.zhangxun.send(request).await;
        (self.timeline.answered(name::<O>(), &result, note), result)
    }

    /// Takes the notices of an order until one is final: this platform tells of every status.
    async fn is_told(&mut self, order: &Expected) -> TradeState {
        let mut last = TradeState::Unknown;
        while let Ok(Some(told)) = timeout(PATIENCE, self.notices.recv()).await {
            if told.order == order.order {
                let detail = format!("{} {}", told.status, self.timeline.pick(("验签、相符、已应答", "verified, matched, acked")));
                self.timeline.step(Way::Notice, "notice", tone(told.state), told.state.as_str(), &detail);
                last = told.state;
                if !last.is_open() {
                    break;
                }
            }
        }
        last
    }
}
