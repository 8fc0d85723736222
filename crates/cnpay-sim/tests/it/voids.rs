//! Transactions that are cancelled on their day.

use crate::world::*;

/// A world at 10:15 with a bound card.
async fn world() -> (World, String) {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    (world, token)
}

async fn void_flag(world: &World, kind: &str, order: &str) -> String {
    let found = world.find(kind, order).await;
    assert_eq!(field(&found, "txnStatus"), Some("S"), "{found}");
    field(&found, "voidFlag").expect("a flag").to_owned()
}

#[tokio::test]
async fn a_purchase_is_voided() {
    let (world, token) = world().await;
    let original = reference(&world.pay("A1", "88.60", &token).await).to_owned();
    world.wait(60);
    let answer = world.void("V1", "PUR", "88.6", &original).await;
    let expected = format!(
        "<TxnMsgContent><txnType>VTX</txnType><interactiveStatus>TR2</interactiveStatus><amount>88.6</amount>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><entryTime>20250301113000</entryTime>\
         <externalRefNumber>V1</externalRefNumber><transTime>20250301101600</transTime><refNumber>{original}</refNumber>\
         <responseCode>00</responseCode><responseTextMessage>交易成功</responseTextMessage><cardOrg>CU</cardOrg>\
         <storableCardNo>6299992348</storableCardNo></TxnMsgContent>"
    );
    assert_eq!(answer, reply(true, &expected));
    assert_eq!(void_flag(&world, "PUR", "A1").await, "1");
    assert_eq!(void_flag(&world, "VTX", "V1").await, "0");
    let by_number = world.call("query_txn", query(&format!("<refNumber>{original}</refNumber>"), "PUR", "")).await;
    assert_eq!(field(&by_number, "externalRefNumber"), Some("A1"), "the number stays the original's");
    let next = world.pay("A2", "1", &token).await;
    assert_eq!(reference(&next), "990000000003", "a void takes no number");

    assert_eq!(code(&world.void("V2", "PUR", "88.60", &original).await), "ZD");
    assert_eq!(code(&world.refund("R1", "1", &original).await), "ZD");
    assert_eq!(world.status_of("VTX", "V2").await, "F");
    assert_eq!(code(&world.void("V1", "PUR", "1", reference(&next)).await), "OR");
}

#[tokio::test]
async fn only_the_same_transaction_in_full_on_its_terminal() {
    let (world, token) = world().await;
    let original = reference(&world.pay("A1", "88.60", &token).await).to_owned();
    let declined = reference(&world.pay("A2", "1.51", &token).await).to_owned();
    let pending = reference(&world.pay("A3", "1.69", &token).await).to_owned();
    for (order, kind, amount, number, expected) in [
        ("V1", "PUR", "88.59", original.as_str(), "I8"),
        ("V2", "PUR", "88.61", &original, "I8"),
        ("V3", "PRE", "88.60", &original, "O2"),
        ("V4", "PUR", "88.60", "990000009999", "O2"),
        ("V5", "PUR", "1.51", &declined, "O2"),
        ("V6", "PUR", "1.69", &pending, "O2"),
    ] {
        assert_eq!(code(&world.void(order, kind, amount, number).await), expected, "{order}");
        assert_eq!(world.status_of("VTX", order).await, "F");
    }
    let elsewhere = void("V7", "PUR", "88.60", &original).replace("00002012", "00002013");
    assert_eq!(code(&world.call("void", elsewhere).await), "M7");
    assert_eq!(void_flag(&world, "PUR", "A1").await, "0");
}

