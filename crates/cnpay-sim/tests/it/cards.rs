//! Bound cards, looked at and unbound; cards looked up.

use crate::world::*;

const CREDIT: &str = "6299980000005678";

fn pci_query(customer: &str, more: &str) -> String {
    document(&format!("<PciQueryContent><merchantId>{MERCHANT}</merchantId><customerId>{customer}</customerId>{more}</PciQueryContent>"))
}

fn pci_del(customer: &str, card: &str, bank: &str) -> String {
    document(&format!(
        "<PciDeleteContent><merchantId>{MERCHANT}</merchantId><customerId>{customer}</customerId>{card}<bankId>{bank}</bankId>\
         </PciDeleteContent>"
    ))
}

fn card_info(number: &str) -> String {
    document(&format!("<QryCardContent><txnType>PUR</txnType><cardNo>{number}</cardNo></QryCardContent>"))
}

#[tokio::test]
async fn a_bound_card_is_listed() {
    let world = World::new();
    let token = world.bind("U90001", "S1", PAN).await;
    let list = world.call("pci_query", pci_query("U90001", "<cardType>0002</cardType>")).await;
    let expected = format!(
        "<PciQueryContent><merchantId>{MERCHANT}</merchantId><customerId>U90001</customerId><storablePan></storablePan>\
         <bankId></bankId><cardType>0002</cardType><pciInfos><pciInfo><bankId>CCB</bankId><storablePan>6299992348</storablePan>\
         <shortPhoneNo>1390000</shortPhoneNo><phoneNO>13900000000</phoneNO><payToken>{token}</payToken></pciInfo></pciInfos>\
         <responseCode>00</responseCode></PciQueryContent>"
    );
    assert_eq!(list, reply(false, &expected));
}

#[tokio::test]
async fn cards_are_listed_by_type_and_every_filter_counts() {
    let world = World::new();
    let debit = world.bind("U1", "S1", PAN).await;
    let credit = world.bind("U1", "S2", CREDIT).await;
    world.bind("U2", "S3", "6299990000000033333").await;
    let (of_debit, of_credit) = (format!("<payToken>{debit}</payToken>"), format!("<payToken>{credit}</payToken>"));
    for (filter, cards) in [
        ("", "6299985678"),
        ("<cardType>0001</cardType>", "6299985678"),
        ("<cardType>0002</cardType>", "6299992348"),
        ("<cardType>0000</cardType>", "6299992348 6299985678"),
        ("<cardType>0000</cardType><bindType>0</bindType><bankId>CMB</bankId>", "6299985678"),
        ("<cardType>0000</cardType><storablePan>6299992348</storablePan>", "6299992348"),
        ("<cardType>0000</cardType><storablePan>6299992349</storablePan>", ""),
        (&format!("<cardType>0002</cardType>{of_debit}"), "6299992348"),
        (&format!("<cardType>0002</cardType>{of_credit}"), ""),
        (&of_credit, "6299985678"),
        ("<bankId>CCB</bankId>", ""),
    ] {
        let list = world.call("pci_query", pci_query("U1", filter)).await;
        assert_eq!(code(&list), "00", "an empty list is an answer too");
        let found: Vec<_> = list.split("<pciInfo>").skip(1).map(|row| field(row, "storablePan").expect("a card")).collect();
        assert_eq!(found.join(" "), cards, "{filter}");
    }
    assert_eq!(code(&world.call("pci_query", pci_query("U1", "<cardType>0003</cardType>")).await), "B.MGW.0120");
    let nobody = world.call("pci_query", pci_query("U9", "")).await;
    assert_eq!((code(&nobody), nobody.contains("<pciInfo>")), ("00", false), "{nobody}");
}

#[tokio::test]
async fn an_unbound_card_is_gone() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let by_token = pci_del("U1", &format!("<payToken>{token}</payToken><pan></pan>"), "CCB");
    let expected = format!(
        "<PciDeleteContent><merchantId>{MERCHANT}</merchantId><customerId>U1</customerId><pan></pan>\
         <storablePan>6299992348</storablePan><bankId>CCB</bankId><responseCode>00</responseCode></PciDeleteContent>"
    );
    assert_eq!(world.call("pci_del", by_token.clone()).await, reply(false, &expected));
    assert_eq!(code(&world.pay("A1", "1", &token).await), "T3");
    let again = world.call("pci_del", by_token).await;
    assert_eq!(code(&again), "T8", "{again}");
    let list = world.call("pci_query", pci_query("U1", "<cardType>0002</cardType>")).await;
    assert!(!list.contains("<pciInfo>"), "{list}");
    let token = world.bind("U1", "S2", PAN).await;
    assert_eq!(code(&world.pay("A2", "1", &token).await), "00", "and may be bound again");
}

