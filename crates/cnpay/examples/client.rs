//! A client, from `cnpay.toml` to a payment of which you know what became: 99bill agreement pay, over mutual TLS.
#![allow(clippy::print_stdout, reason = "an example tells what it does")]

mod support;

use cnpay::{Answer, Config, Error, Expected, Fen, Order, TradeState};
use support::{World, sign_card};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A simulated 99bill, so that this runs anywhere. Yours is at the `base_url` of your cnpay.toml.
    let world = World::start("https://shop.example").await?;

    // The file names your numbers, keys and certificates. A mistake in it is reported with file and key.
    let agreement = Config::load(&world.settings)?.agreement()?;
    let token = sign_card(&agreement, "U-1001").await?;

    for (number, yuan, next) in [("ORDER-1", "88.60", Next::Ship), ("ORDER-2", "88.51", Next::TellPayer), ("ORDER-3", "88.68", Next::Ask)] {
        // Merchant, terminal, time and notice address are preset. A required field that is missing does not compile.
        let order = agreement
            .purchase()
            .external_ref_number(number)
            .amount(Fen::parse_yuan(yuan)?)
            .customer_id("U-1001")
            .pay_token(token.clone())
            .build();
        // Store this before the order is sent: notices and queries are compared with it.
        let _stored = Expected::from(&order);

        let done = judge(&agreement.send(&order).await);
        println!("{number}, {yuan} yuan: {done:?}");
        assert_eq!(done, next);
    }
    Ok(())
}

/// What a shop does next.
#[derive(Debug, PartialEq)]
enum Next {
    Ship,
    TellPayer,
    Ask,
    TryAgain,
}

/// Every call ends in one of these, and the compiler sees to it that none is forgotten.
fn judge<R>(result: &Result<Answer<R>, Error>) -> Next {
    match result {
        Ok(answer) => match answer.state {
            TradeState::Succeeded => Next::Ship,
            state if state.is_open() => Next::Ask,
            _ => Next::TellPayer,
        },
        // Not what became of the connection, but of the order.
        Err(error) => match error.order() {
            Order::NotPlaced | Order::Unchanged => Next::TryAgain,
            Order::Unknown(_) => Next::Ask,
        },
    }
}
