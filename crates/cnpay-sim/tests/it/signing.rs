//! Binding a card: two steps, one code.

use crate::world::*;

#[tokio::test]
async fn a_card_is_bound() {
    let world = World::new();
    let reply = world.call("ind_auth", ind_auth("U1", "S1", PAN)).await;
    let token = field(&reply, "token").expect("a token");
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><indAuthContent>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><customerId>U1</customerId>\
         <externalRefNumber>S1</externalRefNumber><storablePan>6299992348</storablePan><token>{token}</token>\
         <responseCode>00</responseCode><responseTextMessage>交易成功</responseTextMessage></indAuthContent></MasMessage>"
    );
    assert_eq!(reply, expected);

    let reply = world.call("ind_auth_verify", verify("U1", "S1", PAN, token, "246810")).await;
    let pay_token = field(&reply, "payToken").expect("a pay token");
    assert!(pay_token.len() == 19 && pay_token.bytes().all(|b| b.is_ascii_digit()), "{pay_token}");
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><indAuthDynVerifyContent>\
         <merchantId>{MERCHANT}</merchantId><customerId>U1</customerId><externalRefNumber>S1</externalRefNumber>\
         <storablePan>6299992348</storablePan><payToken>{pay_token}</payToken><responseCode>00</responseCode>\
         <responseTextMessage>交易成功</responseTextMessage></indAuthDynVerifyContent></MasMessage>"
    );
    assert_eq!(reply, expected);
}

#[tokio::test]
async fn the_second_step_must_fit_the_first_and_the_code_is_spent() {
    let other = "6299990000000099999";
    for (at, change) in ["order", "card", "phone", "token", "customer", "code"].into_iter().enumerate() {
        let world = World::new();
        let order = format!("S{at}");
        let token = world.ind_auth("U1", &order, PAN).await;
        let good = verify("U1", &order, PAN, &token, "246810");
        let wrong = match change {
            "order" => good.replace(&order, "S99"),
            "card" => good.replace(PAN, other),
            "phone" => good.replace("13900000000", "13900000001"),
            "token" => good.replace(&token, "1"),
            "customer" => good.replace("U1", "U2"),
            _ => good.replace("246810", "246811"),
        };
        let reply = world.call("ind_auth_verify", wrong).await;
        assert_eq!(field(&reply, "responseCode"), Some("T6"), "{change}: {reply}");
        assert_eq!(field(&reply, "payToken"), None, "{change}");
        let again = world.call("ind_auth_verify", good).await;
        // An order number that nobody began names no code that could be spent.
        let expected = if change == "order" { "00" } else { "T6" };
        assert_eq!(field(&again, "responseCode"), Some(expected), "{change}, then everything right");
    }
}

#[tokio::test]
async fn a_code_works_once_and_not_for_ever() {
    let world = World::new();
    let token = world.ind_auth("U1", "S1", PAN).await;
    let step = verify("U1", "S1", PAN, &token, "246810");
    assert_eq!(field(&world.call("ind_auth_verify", step.clone()).await, "responseCode"), Some("00"));
    assert_eq!(field(&world.call("ind_auth_verify", step).await, "responseCode"), Some("T6"), "repeated");

    let token = world.ind_auth("U1", "S2", PAN).await;
    world.wait(601);
    let late = world.call("ind_auth_verify", verify("U1", "S2", PAN, &token, "246810")).await;
    assert_eq!(field(&late, "responseCode"), Some("T6"), "expired");
}

#[tokio::test]
async fn an_order_number_is_used_once_for_anything() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let again = world.call("ind_auth", ind_auth("U1", "S1", PAN)).await;
    assert_eq!((field(&again, "responseCode"), field(&again, "token")), (Some("OR"), None));
    assert_eq!(field(&world.pay("A1", "1", &token).await, "responseCode"), Some("00"), "nothing was begun, the binding still works");
    let paid = world.call("ind_auth", ind_auth("U1", "A1", PAN)).await;
    assert_eq!(field(&paid, "responseCode"), Some("OR"), "the number of a purchase");
    let reused = world.pay("S1", "1", &token).await;
    assert_eq!(field(&reused, "responseCode"), Some("OR"), "the number of a signing");
}

#[tokio::test]
async fn a_terminal_that_is_not_the_merchants() {
    let reply = World::new().call("ind_auth", ind_auth("U1", "S1", PAN).replace("00002012", "00002013")).await;
    assert_eq!(field(&reply, "responseCode"), Some("M7"), "{reply}");
}

#[tokio::test]
async fn an_unfinished_signing_makes_the_earlier_binding_unusable() {
    let world = World::new();
    let first = world.bind("U1", "S1", PAN).await;
    let other_card = world.bind("U1", "S2", "6299990000000099999").await;
    let token = world.ind_auth("U1", "S3", PAN).await;
    assert_eq!(field(&world.pay("A1", "1", &first).await, "responseCode"), Some("T3"));
    assert_eq!(field(&world.pay("A2", "1", &other_card).await, "responseCode"), Some("00"), "another card is not touched");

    let reply = world.call("ind_auth_verify", verify("U1", "S3", PAN, &token, "246810")).await;
    let second = field(&reply, "payToken").expect("a pay token");
    assert_eq!(field(&world.pay("A3", "1", second).await, "responseCode"), Some("00"), "finished");
    assert_eq!(field(&world.pay("A4", "1", &first).await, "responseCode"), Some("T3"), "its token is another now");
}
