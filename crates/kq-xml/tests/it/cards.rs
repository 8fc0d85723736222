//! The samples of sections 3.5 to 3.8: cards that are bound, looked up, or about to pay by SMS code.

use kq_xml::{
    GetDynNum, PciDel, PciQuery, QueryCardinfo, from_slice,
    op::{CardInfo, GetDynNumReply, PciDelReply, PciInfo, PciInfos, PciQueryReply},
    reply_to_vec, request_from_slice, to_vec,
};
use paycore::Fen;

use crate::samples::{MERCHANT, text, written};

pub(crate) const PCI_DEL: &str = include_str!("../samples/pci_del.xml");
pub(crate) const PCI_DEL_REPLY: &str = include_str!("../samples/pci_del_reply.xml");
pub(crate) const PCI_QUERY: &str = include_str!("../samples/pci_query.xml");
pub(crate) const PCI_QUERY_REPLY: &str = include_str!("../samples/pci_query_reply.xml");
pub(crate) const QUERY_CARDINFO: &str = include_str!("../samples/query_cardinfo.xml");
pub(crate) const QUERY_CARDINFO_REPLY: &str = include_str!("../samples/query_cardinfo_reply.xml");
pub(crate) const GET_DYN_NUM: &str = include_str!("../samples/get_dyn_num.xml");
pub(crate) const GET_DYN_NUM_REPLY: &str = include_str!("../samples/get_dyn_num_reply.xml");

pub(crate) fn pci_del() -> PciDel {
    PciDel::builder().merchant_id(MERCHANT).customer_id("U90001").pay_token("8190000000000000017").bank_id("CCB").build()
}

pub(crate) fn pci_query() -> PciQuery {
    PciQuery::builder().merchant_id(MERCHANT).customer_id("U90001").card_type("0002").build()
}

pub(crate) fn query_cardinfo() -> QueryCardinfo {
    QueryCardinfo::builder().card_no("6299990000000012348").build()
}

/// A first payment.
pub(crate) fn get_dyn_num() -> GetDynNum {
    GetDynNum::builder()
        .merchant_id(MERCHANT)
        .customer_id("U90002")
        .external_ref_number("ORDER0003")
        .card_holder_name("张三")
        .id_type("0")
        .card_holder_id("990000199001010017")
        .pan("6299980000005678")
        .expired_date("1230")
        .cvv2("999")
        .phone_no("13900000000")
        .amount(Fen::new(1000))
        .build()
}

#[test]
fn pci_del_request() {
    written(to_vec(&pci_del()).expect("valid"), PCI_DEL);
    assert_eq!(request_from_slice::<PciDel>(PCI_DEL.as_bytes()), Ok(pci_del()));
    let empty = PCI_DEL.replace("<bankId>", "<pan></pan><bankId>");
    assert_eq!(request_from_slice::<PciDel>(empty.as_bytes()), Ok(pci_del()), "an empty card number is none");
}

#[test]
fn pci_del_reply_without_a_version() {
    let expected = PciDelReply {
        merchant_id: text(MERCHANT),
        customer_id: text("U90001"),
        pan: Some("".into()),
        storable_pan: text("6299992348"),
        bank_id: text("CCB"),
        response_code: text("00"),
        ..PciDelReply::default()
    };
    written(reply_to_vec::<PciDel>(None, Some(&expected), None).expect("writable"), PCI_DEL_REPLY);
    let reply = from_slice::<PciDel>(PCI_DEL_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content, Some(PciDelReply { pan: None, ..expected }));
}

#[test]
fn pci_query_request() {
    written(to_vec(&pci_query()).expect("valid"), PCI_QUERY);
    assert_eq!(request_from_slice::<PciQuery>(PCI_QUERY.as_bytes()), Ok(pci_query()));
}

/// Without a card type credit cards are meant, and said so.
#[test]
fn pci_query_always_names_the_card_type() {
    let request = PciQuery::builder().merchant_id(MERCHANT).customer_id("U90001").build();
    written(to_vec(&request).expect("valid"), &PCI_QUERY.replace("0002", "0001"));
    let silent = PCI_QUERY.replace("<cardType>0002</cardType>", "");
    assert_eq!(request_from_slice::<PciQuery>(silent.as_bytes()), Ok(request));
}

