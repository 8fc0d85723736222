//! Debits: what decides them, what they answer.

use cnpay_sim::{InMemory, Settings, agreement::Account};
use paycore::Effect;
use paytransport::{Certainty, Kind, Transport};

use crate::world::*;

#[tokio::test]
async fn a_bound_card_is_debited() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let reply = world.pay("A1", "0088.6", &token).await;
    let approval = field(&reply, "authorizationCode").expect("an approval");
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><TxnMsgContent>\
         <txnType>PUR</txnType><interactiveStatus>TR2</interactiveStatus><amount>0088.6</amount><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><entryTime>20250301101500</entryTime><externalRefNumber>A1</externalRefNumber>\
         <customerId>U1</customerId><transTime>20250301101500</transTime><refNumber>990000000002</refNumber>\
         <responseCode>00</responseCode><responseTextMessage>交易成功</responseTextMessage><cardOrg>CU</cardOrg>\
         <issuer>建设银行</issuer><storableCardNo>6299992348</storableCardNo>\
         <authorizationCode>{approval}</authorizationCode></TxnMsgContent></MasMessage>"
    );
    assert_eq!(reply, expected);
    assert_eq!(world.status("A1").await, "S");
}

#[tokio::test]
async fn an_approval_may_end_in_a_blank_that_belongs_to_it() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let mut padded = 0;
    for at in 0..8 {
        let reply = world.pay(&format!("A{at}"), "1", &token).await;
        let approval = field(&reply, "authorizationCode").expect("an approval");
        assert_eq!(approval.len(), 6, "{approval:?}");
        padded += usize::from(approval.ends_with(' '));
    }
    assert_eq!(padded, 2);
}

#[tokio::test]
async fn a_card_is_found_by_token_or_by_its_short_number_and_always_by_its_customer() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let pay = async |order: &str, payer: String| {
        let reply = world.call("purchase", purchase(order, "1", &payer)).await;
        field(&reply, "responseCode").expect("a code").to_owned()
    };
    let card = "<storableCardNo>6299992348</storableCardNo>";
    let with = |customer: &str, rest: &str| format!("<customerId>{customer}</customerId>{rest}");
    let token = format!("<payToken>{token}</payToken>");
    let wrong = "<payToken>1234567890123456789</payToken>";
    for (at, (payer, code)) in [
        (with("U1", &token), "00"),
        (with("U1", card), "00"),
        (with("U1", &format!("{card}{token}")), "00"),
        (with("U2", &token), "T3"),
        (with("U2", card), "T3"),
        (with("U1", wrong), "T3"),
        (with("U1", &format!("{card}{wrong}")), "T3"),
        (with("U1", "<storableCardNo>6299992349</storableCardNo>"), "T3"),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(pay(&format!("A{at}"), payer.clone()).await, code, "{payer}");
    }
    // Another card with the same first six and last four digits.
    world.bind("U1", "S2", "6299990000000022348").await;
    assert_eq!(pay("B1", with("U1", card)).await, "T3", "which of the two is not said");
    assert_eq!(pay("B2", with("U1", &token)).await, "00");
}

#[tokio::test]
async fn declined_before_the_bank_is_short_and_recorded() {
    let world = World::new();
    let reply = world.pay("A1", "1", "1234567890123456789").await;
    for absent in ["customerId", "refNumber", "issuer", "storableCardNo", "authorizationCode"] {
        assert_eq!(field(&reply, absent), None, "{reply}");
    }
    assert_eq!((field(&reply, "responseCode"), field(&reply, "transTime")), (Some("T3"), Some("20250301101500")));
    assert_eq!(world.status("A1").await, "F");

    let token = world.bind("U1", "S1", PAN).await;
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
    for (order, old, new, code) in [("A2", "QPay02", "QuickPay", "TC"), ("A3", "00002012", "00002013", "M7")] {
        let reply = world.call("purchase", purchase(order, "1", &payer).replace(old, new)).await;
        assert_eq!((field(&reply, "responseCode"), field(&reply, "refNumber")), (Some(code), None), "{reply}");
    }
}

#[tokio::test]
async fn a_card_that_another_merchant_bound() {
    let other = Account { merchant: "104110045119999".into(), terminals: vec!["00002012".into()], login_key: "key".into() };
    let world = World::with(Settings { agreement_accounts: vec![other], ..Settings::default() });
    let token = world.bind("U1", "S1", PAN).await;
    let document = purchase("A1", "1", &format!("<customerId>U1</customerId><payToken>{token}</payToken>"));
    let mut request = request("purchase", document.replace(MERCHANT, "104110045119999"));
    request.headers_mut().insert("authorization", authorization("104110045119999", "key").parse().expect("a header"));
    let client = InMemory::with_certificate(world.simulator.clone(), peer("10411004511999990", "20990101000000"));
    let response = client.send(request, Effect::Changes).await.expect("a response");
    assert_eq!(field(std::str::from_utf8(response.body()).expect("UTF-8"), "responseCode"), Some("M1"));
}

#[tokio::test]
async fn a_repeated_order_is_not_executed() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let first = world.pay("A1", "1.51", &token).await;
    assert_eq!(field(&first, "responseCode"), Some("I8"));
    let again = world.pay("A1", "1", &token).await;
    assert_eq!((field(&again, "responseCode"), field(&again, "refNumber")), (Some("OR"), None));
    assert_eq!(world.status("A1").await, "F", "still what the first made of it");
}

#[tokio::test]
async fn magic_amounts() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    for (order, amount, code, at_once, later) in [
        ("A1", "1", "00", "S", "S"),
        ("A2", "1.51", "I8", "F", "F"),
        ("A3", "7.68", "C0", "P", "S"),
        ("A4", "0.69", "C0", "P", "P"),
        ("A5", "12.71", "68", "P", "S"),
        ("A6", "0.5", "00", "S", "S"),
    ] {
        let reply = world.pay(order, amount, &token).await;
        assert_eq!(field(&reply, "responseCode"), Some(code), "{amount}");
        assert_eq!(field(&reply, "authorizationCode").is_some(), code == "00", "{amount}");
        assert_eq!(field(&reply, "transTime") == Some(""), code == "68", "empty on a timeout: {reply}");
        assert_eq!(world.status(order).await, at_once, "{amount}");
        world.wait(1);
        assert_eq!(world.status(order).await, at_once, "{amount}: two seconds, not one");
        world.wait(1);
        assert_eq!(world.status(order).await, later, "{amount}");
    }
    world.wait(1_000_000);
    assert_eq!(world.status("A4").await, "P", "for ever");
}

#[tokio::test]
async fn amounts_that_cut_the_connection() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    for (order, amount, status) in [("A1", "3.97", "B.MGW.0170"), ("A2", "3.98", "S")] {
        let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
        let error = world.send(request("purchase", purchase(order, amount, &payer))).await.expect_err("no answer");
        assert_eq!((error.certainty, error.kind), (Certainty::MaybeSent, Kind::Closed));
        assert_eq!(world.status(order).await, status, "{amount}");
    }
    assert_eq!(field(&world.pay("A1", "3", &token).await, "responseCode"), Some("00"), "the number was never recorded");
}

#[tokio::test]
async fn a_settlement_merchant_is_repeated() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken><settleMerchantId>104110045112013</settleMerchantId>");
    let reply = world.call("purchase", purchase("A1", "1", &payer)).await;
    assert_eq!(field(&reply, "settleMerchantId"), Some("104110045112013"));
}
