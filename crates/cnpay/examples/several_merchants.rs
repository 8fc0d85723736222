//! Several merchants of one provider in one process: a client each, connections shared.
#![allow(clippy::print_stdout, reason = "an example tells what it does")]

use std::sync::Arc;

use cnpay::{
    Fen,
    zhangxun::{Account, Zhangxun},
};
use cnpay_sim::{
    Options, Settings, Simulator,
    zhangxun::{Account as Merchant, Wire},
};
use paysign::Md5Key;
use paytransport::HttpsTransport;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A simulated 掌讯 with two merchants of one organisation.
    let merchants = [merchant("16121900000001", "the key of the first", "1000.00")?, merchant("16121900000002", "another key", "500.00")?];
    let settings = Settings { zhangxun_accounts: merchants.to_vec(), ..Settings::default() };
    let running = Simulator::start(Options { settings, ..Options::default() }).await?;

    // One transport holds the connections, the TLS settings and the time limits. `Arc` shares it.
    let roots = vec![running.setup().ca().clone()];
    let transport = Arc::new(HttpsTransport::new(paytransport::Settings { roots, ..paytransport::Settings::default() })?);

    // An account is numbers and keys, a client is an account on a transport: as many as there are merchants. With mutual TLS the certificate
    // belongs to the connection, so there the merchants of one certificate share a transport.
    let base_url = format!("{}/mpcctp/", running.url());
    let client = |own: Merchant| -> Result<Zhangxun, Box<dyn std::error::Error>> {
        let account = Account::new(&base_url, own.org, own.merchant, Md5Key::new(own.key)?);
        Ok(Zhangxun::new(account, Arc::clone(&transport))?)
    };
    let [first, second] = merchants;
    let (first, second) = (client(first)?, client(second)?);

    // Each signs with its own key and sees its own money, at the same time.
    let (of_first, of_second) = tokio::join!(balance(&first), balance(&second));
    assert_eq!((of_first?.as_str(), of_second?.as_str()), ("100000", "50000"));
    running.stop().await;
    Ok(())
}

/// A merchant, as 掌讯 has it on file.
fn merchant(number: &str, key: &str, yuan: &str) -> Result<Merchant, Box<dyn std::error::Error>> {
    Ok(Merchant {
        org: "8161000204".to_owned(),
        merchant: number.to_owned(),
        key: key.into(),
        balance: Fen::parse_yuan(yuan)?,
        payout_fee: Fen::ZERO,
        notice_wire: Wire::Form,
        payout_notice_wire: Wire::Json,
    })
}

async fn balance(client: &Zhangxun) -> Result<String, Box<dyn std::error::Error>> {
    let answer = client.send(&client.balance().build()).await?;
    let balance = answer.reply.ac_bal.ok_or("no balance")?;
    println!("{}: {balance} fen", client.account().merchant);
    Ok(balance)
}
