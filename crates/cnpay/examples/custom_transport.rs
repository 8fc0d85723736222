//! A transport of one's own: a switch with which a shop stops paying, say while the provider announces maintenance.
//!
//! A client sees a transport only. Wrap one, and everything passes through your hands: to be counted, logged, or, as here, held back.
#![allow(clippy::print_stdout, reason = "an example tells what it does")]

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use bytes::Bytes;
use cnpay::{
    Effect, Fen, Order, Transport,
    zhangxun::{Account, Zhangxun},
    zx_form::codes::tran_type,
};
use cnpay_sim::{InMemory, Settings, Setup, Simulator};
use http::{Request, Response};
use paysign::Md5Key;
use paytransport::{Kind, SendError};

/// Lets everything pass while it is on, and only questions while it is off.
struct Switch<T> {
    is_on: Arc<AtomicBool>,
    inner: T,
}

#[async_trait]
impl<T: Transport> Transport for Switch<T> {
    async fn send(&self, request: Request<Bytes>, effect: Effect) -> Result<Response<Bytes>, SendError> {
        // The client says whether the request changes anything.
        if effect == Effect::Changes && !self.is_on.load(Ordering::Relaxed) {
            // The one thing that a transport must be honest about: can the request have arrived? Say `not_sent` only when it cannot.
            return Err(SendError::not_sent(Kind::Connect, "payments are switched off"));
        }
        // Once, whatever comes back: sending again is for someone above to decide.
        self.inner.send(request, effect).await
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A simulated 掌讯, called in memory: that is a transport, too. Yours wraps an `HttpsTransport`.
    let setup = Setup::create(["shop.example"])?;
    let simulator = InMemory::new(Simulator::new(&setup, Settings::default()));
    let own = setup.zhangxun_account();

    let is_on = Arc::new(AtomicBool::new(false));
    let transport = Switch { is_on: Arc::clone(&is_on), inner: simulator };
    let mut account = Account::new("https://pay.example/mpcctp/", own.org, own.merchant, Md5Key::new(own.key)?);
    account.notice_url = Some("https://shop.example/notices/zhangxun.notice".to_owned());
    let zhangxun = Zhangxun::new(account, transport)?;

    let order = zhangxun
        .pay()
        .cust_order_no("ORDER-1")
        .tran_type(tran_type::WECHAT_SCAN)
        .pay_amt(Fen::parse_yuan("19.90")?)
        .goods_name("冰美式")
        .build();

    // Off: the client knows that no order was placed, because the transport knew.
    let error = zhangxun.send(&order).await.expect_err("switched off");
    println!("off: {error}");
    assert_eq!(error.order(), Order::NotPlaced);
    // A question passes all the same.
    println!("off: the balance is asked for: {}", zhangxun.send(&zhangxun.balance().build()).await?.state);

    // On: the very same order goes out.
    is_on.store(true, Ordering::Relaxed);
    let answer = zhangxun.send(&order).await?;
    println!("on: {}", answer.state);
    assert!(answer.state.is_open(), "placed, and the payer has not paid yet");
    Ok(())
}