#[tokio::test]
async fn only_what_is_named_exactly_is_unbound() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let token = format!("<payToken>{token}</payToken>");
    let card = "<storablePan>6299992348</storablePan>";
    let unbind = async |customer: &str, named: &str, bank: &str| {
        let answer = world.call("pci_del", pci_del(customer, named, bank)).await;
        (code(&answer).to_owned(), field(&answer, "errorMessage").map(str::to_owned))
    };
    let bank = Some("Element[bankId] not matched CardNo".to_owned());
    assert_eq!(unbind("U1", &token, "ICBC").await, ("B.MGW.0120".into(), bank));
    assert_eq!(unbind("U1", "", "CCB").await, ("B.MGW.0120".into(), Some("[payToken] is empty".into())));
    assert_eq!(unbind("U2", &token, "CCB").await, ("T8".into(), None));
    assert_eq!(unbind("U1", "<payToken>1234567890123456789</payToken>", "CCB").await, ("T8".into(), None));
    assert_eq!(unbind("U1", &format!("{token}<pan>6299990000000022348</pan>"), "CCB").await, ("T8".into(), None));
    world.bind("U1", "S2", "6299990000000022348").await;
    assert_eq!(unbind("U1", card, "CCB").await, ("T3".into(), None), "which of the two is not said");
    assert_eq!(unbind("U1", &format!("<pan>6299990000000022348</pan>{card}"), "CCB").await, ("00".into(), None));
    assert_eq!(unbind("U1", card, "CCB").await, ("00".into(), None));
}

#[tokio::test]
async fn a_card_is_known_by_its_first_digits() {
    let world = World::new();
    let found = world.call("query_cardinfo", card_info(PAN)).await;
    let expected = format!(
        "<QryCardContent><txnType>PUR</txnType><cardNo>{PAN}</cardNo></QryCardContent><CardInfoContent><cardNo>{PAN}</cardNo>\
         <cardOrg>CU</cardOrg><cardType>0002</cardType><issuer>建设银行</issuer><validFlag>1</validFlag>\
         <validateType>000</validateType><bankId>CCB</bankId></CardInfoContent>"
    );
    assert_eq!(found, reply(true, &expected));
    for (number, organisation, kind, bank) in [
        (CREDIT, "CU", "0001", "CMB"),
        ("4000000000000002", "VI", "0001", "ICBC"),
        ("5000000000000009", "MC", "0001", "BOC"),
        ("129999000000", "", "", ""),
        ("129999000001", "CU", "0002", "CCB"),
    ] {
        let found = world.call("query_cardinfo", card_info(number)).await;
        let text = |name| field(&found, name).unwrap_or_default();
        assert_eq!((text("cardOrg"), text("cardType"), text("bankId")), (organisation, kind, bank), "{found}");
        assert_eq!((field(&found, "responseCode"), field(&found, "errorCode")), (None, None), "{found}");
    }
}

#[tokio::test]
async fn an_unknown_card_is_only_repeated() {
    let world = World::new();
    let unknown = world.call("query_cardinfo", card_info("6299990000000000")).await;
    let echo = "<QryCardContent><txnType>PUR</txnType><cardNo>6299990000000000</cardNo></QryCardContent>";
    assert_eq!(unknown, reply(true, echo));
    for (document, error) in [
        (card_info("62999900000"), "B.MGW.0120"),
        (card_info(""), "B.MGW.0120"),
        (card_info(PAN).replace(">PUR<", ">CIV<"), "B.MGW.0130"),
        (card_info(PAN).replace("<cardNo>", &format!("<merchantId>{MERCHANT}</merchantId><cardNo>")), "B.MGW.0120"),
    ] {
        assert_eq!(code(&world.call("query_cardinfo", document).await), error);
    }
}