#[tokio::test]
async fn another_terminal_of_the_merchant_is_another_terminal() {
    let account = cnpay_sim::agreement::Account {
        merchant: "104110045119999".into(),
        terminals: vec!["00000001".into(), "00000002".into()],
        login_key: "key".into(),
    };
    let world = World::with(cnpay_sim::Settings { agreement_accounts: vec![account], ..Default::default() });
    let call = async |operation: &str, text: String, terminal: &str| {
        let text = text.replace(MERCHANT, "104110045119999").replace("00002012", terminal);
        let mut request = request(operation, text);
        request.headers_mut().insert("authorization", authorization("104110045119999", "key").parse().expect("a header"));
        let client = cnpay_sim::InMemory::with_certificate(world.simulator.clone(), peer("10411004511999990", "20990101000000"));
        let answer = paytransport::Transport::send(&client, request, paycore::Effect::Changes).await.expect("a response");
        String::from_utf8(answer.body().to_vec()).expect("UTF-8")
    };
    let signing = call("ind_auth", ind_auth("U1", "S1", PAN), "00000001").await;
    let token = field(&signing, "token").expect("a token");
    call("ind_auth_verify", verify("U1", "S1", PAN, token, "246810"), "00000001").await;
    let card = "<customerId>U1</customerId><storableCardNo>6299992348</storableCardNo>";
    let paid = call("purchase", purchase("A1", "5", card), "00000001").await;
    let original = reference(&paid);
    assert_eq!(code(&call("void", void("V1", "PUR", "5", original), "00000002").await), "M7");
    assert_eq!(code(&call("refund", refund("R1", "1", original), "00000002").await), "00", "a refund may come from any");
    assert_eq!(code(&world.refund("R1", "1", original).await), "O2", "another merchant's purchase is none");
}

#[tokio::test]
async fn the_day_ends_at_midnight_in_beijing() {
    let (world, token) = world().await;
    let first = reference(&world.pay("A1", "5", &token).await).to_owned();
    let second = reference(&world.pay("A2", "6", &token).await).to_owned();
    let until_midnight = (13 * 60 + 45) * 60;
    world.wait(until_midnight - 1);
    assert_eq!(code(&world.void("V1", "PUR", "5", &first).await), "00", "23:59:59");
    world.wait(1);
    assert_eq!(code(&world.void("V2", "PUR", "6", &second).await), "AN", "00:00:00");
    assert_eq!(code(&world.refund("R1", "6", &second).await), "00", "a refund always may");
}

#[tokio::test]
async fn the_amount_decides_a_void_too() {
    let (world, token) = world().await;
    let original = reference(&world.pay("A1", "7.68", &token).await).to_owned();
    world.wait(2);
    assert_eq!(code(&world.void("V1", "PUR", "7.68", &original).await), "C0");
    assert_eq!((world.status_of("VTX", "V1").await.as_str(), void_flag(&world, "PUR", "A1").await.as_str()), ("P", "0"));
    assert_eq!(code(&world.void("V2", "PUR", "7.68", &original).await), "ZD", "on its way");
    world.wait(2);
    assert_eq!((world.status_of("VTX", "V1").await.as_str(), void_flag(&world, "PUR", "A1").await.as_str()), ("S", "1"));
}

#[tokio::test]
async fn a_hold_a_capture_and_instalments_are_voided_too() {
    let (world, token) = world().await;
    let (hold, approval) = world.hold("H1", "500", &token).await;
    let found_by = format!("<authorizationCode>{approval}</authorizationCode><origRefNumber>{hold}</origRefNumber>");
    let captured = reference(&world.confirm("C1", "420", &found_by).await).to_owned();
    assert_eq!(code(&world.void("V1", "PRE", "500", &hold).await), "OK", "captured");
    assert_eq!(code(&world.void("V2", "CFM", "420", &captured).await), "00");
    assert_eq!(void_flag(&world, "CFM", "C1").await, "1");
    assert_eq!(code(&world.confirm("C2", "500", &found_by).await), "00", "the hold is as it was");
    let (hold, approval) = world.hold("H2", "500", &token).await;
    assert_eq!(code(&world.void("V3", "PRE", "500", &hold).await), "00");
    assert_eq!(void_flag(&world, "PRE", "H2").await, "1");
    let found_by = format!("<authorizationCode>{approval}</authorizationCode><origRefNumber>{hold}</origRefNumber>");
    assert_eq!(code(&world.confirm("C3", "1", &found_by).await), "ZD", "released");
}

#[tokio::test]
async fn what_a_void_needs() {
    let world = World::new();
    let good = void("V1", "PUR", "1", "990000000001");
    for (old, new) in [
        ("<refNumber>990000000001</refNumber>", ""),
        ("orignalTxnType", "originalTxnType"),
        ("<orignalTxnType>PUR</orignalTxnType>", ""),
        (">PUR<", ">XYZ<"),
    ] {
        assert!(good.contains(old));
        assert_eq!(code(&world.call("void", good.replace(old, new)).await), "B.MGW.0120", "{new}");
    }
}
