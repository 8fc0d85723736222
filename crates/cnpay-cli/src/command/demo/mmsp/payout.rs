//! Payout: paid while the merchant asks, returned by the payee's bank, and what is left.

use cnpay::{Expected, Fen, mmsp::payout::Payout, mmsp_json::op::payout::Pay};
use cnpay_sim::Running;

use super::{super::polling, clients};
use crate::{command::demo::timeline::Timeline, failure::Failure};

/// The simulated bank pays to the one, and returns what comes for the other.
const ACCOUNT: &str = "6222020000000000018";
const CLOSED_ACCOUNT: &str = "6222020000000000004";

struct Demo<'a> {
    timeline: &'a mut Timeline,
    payout: Payout,
    seed: u64,
}

pub(super) async fn play(timeline: &mut Timeline, running: &Running, seed: u64) -> Result<(), Failure> {
    let mut demo = Demo { timeline, payout: clients::payout(running)?, seed };
    demo.timeline.flow(("代付：付款中，再查询", "payout, then a query"), "pending → succeeded");
    demo.pays("1", Fen::new(150_068), ACCOUNT).await;
    demo.timeline.flow(("代付：银行退汇", "payout, returned"), "pending → reversed");
    demo.pays("2", Fen::new(20_000), CLOSED_ACCOUNT).await;
    demo.counts().await;
    Ok(())
}

impl Demo<'_> {
    /// Payout numbers are digits.
    fn number(&self, name: &str) -> String {
        format!("{name}{:04}", self.seed)
    }

    fn wages(&self, name: &str, amount: Fen, account: &str) -> Pay {
        let wages = self.payout.pay().order_no(self.number(name)).amt(amount).busi_type("002").acc_name("王小明").acc_no(account);
        wages.acc_type("0").mobile("13900000001").bank_name("中国工商银行").memo("五月工资").build()
    }

    /// Pays, and asks until it is final.
    async fn pays(&mut self, name: &str, amount: Fen, account: &str) {
        let wages = self.wages(name, amount, account);
        let stored = Expected::new(&wages.mer_no, &wages.order_no, wages.amt);
        let mut first = self.payout.send(&wages).await;
        // The platform's own words would fill the line.
        first.iter_mut().for_each(|answer| answer.message = None);
        let first = self.timeline.answered("pay", &first, &amount.to_string());
        let settled = self.payout.settle(&stored, &polling(), tokio::time::sleep).await;
        self.timeline.asked("query", settled.state, settled.asked);
        self.timeline.ends(format!("{first} → {}", settled.state));
    }

    async fn counts(&mut self) {
        self.timeline.flow(("代付：余额", "payout: the balance"), "done");
        let balance = self.payout.balance().qry_type("1").order_no(self.number("3")).build();
        let result = self.payout.send(&balance).await;
        let available = result.as_ref().ok().and_then(|answer| answer.reply.acc_info.first()?.available.clone()).unwrap_or_default();
        let available = Fen::parse_fen(&available).map_or(available, |fen| fen.to_string());
        let state = self.timeline.answered("balance", &result, &available);
        self.timeline.ends(state.as_str());
    }
}
