//! An unknown outcome, settled by query: the connection is cut after a payment was sent, and nobody knows whether the money moved.
#![allow(clippy::print_stdout, reason = "an example tells what it does")]

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use cnpay::{
    Fen, Order, TradeState,
    mmsp::{Account, Mmsp, NoticeUrls, settle::scanned},
};
use cnpay_sim::{InMemory, ManualClock, Settings, Setup, Simulator};
use paysign::Md5Key;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A simulated MMSP platform, called in memory, on a clock that is moved by hand: nobody has to wait.
    let clock = ManualClock::new(SystemTime::now());
    let setup = Setup::create(["shop.example"])?;
    let simulator = Simulator::new(&setup, Settings { clock: Arc::new(clock.clone()), ..Settings::default() });
    let own = setup.mmsp_account();
    let terminal = own.terminals.first().ok_or("no terminal")?;
    let mut account = Account::new("https://open.example/mmsp/open", own.merchant, terminal, Md5Key::new(own.key)?);
    account.notice_urls = NoticeUrls::all("https://shop.example/notices");
    let mmsp = Mmsp::new(account, InMemory::new(simulator))?;

    // A payer shows a code, the shop reads and charges it. At an amount that ends in 98 fen this simulator takes the money and then cuts
    // the connection.
    let order = mmsp.scan().wechat_micropay().mer_order_id("ORDER-1").amt(Fen::parse_yuan("19.98")?).goods_name("冰美式");
    let order = order.code("134500000000000017").build();
    // Before anything is sent: without it, nobody could ask later, not even after a crash.
    let stored = order.expected(&mmsp.account().merchant);

    let error = mmsp.send(&order).await.expect_err("the connection is cut");
    println!("{error}");
    // Never send it again: the payer would pay twice. The error knows what to ask, and whether to.
    let Order::Unknown(query) = error.order() else { return Err("somebody does know".into()) };
    println!("ask: {query:?}");

    // The product's own rule says how often and for how long. `wait` is `tokio::time::sleep` in a shop.
    let wait = |pause| {
        clock.advance(pause);
        std::future::ready(())
    };
    let settled = mmsp.scan().settle(&stored, &scanned(Duration::from_secs(300)), wait).await;
    println!("{} after {} query", settled.state, settled.asked);
    assert_eq!(settled.state, TradeState::Succeeded);
    // The answer was compared with what was stored; a difference would be an alarm, and no success.
    assert_eq!(settled.alarm, None);
    Ok(())
}
