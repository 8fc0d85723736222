//! Amounts that are held, and captured.

use cnpay_sim::{Fault, FaultPlan, Rate};

use crate::world::*;

async fn world() -> (World, String) {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    (world, token)
}

fn by(approval: &str, rest: &str) -> String {
    format!("<authorizationCode>{approval}</authorizationCode>{rest}")
}

fn number(reference: &str) -> String {
    format!("<origRefNumber>{reference}</origRefNumber>")
}

#[tokio::test]
async fn an_amount_is_held_and_captured() {
    let (world, token) = world().await;
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
    let held = world.call("preauth", purchase("H1", "500", &payer).replace(">PUR<", ">PRE<")).await;
    let (hold, approval) = (reference(&held), field(&held, "authorizationCode").expect("an approval"));
    let expected = format!(
        "<TxnMsgContent><txnType>PRE</txnType><interactiveStatus>TR2</interactiveStatus><amount>500</amount>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><entryTime>20250301101500</entryTime>\
         <externalRefNumber>H1</externalRefNumber><transTime>20250301101500</transTime><refNumber>{hold}</refNumber>\
         <responseCode>00</responseCode><authorizationCode>{approval}</authorizationCode></TxnMsgContent>"
    );
    assert_eq!(held, reply(true, &expected));
    assert_eq!(world.status_of("PRE", "H1").await, "S");

    world.wait(60);
    let captured = world.confirm("C1", "420", &by(approval, &number(hold))).await;
    let own = reference(&captured);
    assert_ne!(own, hold);
    let expected = format!(
        "<TxnMsgContent><txnType>CFM</txnType><interactiveStatus>TR2</interactiveStatus><amount>420</amount>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><entryTime>20250303120000</entryTime>\
         <externalRefNumber>C1</externalRefNumber><transTime>20250301101600</transTime><refNumber>{own}</refNumber>\
         <responseCode>00</responseCode></TxnMsgContent>"
    );
    assert_eq!(captured, reply(true, &expected));
    assert_eq!(world.status_of("CFM", "C1").await, "S");
    assert_eq!(code(&world.confirm("C2", "1", &by(approval, &number(hold))).await), "OK", "once");
    assert_eq!(code(&world.refund("R1", "420", own).await), "00", "what was captured can be refunded");
    assert_eq!(code(&world.refund("R2", "1", own).await), "OC");
}

#[tokio::test]
async fn a_hold_is_found_by_number_card_or_customer() {
    let (world, token) = world().await;
    let card = format!("<cardNo>{PAN}</cardNo>");
    let customer = "<customerId>U1</customerId>".to_owned();
    for (at, found_by) in [card.clone(), customer.clone(), format!("{card}{customer}")].into_iter().enumerate() {
        world.hold(&format!("X{at}"), "9", &token).await;
        let (hold, approval) = world.hold(&format!("H{at}"), "9", &token).await;
        let wrong = [
            "<cardNo>6299990000000022348</cardNo>".into(),
            "<customerId>U2</customerId>".into(),
            number("990000009999"),
            format!("<customerId>U2</customerId>{}", number(&hold)),
        ];
        for (nth, wrong) in wrong.into_iter().enumerate() {
            assert_eq!(code(&world.confirm(&format!("W{at}{nth}"), "9", &by(&approval, &wrong)).await), "O2", "{wrong}");
        }
        assert_eq!(code(&world.confirm(&format!("C{at}"), "9", &by(&approval, &found_by)).await), "00", "{found_by}");
        assert_eq!(code(&world.confirm(&format!("D{at}"), "9", &by(&approval, &number(&hold))).await), "OK", "it was that hold");
    }
    let unnamed = world.confirm("E1", "9", &by("123456", "")).await;
    assert_eq!(field(&unnamed, "errorMessage"), Some("[origRefNumber] is empty"));
}

#[tokio::test]
async fn the_approval_counts_with_its_blanks() {
    let (world, token) = world().await;
    let mut padded = 0;
    for at in 0..4 {
        let (hold, approval) = world.hold(&format!("H{at}"), "9", &token).await;
        let trimmed = approval.trim_end();
        if trimmed != approval {
            padded += 1;
            let refused = world.confirm(&format!("T{at}"), "9", &by(trimmed, &number(&hold))).await;
            assert_eq!(code(&refused), "O2", "{approval:?}");
        }
        assert_eq!(code(&world.confirm(&format!("W{at}"), "9", &by("000000", &number(&hold))).await), "O2");
        assert_eq!(code(&world.confirm(&format!("C{at}"), "9", &by(&approval, &number(&hold))).await), "00", "{approval:?}");
    }
    assert_eq!(padded, 2, "captures take numbers too");
}

#[tokio::test]
async fn no_more_than_is_held_and_no_longer_than_thirty_days() {
    let (world, token) = world().await;
    let (first, first_approval) = world.hold("H1", "5", &token).await;
    let (second, second_approval) = world.hold("H2", "5", &token).await;
    assert_eq!(code(&world.confirm("C1", "5.01", &by(&first_approval, &number(&first))).await), "OE");
    assert_eq!(world.status_of("CFM", "C1").await, "F");
    world.wait(30 * 24 * 60 * 60);
    assert_eq!(code(&world.confirm("C2", "5.00", &by(&first_approval, &number(&first))).await), "00", "the last second");
    world.wait(1);
    let late = world.confirm("C3", "5", &by(&second_approval, &number(&second))).await;
    assert_eq!((code(&late), field(&late, "responseTextMessage")), ("O2", Some("预授权已过期")));
}

