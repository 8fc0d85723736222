//! Quick pay: a card is charged after an SMS code; and one that the bank does not know.

use cnpay::{Expected, Fen, mmsp::flows::SmsPayment, mmsp_json::op::quickpay::Pay};
use cnpay_sim::SMS_CODE;

use super::{super::polling, Demo};
use crate::{
    command::demo::timeline::{Tone, Way},
    failure::Failure,
};

impl Demo<'_> {
    pub(super) async fn quickpay(&mut self) -> Result<(), Failure> {
        self.is_paid_by_card().await?;
        self.is_no_such_card().await;
        Ok(())
    }

    /// Writes the order down.
    fn card_payment(&self, name: &str, amount: Fen) -> (Pay, Expected) {
        let order = self.mmsp.quickpay().pay().mer_order_id(self.number(name)).amt(amount).card_type("1").card_no("6222020000000000018");
        let order = order.name("王小明").id_no("110101199003070011").phone_no("13900000001").build();
        let expected = order.expected(&self.mmsp.account().merchant);
        self.merchant.writes_down(expected.clone());
        (order, expected)
    }

    async fn is_paid_by_card(&mut self) -> Result<(), Failure> {
        self.timeline.flow(("快捷：短信、通知、查询", "card, SMS, be told, ask"), "succeeded");
        let (order, expected) = self.card_payment("CARD", Fen::new(2580));
        let (_, placed) = self.sends(&order, self.timeline.pick(("短信已发送", "SMS sent"))).await;
        let payment = placed.ok().and_then(|answer| SmsPayment::placed(expected.clone(), &answer, self.mmsp.now()));
        let mut payment = payment.ok_or_else(|| Failure::other("the order was not placed"))?;
        self.asks_for_another_code(&mut payment).await;
        let taken = self.mmsp.quickpay().hand_in(&payment, SMS_CODE).await;
        self.timeline.answered("confirm", &taken, self.timeline.pick(("验证码已提交", "code handed in")));
        let told = self.is_told(&expected).await;
        let settled = self.mmsp.quickpay().settle(&payment.order, &polling(), tokio::time::sleep).await;
        self.timeline.asked("query", settled.state, settled.asked);
        self.ends_paid(&[told, settled.state]);
        Ok(())
    }

    /// At once, which the client does not send.
    async fn asks_for_another_code(&mut self, payment: &mut SmsPayment) {
        let refused = self.mmsp.quickpay().resend(payment).await;
        let state = refused.as_ref().map_or_else(|error| error.kind(), |answer| answer.state.as_str());
        let detail = self.timeline.pick(("60 秒后才能重发，未发出", "60 s too early: not sent"));
        self.timeline.step(Way::Call, "resend_sms", Tone::Open, state, detail);
    }

    async fn is_no_such_card(&mut self) {
        self.timeline.flow(("快捷：要素不符", "card, wrong details"), "failed");
        let (order, _) = self.card_payment("WRONG", Fen::new(1051));
        let (state, _) = self.sends(&order, &order.amt.to_string()).await;
        self.timeline.ends(state.as_str());
    }
}
