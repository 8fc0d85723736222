//! Scan: a QR code is paid and refunded, another is closed; a payer's code is charged, while the payer types and through a cut connection.

use cnpay::{
    Expected, Fen, TradeState,
    mmsp_json::op::scan::{WechatMicropay, WechatPrepay},
};

use super::{super::polling, Demo};
use crate::{
    command::demo::{
        payer::Choice,
        timeline::{Way, tone},
    },
    failure::Failure,
};

/// What a payer's wallet shows to the merchant's reader.
const CODE: &str = "134500000000000017";

impl Demo<'_> {
    pub(super) async fn scan(&mut self) -> Result<(), Failure> {
        let order = self.is_scanned().await?;
        self.gives_back(&order).await;
        self.is_closed().await;
        self.charges_while_the_payer_types().await;
        self.is_cut_off().await;
        Ok(())
    }

    /// Writes an order down that the payer scans.
    fn qr_code(&self, name: &str, amount: Fen) -> (WechatPrepay, Expected) {
        let order = self.mmsp.scan().wechat_prepay().trade_type("1").mer_order_id(self.number(name)).amt(amount).goods_name("红茶").build();
        let expected = order.expected(&self.mmsp.account().merchant);
        self.merchant.writes_down(expected.clone());
        (order, expected)
    }

    async fn asks_scan(&mut self, order: &Expected) -> TradeState {
        let settled = self.mmsp.scan().settle(order, &polling(), tokio::time::sleep).await;
        self.timeline.asked("query", settled.state, settled.asked);
        settled.state
    }

    async fn is_scanned(&mut self) -> Result<Expected, Failure> {
        self.timeline.flow(("扫码：付款、通知、查询", "QR code, be told, ask"), "succeeded");
        let (order, expected) = self.qr_code("QR", Fen::new(1990));
        let (_, placed) = self.sends(&order, &order.amt.to_string()).await;
        let url = placed.ok().and_then(|answer| answer.reply.url).ok_or_else(|| Failure::other("there is nothing to scan"))?;
        self.payer.presses(Choice::Pay, &self.payer.opens(&url).await?).await?;
        let state = TradeState::Unknown;
        let detail = self.timeline.pick(("扫码并确认支付", "scans the code and pays"));
        self.timeline.step(Way::Payer, "QR page: pay", tone(state), state.as_str(), detail);
        let said = [self.is_told(&expected).await, self.asks_scan(&expected).await];
        self.ends_paid(&said);
        Ok(expected)
    }

    async fn gives_back(&mut self, order: &Expected) {
        self.timeline.flow(("扫码：退款，再查询", "QR code: a refund, ask"), "pending → succeeded");
        let refund =
            self.mmsp.scan().refund().mer_order_id(&order.order).refund_mer_order_id(self.number("BACK")).amt(Fen::new(990)).build();
        let (first, _) = self.sends(&refund, &refund.amt.to_string()).await;
        let settled = self.mmsp.scan().settle_refund(&refund, &polling(), tokio::time::sleep).await;
        self.timeline.asked("refund_query", settled.state, settled.asked);
        self.timeline.ends(format!("{first} → {}", settled.state));
    }

    async fn is_closed(&mut self) {
        self.timeline.flow(("扫码：无人付款，关单", "QR code: nobody pays"), "pending → closed");
        let (order, expected) = self.qr_code("LEFT", Fen::new(500));
        let (first, _) = self.sends(&order, &order.amt.to_string()).await;
        let close = self.mmsp.scan().close().mer_order_id(&expected.order).build();
        let (last, _) = self.sends(&close, self.timeline.pick(("未付款，已关闭", "never paid"))).await;
        self.timeline.ends(format!("{first} → {last}"));
    }

    /// Writes an order down, and charges a payer's code for it.
    async fn charges(&mut self, name: &str, amount: Fen) -> (TradeState, Expected) {
        let order = self.mmsp.scan().wechat_micropay().mer_order_id(self.number(name)).amt(amount).goods_name("红茶").code(CODE);
        let order: WechatMicropay = order.build();
        let expected = order.expected(&self.mmsp.account().merchant);
        self.merchant.writes_down(expected.clone());
        let (state, _) = self.sends(&order, &amount.to_string()).await;
        (state, expected)
    }

    async fn charges_while_the_payer_types(&mut self) {
        self.timeline.flow(("反扫：输密码中，再查询", "payer types, then query"), "pending → succeeded");
        let (first, order) = self.charges("TYPE", Fen::new(1068)).await;
        let last = self.asks_scan(&order).await;
        self.timeline.ends(format!("{first} → {last}"));
    }

    async fn is_cut_off(&mut self) {
        self.timeline.flow(("反扫：断线，查询后成功", "payer's code, cut off"), "unknown → succeeded");
        let (first, order) = self.charges("CUT", Fen::new(1098)).await;
        let last = self.asks_scan(&order).await;
        self.timeline.ends(format!("{first} → {last}"));
    }
}
