//! Payments with an SMS code.

use crate::world::*;

const CARD: &str = "6299980000005678";
const FIRST: &str = "<pan>6299980000005678</pan><expiredDate>1230</expiredDate><cvv2>999</cvv2><phoneNO>13900000000</phoneNO>";
const STORED: &str = "<storablePan>6299985678</storablePan>";
/// The payer of a first payment.
const NEW: &str = "<cardNo>6299980000005678</cardNo><expiredDate>1230</expiredDate><cvv2>999</cvv2><customerId>U1</customerId>";
/// And of a later one.
const KNOWN: &str = "<storableCardNo>6299985678</storableCardNo><customerId>U1</customerId>";

fn get_dyn_num(order: &str, card: &str, amount: &str) -> String {
    document(&format!(
        "<GetDynNumContent><merchantId>{MERCHANT}</merchantId><customerId>U1</customerId>\
         <externalRefNumber>{order}</externalRefNumber>{card}<amount>{amount}</amount></GetDynNumContent>"
    ))
}

/// Asks for a code; the token.
async fn token(world: &World, order: &str, card: &str, amount: &str) -> String {
    let answer = world.call("getDynNum", get_dyn_num(order, card, amount)).await;
    assert_eq!(code(&answer), "00", "{answer}");
    field(&answer, "token").expect("a token").to_owned()
}

fn pairs(pairs: &[(&str, &str)]) -> String {
    let pair = |(key, value): &(&str, &str)| format!("<extDate><key>{key}</key><value>{value}</value></extDate>");
    format!("<extMap>{}</extMap>", pairs.iter().map(pair).collect::<String>())
}

fn first(token: &str) -> String {
    let values = [("phone", "13900000000"), ("validCode", "246810"), ("savePciFlag", "1"), ("token", token), ("payBatch", "1")];
    format!("{NEW}{}", pairs(&values))
}

fn later(token: &str) -> String {
    format!("{KNOWN}{}", pairs(&[("validCode", "246810"), ("savePciFlag", "0"), ("token", token), ("payBatch", "2")]))
}

async fn pay(world: &World, order: &str, amount: &str, payer: &str) -> String {
    world.call("purchase", purchase(order, amount, payer).replace("QPay02", "QuickPay")).await
}

#[tokio::test]
async fn a_code_is_sent() {
    let world = World::new();
    let holder = "<cardHolderName>张三</cardHolderName><idType>0</idType><cardHolderId>990000199001010017</cardHolderId>";
    let answer = world.call("getDynNum", get_dyn_num("A1", &format!("{holder}{FIRST}"), "10")).await;
    let token = field(&answer, "token").expect("a token");
    let expected = format!(
        "<GetDynNumContent><merchantId>{MERCHANT}</merchantId><customerId>U1</customerId><storablePan>6299985678</storablePan>\
         <token>{token}</token><responseCode>00</responseCode></GetDynNumContent>"
    );
    assert_eq!(answer, reply(false, &expected));
}

#[tokio::test]
async fn the_first_payment_stores_the_card_and_the_next_uses_it() {
    let world = World::new();
    let one = token(&world, "A1", FIRST, "10").await;
    let paid = pay(&world, "A1", "10.00", &first(&one)).await;
    assert_eq!((code(&paid), field(&paid, "issuer")), ("00", Some("招商银行")), "{paid}");
    assert_eq!((field(&paid, "customerId"), field(&paid, "storableCardNo")), (Some("U1"), Some("6299985678")));
    assert_eq!(world.status("A1").await, "S");
    let two = token(&world, "A2", &format!("{STORED}<phoneNO></phoneNO>"), "20").await;
    assert_eq!(code(&pay(&world, "A2", "20", &later(&two)).await), "00");
    // It is a binding like any other.
    let agreement = purchase("A3", "1", KNOWN);
    assert_eq!(code(&world.call("purchase", agreement).await), "00");
    assert_eq!(code(&world.refund("R1", "10", reference(&paid)).await), "00");
}

#[tokio::test]
async fn a_card_is_stored_only_when_asked_and_not_declined() {
    for (amount, flag, expected) in [("10", "0", "T3"), ("10.51", "1", "T3"), ("10", "1", "00"), ("10.68", "1", "00")] {
        let world = World::new();
        let one = token(&world, "A1", FIRST, amount).await;
        let flag = format!("<key>savePciFlag</key><value>{flag}</value>");
        pay(&world, "A1", amount, &first(&one).replace("<key>savePciFlag</key><value>1</value>", &flag)).await;
        let next = world.call("getDynNum", get_dyn_num("A2", STORED, "10")).await;
        assert_eq!(code(&next), expected, "{amount} {flag}");
    }
    let world = World::new();
    let bound = world.bind("U1", "S1", CARD).await;
    let one = token(&world, "A1", FIRST, "10").await;
    pay(&world, "A1", "10", &first(&one)).await;
    assert_eq!(code(&world.pay("A2", "1", &bound).await), "00", "a binding that was there stays");
}

