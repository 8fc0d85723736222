//! Debits in monthly terms.

use crate::world::*;

fn installments(order: &str, amount: &str, terms: &str, token: &str) -> String {
    let payer = format!(
        "<termInMonths>{terms}</termInMonths><customerId>U1</customerId><payToken>{token}</payToken>\
         <tr3Url>http://merchant.example/tr3</tr3Url>"
    );
    purchase(order, amount, &payer).replace(">PUR<", ">INP<")
}

#[tokio::test]
async fn a_card_is_debited_in_terms() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let paid = world.call("installment_purchase", installments("A1", "1200", "12", &token)).await;
    let own = reference(&paid);
    let expected = format!(
        "<TxnMsgContent><txnType>INP</txnType><interactiveStatus>TR2</interactiveStatus><amount>1200</amount>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><entryTime>20250301101500</entryTime>\
         <externalRefNumber>A1</externalRefNumber><transTime>20250301101500</transTime><refNumber>{own}</refNumber>\
         <responseCode>00</responseCode></TxnMsgContent>"
    );
    assert_eq!(paid, reply(true, &expected));
    assert_eq!(world.status_of("INP", "A1").await, "S");
    world.wait(1);
    let told = world.simulator.due().remove(0);
    assert_eq!(field(std::str::from_utf8(told.request().body()).expect("UTF-8"), "txnType"), Some("INP"));
    assert_eq!(code(&world.refund("R1", "200", own).await), "00");
    assert_eq!(code(&world.void("V1", "INP", "1200", own).await), "ZD", "refunded");
}

#[tokio::test]
async fn the_bank_has_six_numbers_of_terms() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    for (terms, expected) in [
        ("03", "00"),
        ("06", "00"),
        ("09", "00"),
        ("12", "00"),
        ("18", "00"),
        ("24", "00"),
        ("00", "AK"),
        ("05", "AK"),
        ("36", "AK"),
        ("3", "B.MGW.0120"),
        ("0x", "B.MGW.0120"),
        ("", "B.MGW.0120"),
    ] {
        let answer = world.call("installment_purchase", installments(&format!("A{terms}"), "1200", terms, &token)).await;
        assert_eq!(code(&answer), expected, "{terms}");
    }
    assert_eq!(world.status_of("INP", "A36").await, "F");
    let unbound = installments("B1", "1200", "12", "1234567890123456789");
    assert_eq!(code(&world.call("installment_purchase", unbound).await), "T3");
    assert_eq!(code(&world.call("installment_purchase", installments("B2", "0.51", "12", &token)).await), "I8");
    assert_eq!(code(&world.call("purchase", installments("B3", "1", "12", &token)).await), "B.MGW.0120", "no terms there");
}
