//! Money that goes back.

use crate::world::*;

/// A purchase of 88.60; 99bill's number.
async fn paid(world: &World) -> String {
    let token = world.bind("U1", "S1", PAN).await;
    reference(&world.pay("A1", "88.60", &token).await).to_owned()
}

#[tokio::test]
async fn a_part_is_given_back() {
    let world = World::new();
    let original = paid(&world).await;
    let answer = world.refund("R1", "8.60", &original).await;
    let own = reference(&answer);
    assert_ne!(own, original);
    let expected = format!(
        "<TxnMsgContent><txnType>RFD</txnType><interactiveStatus>TR2</interactiveStatus><amount>8.60</amount>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><entryTime>20250302090000</entryTime>\
         <externalRefNumber>R1</externalRefNumber><transTime>20250301101500</transTime><refNumber>{own}</refNumber>\
         <responseCode>00</responseCode><responseTextMessage>交易成功</responseTextMessage><cardOrg>CU</cardOrg>\
         <storableCardNo>6299992348</storableCardNo><origRefNumber>{original}</origRefNumber></TxnMsgContent>"
    );
    assert_eq!(answer, reply(true, &expected));
    assert_eq!(world.status_of("RFD", "R1").await, "S", "accepted");
    world.wait(1);
    assert_eq!(world.status_of("RFD", "R1").await, "S");
    world.wait(1);
    assert_eq!(world.status_of("RFD", "R1").await, "D", "with the acquirer");
    assert_eq!(world.status_of("PUR", "R1").await, "B.MGW.0170", "it is no purchase");
    assert_eq!(world.status("A1").await, "S");
}

#[tokio::test]
async fn never_more_than_was_paid() {
    let world = World::new();
    let original = paid(&world).await;
    for (order, amount, expected) in [
        ("R1", "88.61", "OC"),
        ("R2", "80", "00"),
        ("R3", "8.61", "OC"),
        ("R4", "1.51", "I8"),
        ("R5", "1.69", "C0"),
        ("R6", "6.92", "OC"),
        ("R7", "6.91", "00"),
        ("R8", "0.01", "OC"),
    ] {
        assert_eq!(code(&world.refund(order, amount, &original).await), expected, "{order}");
    }
    assert_eq!(world.status_of("RFD", "R1").await, "F", "a refused one is recorded");
    assert_eq!(code(&world.refund("R2", "1", &original).await), "OR");
    assert_eq!(code(&world.refund("A1", "1", &original).await), "OR", "nor the number of the purchase");
}

#[tokio::test]
async fn only_what_was_paid_here() {
    let world = World::new();
    let original = paid(&world).await;
    let refunded = world.refund("R1", "1", &original).await;
    let token = world.bind("U1", "S2", PAN).await;
    let pending = world.pay("A2", "7.68", &token).await;
    let declined = world.pay("A3", "7.51", &token).await;
    let (hold, _) = world.hold("H1", "5", &token).await;
    for (order, original) in
        [("B1", "990000009999"), ("B2", reference(&refunded)), ("B3", reference(&pending)), ("B4", reference(&declined)), ("B5", &hold)]
    {
        assert_eq!(code(&world.refund(order, "1", original).await), "O2", "{order}");
    }
    world.wait(2);
    assert_eq!(code(&world.refund("B6", "1", reference(&pending)).await), "00", "paid by now");
    let elsewhere = refund("B7", "1", &original).replace("00002012", "00002013");
    assert_eq!(code(&world.call("refund", elsewhere).await), "M7");
    world.wait(183 * 24 * 60 * 60);
    assert_eq!(code(&world.refund("B8", "1", &original).await), "O2", "forgotten");
}

#[tokio::test]
async fn the_amount_decides_a_refund_too() {
    let world = World::new();
    let original = paid(&world).await;
    for (order, amount, expected, states) in [
        ("R1", "1.51", "I8", ["F", "F", "F"]),
        ("R2", "1.68", "C0", ["P", "S", "D"]),
        ("R3", "1.69", "C0", ["P", "P", "P"]),
        ("R4", "1.71", "68", ["P", "S", "D"]),
        ("R5", "1", "00", ["S", "D", "D"]),
    ] {
        assert_eq!(code(&world.refund(order, amount, &original).await), expected, "{amount}");
        for state in states {
            assert_eq!(world.status_of("RFD", order).await, state, "{amount}");
            world.wait(2);
        }
    }
    for (order, amount, state) in [("R6", "1.97", "B.MGW.0170"), ("R7", "1.98", "S")] {
        world.send(request("refund", refund(order, amount, &original))).await.expect_err("cut");
        assert_eq!(world.status_of("RFD", order).await, state, "{amount}");
    }
}

#[tokio::test]
async fn a_refund_cannot_be_voided() {
    let world = World::new();
    let original = paid(&world).await;
    let refunded = world.refund("R1", "1", &original).await;
    assert_eq!(code(&world.void("V1", "PUR", "1", reference(&refunded)).await), "O2");
    assert_eq!(code(&world.void("V2", "RFD", "1", reference(&refunded)).await), "B.MGW.0130");
    assert_eq!(code(&world.void("V3", "PUR", "88.60", &original).await), "ZD", "nor what was refunded");
}

#[tokio::test]
async fn what_a_refund_needs() {
    let world = World::new();
    let good = refund("R1", "1", "990000000001");
    for (old, new) in [
        ("<origRefNumber>990000000001</origRefNumber>", ""),
        ("990000000001", "99000000001"),
        (">TR1<", ">TR2<"),
        ("<amount>1<", "<amount>0<"),
        ("20250302090000", "20250230090000"),
        ("<origRefNumber>", "<customerId>U1</customerId><origRefNumber>"),
    ] {
        assert!(good.contains(old));
        assert_eq!(code(&world.call("refund", good.replace(old, new)).await), "B.MGW.0120", "{new}");
    }
    assert_eq!(code(&world.call("refund", good.replace(">RFD<", ">PUR<")).await), "B.MGW.0130");
}
