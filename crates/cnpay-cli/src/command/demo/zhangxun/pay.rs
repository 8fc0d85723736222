//! Payments: the payer is sent to a page, pays or fails, and comes back with a result that proves nothing.

use cnpay::{
    Expected, Fen, TradeState,
    zx_form::{Content, codes::tran_type},
};

use super::{super::polling, Demo};
use crate::{
    command::demo::{
        payer::Choice,
        timeline::{Way, Words, tone},
    },
    failure::Failure,
};

impl Demo<'_> {
    pub(super) async fn is_paid(&mut self) -> Result<(), Failure> {
        self.timeline.flow(("支付：付款、通知、查询", "pay: page, be told, ask"), "succeeded");
        self.visits("PAID", Fen::new(1990), Choice::Pay, ("H5 page: pay", "succeeded")).await
    }

    pub(super) async fn is_not_paid(&mut self) -> Result<(), Failure> {
        self.timeline.flow(("支付：付款失败", "pay: the bank declines"), "failed");
        self.visits("FAIL", Fen::new(2500), Choice::Fail, ("H5 page: fail", "failed")).await
    }

    /// An order whose payer does as told, and whose witnesses should all say the same: the notice and the query.
    async fn visits(&mut self, name: &str, amount: Fen, choice: Choice, (page, end): Words) -> Result<(), Failure> {
        let (url, order) = self.places(name, amount).await?;
        let waiting = self.payer.presses(choice, &self.payer.opens(&url).await?).await?;
        self.comes_back(page, &waiting).await?;
        let told = self.is_told(&order).await;
        let settled = self.zhangxun.settle(&order, &polling(), tokio::time::sleep).await;
        self.timeline.asked("query", settled.state, settled.asked);
        let agree = [told, settled.state].iter().all(|state| state.as_str() == end);
        self.timeline.ends(if agree { end } else { "disagreement" });
        Ok(())
    }

    /// Writes the order down and places it. Gives the address where it is paid.
    async fn places(&mut self, name: &str, amount: Fen) -> Result<(String, Expected), Failure> {
        let order = self.zhangxun.pay().cust_order_no(self.number(name)).tran_type(tran_type::WECHAT_H5).pay_amt(amount);
        let order = order.goods_name("冰美式").front_url(&self.page).build();
        let expected = Expected::from(&order);
        self.merchant.writes_down(expected.clone());
        let (_, placed) = self.sends(&order, &amount.to_string()).await;
        match placed.as_ref().ok().and_then(|answer| answer.reply.content()) {
            Some(Content::Text(url)) => Ok((url.to_owned(), expected)),
            _ => Err(Failure::other("there is no page to pay on")),
        }
    }

    /// Whatever the browser brings along, and although it is signed, the order stays unknown.
    async fn comes_back(&mut self, page: &str, waiting: &str) -> Result<(), Failure> {
        let address = self.payer.comes_back(waiting).await?;
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let returned = self.zhangxun.front_return(query.as_bytes())?;
        let (state, claim) = (TradeState::Unknown, returned.ord_status.as_ref().map_or("", |status| status.as_str()));
        let detail = format!("{claim} {}", self.timeline.pick(("有签名，仍不作准", "signed, yet no proof")));
        self.timeline.step(Way::Payer, page, tone(state), state.as_str(), &detail);
        Ok(())
    }
}