#[tokio::test]
async fn only_a_hold_that_stands_is_captured() {
    let (world, token) = world().await;
    let paid = world.pay("A1", "5", &token).await;
    let approval = field(&paid, "authorizationCode").expect("an approval");
    assert_eq!(code(&world.confirm("C1", "5", &by(approval, &number(reference(&paid)))).await), "O2", "a purchase is no hold");
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
    for (order, amount, expected, state) in [("H1", "5.51", "I8", "F"), ("H2", "5.69", "C0", "P"), ("H3", "5.71", "68", "P")] {
        let held = world.call("preauth", purchase(order, amount, &payer).replace(">PUR<", ">PRE<")).await;
        assert_eq!((code(&held), field(&held, "authorizationCode")), (expected, None));
        assert_eq!(world.status_of("PRE", order).await, state);
        let found_by = by("123456", "<customerId>U1</customerId>");
        assert_eq!(code(&world.confirm(&format!("C{order}"), amount, &found_by).await), "O2");
    }
    world.wait(2);
    assert_eq!(world.status_of("PRE", "H3").await, "S");
    assert_eq!(code(&world.refund("R1", "1", reference(&world.find("PRE", "H3").await)).await), "O2", "a hold is voided, not refunded");
}

#[tokio::test]
async fn the_amount_decides_a_capture_too() {
    let (world, token) = world().await;
    let (hold, approval) = world.hold("H1", "500", &token).await;
    let found_by = by(&approval, &number(&hold));
    assert_eq!(code(&world.confirm("C1", "1.51", &found_by).await), "I8");
    world.send(request("confirm", confirm("C2", "1.97", &found_by))).await.expect_err("cut");
    assert_eq!(world.status_of("CFM", "C2").await, "B.MGW.0170");
    assert_eq!(code(&world.confirm("C3", "1.68", &found_by).await), "C0", "neither of them captured anything");
    assert_eq!(world.status_of("CFM", "C3").await, "P");
    assert_eq!(code(&world.confirm("C4", "1", &found_by).await), "OK", "on its way");
    world.wait(2);
    assert_eq!(world.status_of("CFM", "C3").await, "S");
}

#[tokio::test]
async fn holds_and_captures_are_told() {
    let settings = cnpay_sim::Settings { agreement_notice_url: Some("http://merchant.example/all".into()), ..Default::default() };
    let world = World::with(settings);
    let token = world.bind("U1", "S1", PAN).await;
    let own = format!("<customerId>U1</customerId><payToken>{token}</payToken><tr3Url>http://merchant.example/holds</tr3Url>");
    let held = world.call("preauth", purchase("H1", "500", &own).replace(">PUR<", ">PRE<")).await;
    let approval = field(&held, "authorizationCode").expect("an approval");
    let captured = world.confirm("C1", "500", &by(approval, &number(reference(&held)))).await;
    let refunded = world.refund("R1", "1", reference(&captured)).await;
    assert_eq!(code(&refunded), "00");
    world.wait(10);
    let told: Vec<_> = world
        .simulator
        .due()
        .into_iter()
        .map(|delivery| {
            let text = String::from_utf8(delivery.request().body().to_vec()).expect("UTF-8");
            let part = |name| field(&text, name).expect("a part").to_owned();
            (delivery.request().uri().to_string(), part("txnType"), part("externalRefNumber"), part("responseCode"))
        })
        .collect();
    let expected = [("http://merchant.example/holds", "PRE", "H1", "00"), ("http://merchant.example/all", "CFM", "C1", "00")]
        .map(|(url, kind, order, code)| (url.to_owned(), kind.to_owned(), order.to_owned(), code.to_owned()));
    assert_eq!(told, expected, "and no refund");
}

#[tokio::test]
async fn the_fault_pending_strikes_holds_and_refunds() {
    let world = World::faulty(FaultPlan::seeded(1).with(Fault::Pending, Rate::ALWAYS));
    let token = world.bind("U1", "S1", PAN).await;
    let paid = world.pay("A1", "5", &token).await;
    world.wait(2);
    assert_eq!(code(&world.refund("R1", "5", reference(&paid)).await), "C0");
    assert_eq!(world.status_of("RFD", "R1").await, "P");
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
    assert_eq!(code(&world.call("preauth", purchase("H1", "5", &payer).replace(">PUR<", ">PRE<")).await), "C0");
    world.wait(2);
    assert_eq!((world.status_of("RFD", "R1").await, world.status_of("PRE", "H1").await), ("S".into(), "S".into()));
}

#[tokio::test]
async fn a_hold_needs_a_bound_card_and_its_own_type() {
    let (world, token) = world().await;
    let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
    let good = purchase("H1", "5", &payer).replace(">PUR<", ">PRE<");
    for (old, new, expected) in [
        (">PRE<", ">PUR<", "B.MGW.0130"),
        ("<customerId>U1</customerId>", "", "B.MGW.0120"),
        ("H1", "H2", "00"),
        ("QPay02", "QPay01", "TC"),
    ] {
        assert_eq!(code(&world.call("preauth", good.replace(old, new)).await), expected, "{new}");
    }
    assert_eq!(code(&world.call("preauth", good.replace("H1", "H3").replace("<customerId>U1", "<customerId>U2")).await), "T3");
    let confirm = confirm("C1", "5", &by("1234567", "<customerId>U1</customerId>"));
    assert_eq!(code(&world.call("confirm", confirm).await), "B.MGW.0120", "an approval has at most six characters");
}
