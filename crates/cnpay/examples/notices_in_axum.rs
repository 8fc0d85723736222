//! Every provider's notices at one axum server: taken, verified, matched, confirmed, stored, and only then acked.
//!
//! Nothing here but `take` knows of axum; with another server, fill a `RawNotice` from its request.
#![allow(clippy::print_stdout, reason = "an example tells what it does")]

mod support;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, Response, StatusCode, header::CONTENT_TYPE},
    routing::any,
};
use cnpay::{
    Ack, Config, Expected, Fen, MmspQuickPay, NotTaken, Provider, RawNotice, TradeState, ZhangxunPayout, answer, mmsp::flows::SmsPayment,
};
use cnpay_sim::SMS_CODE;
use support::{World, sign_card};
use tokio::{net::TcpListener, sync::mpsc, time::timeout};

/// The shop: its accounts, and its orders, which a real one keeps in a database.
struct Shop {
    providers: Vec<Box<dyn Provider>>,
    orders: Mutex<BTreeMap<String, Expected>>,
    paid: mpsc::UnboundedSender<(String, TradeState)>,
}

/// `/notices/{id}`: the address tells which notice it is. `cnpay.toml` presets these addresses from its `public_url`.
async fn take(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    let Some(provider) = shop.providers.iter().find(|provider| provider.notice_id() == Some(&id)) else {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let raw = RawNotice {
        body: &body,
        query: query.as_deref().unwrap_or_default().as_bytes(),
        content_type: headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()),
    };
    match shop.settle(&**provider, raw).await {
        Ok(ack) => answer(ack),
        Err(why) => provider.refusal(why),
    }
}

impl Shop {
    /// Bytes, verified, matched, confirmed, stored. The types allow no other order.
    async fn settle(&self, provider: &dyn Provider, raw: RawNotice<'_>) -> Result<Ack, NotTaken> {
        let notice = provider.verify(raw).map_err(|_| NotTaken::Untrusted)?;
        let order = notice.order().and_then(|number| self.order(number)).ok_or(NotTaken::NotNow)?;
        // A notice of another amount, say, is an alarm.
        let notice = notice.matched(&order).map_err(|_| NotTaken::NotNow)?;
        let state = provider.confirmed(&notice, &order).await.map_err(|_| NotTaken::NotNow)?;
        // Store it here, once: the same notice may come again, and is then acked and changes nothing.
        self.paid.send((order.order, state)).map_err(|_| NotTaken::NotNow)?;
        Ok(notice.ack())
    }

    fn order(&self, number: &str) -> Option<Expected> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }

    /// Stores an order, before it is sent.
    fn writes_down(&self, order: Expected) {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(order.order.clone(), order);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Plain http, as behind a proxy that ends TLS.
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let world = World::start(&format!("http://{}", listener.local_addr()?)).await?;

    // Clients of three providers. Clones share account and connections.
    let config = Config::load(&world.settings)?;
    let (agreement, mmsp, zhangxun) = (config.agreement()?, config.mmsp()?, config.zhangxun()?);
    let (paid, mut told) = mpsc::unbounded_channel();
    let shop = Arc::new(Shop {
        providers: vec![Box::new(agreement.clone()), Box::new(MmspQuickPay(mmsp.clone())), Box::new(ZhangxunPayout(zhangxun.clone()))],
        orders: Mutex::default(),
        paid,
    });
    let router = Router::new().route("/notices/{id}", any(take)).with_state(Arc::clone(&shop));
    tokio::spawn(async move { axum::serve(listener, router).await });

    // A card is charged,
    let token = sign_card(&agreement, "U-1001").await?;
    let charge = agreement.purchase().external_ref_number("CARD-1").amount(Fen::parse_yuan("88.60")?).customer_id("U-1001");
    let charge = charge.pay_token(token).build();
    shop.writes_down(Expected::from(&charge));
    agreement.send(&charge).await?;
    // a payer hands in the code that came by SMS,
    let bank = mmsp.quickpay().pay().mer_order_id("BANK-1").amt(Fen::parse_yuan("19.90")?).card_type("1").card_no("6222020000000000018");
    let bank = bank.name("王小明").id_no("110101199003070011").phone_no("13900000001").build();
    let stored = bank.expected(&mmsp.account().merchant);
    shop.writes_down(stored.clone());
    let payment = SmsPayment::placed(stored, &mmsp.send(&bank).await?, mmsp.now()).ok_or("no SMS was sent")?;
    mmsp.quickpay().hand_in(&payment, SMS_CODE).await?;
    // and wages are paid.
    let wages = zhangxun.payout().cust_ord_no("WAGES-1").cas_amt(Fen::parse_yuan("1500.00")?);
    let wages = wages.account_name("王小明").card_no("6222020000000000018").build();
    shop.writes_down(Expected::from(&wages));
    zhangxun.send(&wages).await?;

    // Each provider tells, in its own way, and hears the ack that it wants.
    let mut done = BTreeMap::new();
    while !["CARD-1", "BANK-1", "WAGES-1"].iter().all(|number| done.get(*number) == Some(&TradeState::Succeeded)) {
        let (number, state) = timeout(Duration::from_secs(10), told.recv()).await?.ok_or("the shop has closed")?;
        println!("{number}: {state}");
        done.insert(number, state);
    }
    Ok(())
}