#[test]
fn pci_query_reply_without_a_version() {
    let card = PciInfo {
        bank_id: text("CCB"),
        storable_pan: text("6299992348"),
        short_phone_no: text("1390000"),
        phone_no: Some("13900000000".into()),
        pay_token: Some("8190000000000000017".into()),
    };
    let expected = PciQueryReply {
        merchant_id: text(MERCHANT),
        customer_id: text("U90001"),
        storable_pan: text(""),
        bank_id: text(""),
        card_type: text("0002"),
        pci_infos: PciInfos { cards: vec![card] },
        response_code: text("00"),
        ..PciQueryReply::default()
    };
    written(reply_to_vec::<PciQuery>(None, Some(&expected), None).expect("writable"), PCI_QUERY_REPLY);
    let reply = from_slice::<PciQuery>(PCI_QUERY_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content, Some(PciQueryReply { storable_pan: None, bank_id: None, ..expected }));
}

#[test]
fn a_list_of_cards_may_be_empty_or_long() {
    let (head, rest) = PCI_QUERY_REPLY.split_once("<pciInfos>").expect("a list");
    let (card, tail) = rest.split_once("</pciInfos>").expect("a list");
    let cards = |list: &str| {
        let reply = from_slice::<PciQuery>(format!("{head}{list}{tail}").as_bytes()).expect("a reply").content.expect("an answer");
        assert_eq!(reply.response_code.as_deref(), Some("00"), "{list}");
        reply.pci_infos.cards.len()
    };
    assert_eq!(["", "<pciInfos/>", "<pciInfos></pciInfos>", "<pciInfos> </pciInfos>"].map(cards), [0; 4]);
    assert_eq!(cards(&format!("<pciInfos>{}</pciInfos>", card.repeat(3))), 3);
    assert_eq!(cards("<PciInfos><PCIINFO><BankId>CCB</BankId></PCIINFO></PciInfos>"), 1);
}

#[test]
fn query_cardinfo_request() {
    written(to_vec(&query_cardinfo()).expect("valid"), QUERY_CARDINFO);
    assert_eq!(request_from_slice::<QueryCardinfo>(QUERY_CARDINFO.as_bytes()), Ok(query_cardinfo()));
}

#[test]
fn query_cardinfo_reply_after_its_echo() {
    let expected = CardInfo {
        card_no: Some("6299990000000012348".into()),
        card_org: text("CU"),
        card_type: text("0002"),
        issuer: text("建设银行"),
        valid_flag: text("1"),
        validate_type: text("000"),
        bank_id: text("CCB"),
    };
    let reply = from_slice::<QueryCardinfo>(QUERY_CARDINFO_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content.as_ref(), Some(&expected));
    let echo: Vec<_> = reply.echo.iter().map(|node| (node.name.as_str(), node.text().expect("a text"))).collect();
    assert_eq!(echo, [("cardNo", "6299990000000012348"), ("txnType", "PUR")]);
    // The gateway echoes the card before the type; the writer keeps the order of the request. Order carries no meaning.
    let ours = reply_to_vec::<QueryCardinfo>(Some(&query_cardinfo()), Some(&expected), None).expect("writable");
    let (card, kind) = ("<cardNo>6299990000000012348</cardNo>", "<txnType>PUR</txnType>");
    written(ours, &QUERY_CARDINFO_REPLY.replacen(&format!("{card}{kind}"), &format!("{kind}{card}"), 1));
}

#[test]
fn an_unknown_card_has_an_echo_only() {
    let (head, rest) = QUERY_CARDINFO_REPLY.split_once("<CardInfoContent>").expect("facts");
    let tail = rest.split_once("</CardInfoContent>").expect("facts").1;
    let reply = from_slice::<QueryCardinfo>(format!("{head}{tail}").as_bytes()).expect("a reply");
    assert_eq!((reply.content, reply.error, reply.echo.len()), (None, None, 2));
}

#[test]
fn get_dyn_num_request() {
    written(to_vec(&get_dyn_num()).expect("valid"), GET_DYN_NUM);
    assert_eq!(request_from_slice::<GetDynNum>(GET_DYN_NUM.as_bytes()), Ok(get_dyn_num()));
}

#[test]
fn get_dyn_num_reply_without_a_version() {
    let expected = GetDynNumReply {
        merchant_id: text(MERCHANT),
        customer_id: text("U90002"),
        storable_pan: text("6299985678"),
        token: Some("9000211".into()),
        response_code: text("00"),
        response_text_message: None,
    };
    written(reply_to_vec::<GetDynNum>(None, Some(&expected), None).expect("writable"), GET_DYN_NUM_REPLY);
    assert_eq!(from_slice::<GetDynNum>(GET_DYN_NUM_REPLY.as_bytes()).expect("a reply").content, Some(expected));
}
