//! Payouts: money waits, is being cleared, and has arrived; and what is left.

use cnpay::{Expected, Fen, zx_form::Payout};

use super::{super::polling, Demo};

impl Demo<'_> {
    fn wages(&self, name: &str, amount: Fen) -> Payout {
        let wages =
            self.zhangxun.payout().cust_ord_no(self.number(name)).cas_amt(amount).account_name("王小明").card_no("6222020000000000018");
        let wages = wages.bank_name("中国工商银行").sub_bank_name("杭州西湖支行").province_name("浙江省").city_name("杭州市");
        wages.cnaps_code("102331099999").id_number("110101199003070011").mobile("13900000001").build()
    }

    /// Its `ordStatus` 01 is that of a payout: it waits, and nobody has been paid.
    pub(super) async fn pays_out(&mut self) {
        self.timeline.flow(("代付：待结算、清算、完成", "payout: wait, clear, done"), "pending → succeeded");
        let wages = self.wages("WAGES", Fen::new(150_000));
        let stored = Expected::from(&wages);
        self.merchant.writes_down(stored.clone());
        let mut first = self.zhangxun.send(&wages).await;
        let status = first.as_ref().ok().and_then(|answer| answer.reply.ord_status.clone());
        // The platform's own words would leave no room for the status.
        first.iter_mut().for_each(|answer| (answer.code, answer.message) = (None, None));
        let note = format!("{} {}", status.as_ref().map_or("", |status| status.as_str()), self.timeline.pick(("已受理", "accepted")));
        let first = self.timeline.answered("payout", &first, &format!("{note} · {}", wages.cas_amt));
        let told = self.is_told(&stored).await;
        let settled = self.zhangxun.settle_payout(&stored, &polling(), tokio::time::sleep).await;
        self.timeline.asked("payout_query", settled.state, settled.asked);
        let end = if told == settled.state { told.as_str() } else { "disagreement" };
        self.timeline.ends(format!("{first} → {end}"));
    }

    pub(super) async fn counts(&mut self) {
        self.timeline.flow(("代付：余额", "payout: the balance"), "done");
        let mut result = self.zhangxun.send(&self.zhangxun.balance().build()).await;
        let available = result.as_ref().ok().and_then(|answer| answer.reply.ac_bal.clone()).unwrap_or_default();
        let available = Fen::parse_fen(&available).map_or(available, |fen| fen.to_string());
        result.iter_mut().for_each(|answer| answer.message = None);
        let state = self.timeline.answered("balance", &result, &available);
        self.timeline.ends(state.as_str());
    }
}