#[tokio::test]
async fn everything_is_as_it_was_when_the_code_was_sent() {
    let world = World::new();
    for (at, (old, new)) in [
        ("<key>validCode</key><value>246810", "<key>validCode</key><value>246811"),
        ("<key>validCode</key><value>246810", "<key>validCode</key><value>"),
        ("<customerId>U1", "<customerId>U2"),
        ("<cardNo>6299980000005678", "<cardNo>6299980000015678"),
        ("<value>13900000000", "<value>13900000001"),
        ("<key>token</key><value>", "<key>token</key><value>1"),
        ("<key>token</key>", "<key>tokem</key>"),
        (NEW, KNOWN),
    ]
    .into_iter()
    .enumerate()
    {
        let order = format!("A{at}");
        let good = first(&token(&world, &order, FIRST, "10").await);
        assert!(good.contains(old));
        let expected = if new == KNOWN { "T3" } else { "T6" };
        assert_eq!(code(&pay(&world, &order, "10", &good.replace(old, new)).await), expected, "{new}");
        assert_eq!(world.status(&order).await, "F");
    }
    let one = token(&world, "B1", FIRST, "10").await;
    assert_eq!(code(&pay(&world, "B1", "10.01", &first(&one)).await), "T6", "the amount");
    let two = token(&world, "B2", FIRST, "10").await;
    assert_eq!(code(&pay(&world, "B3", "10", &first(&two)).await), "T6", "the order number");
    assert_eq!(code(&pay(&world, "B2", "10", &first(&two)).await), "T6", "which has spent the code");
}

#[tokio::test]
async fn only_the_latest_code_is_good_and_not_for_ever() {
    let world = World::new();
    let old = token(&world, "A1", FIRST, "10").await;
    let new = token(&world, "A1", FIRST, "10").await;
    assert_ne!(old, new);
    assert_eq!(code(&pay(&world, "A1", "10", &first(&new)).await), "00");
    assert_eq!(code(&world.call("getDynNum", get_dyn_num("A1", FIRST, "10")).await), "OR", "the number is used");
    assert_eq!(code(&pay(&world, "A1", "10", &first(&new)).await), "OR");
    let replaced = token(&world, "A2", FIRST, "10").await;
    token(&world, "A2", FIRST, "10").await;
    assert_eq!(code(&pay(&world, "A2", "10", &first(&replaced)).await), "T6");
    let late = token(&world, "A3", FIRST, "10").await;
    world.wait(600);
    assert_eq!(code(&pay(&world, "A3", "10", &first(&late)).await), "T6");
}

#[tokio::test]
async fn a_stored_card_must_be_the_one() {
    let world = World::new();
    assert_eq!(code(&world.call("getDynNum", get_dyn_num("A1", STORED, "10")).await), "T3", "nothing is stored");
    world.bind("U1", "S1", CARD).await;
    world.bind("U1", "S2", PAN).await;
    let one = token(&world, "A1", STORED, "10").await;
    let other = later(&one).replace("6299985678", "6299992348");
    assert_eq!(code(&pay(&world, "A1", "10", &other).await), "T6");
    let bank = |bank: &str| format!("{STORED}<bankId>{bank}</bankId>");
    let wrong = world.call("getDynNum", get_dyn_num("A2", &bank("ICBC"), "10")).await;
    assert_eq!(field(&wrong, "errorMessage"), Some("Element[bankId] not matched CardNo"));
    let two = token(&world, "A2", &bank("CMB"), "10").await;
    world.bind("U1", "S3", "6299980000015678").await;
    assert_eq!(code(&pay(&world, "A2", "10", &later(&two)).await), "T3", "which of the two is not said");
}

#[tokio::test]
async fn the_amount_decides_and_a_cut_before_spends_nothing() {
    let world = World::new();
    for (order, amount, expected) in [("A1", "1.51", "I8"), ("A2", "1.68", "C0"), ("A3", "1.71", "68")] {
        let one = token(&world, order, FIRST, amount).await;
        assert_eq!(code(&pay(&world, order, amount, &first(&one)).await), expected);
    }
    let one = token(&world, "A4", FIRST, "1.97").await;
    for _ in 0..2 {
        let document = purchase("A4", "1.97", &first(&one)).replace("QPay02", "QuickPay");
        world.send(request("purchase", document)).await.expect_err("cut");
        assert_eq!(world.status("A4").await, "B.MGW.0170");
    }
}

#[tokio::test]
async fn a_notice_tells_it() {
    let world = World::new();
    let one = token(&world, "A1", FIRST, "10").await;
    let payer = first(&one).replace("<extMap>", "<tr3Url>http://merchant.example/quick</tr3Url><extMap>");
    assert_eq!(code(&pay(&world, "A1", "10", &payer).await), "00");
    world.wait(1);
    let told = world.simulator.due().remove(0);
    assert_eq!(told.request().uri(), "http://merchant.example/quick");
}

#[tokio::test]
async fn what_they_need() {
    let world = World::new();
    let good = get_dyn_num("A1", FIRST, "10");
    for (old, new) in [
        ("<pan>6299980000005678</pan>", ""),
        ("<phoneNO>13900000000</phoneNO>", ""),
        ("13900000000", ""),
        ("<pan>", "<storablePan>6299985678</storablePan><pan>"),
        ("<cvv2>999", "<cvv2>99"),
        ("1230", "1330"),
        ("<amount>10", "<amount>0"),
        ("<customerId>U1</customerId>", ""),
        ("<customerId>", "<terminalId>00002012</terminalId><customerId>"),
    ] {
        assert!(good.contains(old));
        assert_eq!(code(&world.call("getDynNum", good.replace(old, new)).await), "B.MGW.0120", "{new}");
    }
    for payer in [
        format!("{NEW}<storableCardNo>6299985678</storableCardNo>{}", pairs(&[("token", "1")])),
        format!("<customerId>U1</customerId>{}", pairs(&[("token", "1")])),
        NEW.to_owned(),
        NEW.replace("<customerId>U1</customerId>", &pairs(&[("token", "1")])),
    ] {
        assert_eq!(code(&pay(&world, "A1", "10", &payer).await), "B.MGW.0120", "{payer}");
    }
    assert_eq!(code(&world.call("purchase", purchase("A1", "10", &first("1"))).await), "B.MGW.0120", "agreement pay takes no card number");
}
