//! The samples of sections 3.9 to 3.11, and a payment by SMS code as section 3.3 describes it.

use std::fmt::Debug;

use kq_xml::{
    AuthorizationCode, Confirm, ExtMap, InstallmentPurchase, Operation, Preauth, QuickPurchase, Refund, Tr2, Void, from_slice,
    reply_to_vec, request_from_slice, to_vec,
};
use paycore::{BeijingTime, Fen};

use crate::samples::{MERCHANT, TERMINAL, text, written};

pub(crate) const REFUND: &str = include_str!("../samples/refund.xml");
pub(crate) const REFUND_REPLY: &str = include_str!("../samples/refund_reply.xml");
pub(crate) const VOID: &str = include_str!("../samples/void.xml");
pub(crate) const VOID_REPLY: &str = include_str!("../samples/void_reply.xml");
/// The samples leave `extMap` out of PRE and INP for brevity.
pub(crate) const PREAUTH: &str = include_str!("../samples/preauth.xml");
pub(crate) const PREAUTH_REPLY: &str = include_str!("../samples/preauth_reply.xml");
pub(crate) const CONFIRM: &str = include_str!("../samples/confirm.xml");
pub(crate) const CONFIRM_REPLY: &str = include_str!("../samples/confirm_reply.xml");
pub(crate) const INSTALLMENT: &str = include_str!("../samples/installment_purchase.xml");
pub(crate) const INSTALLMENT_REPLY: &str = include_str!("../samples/installment_purchase_reply.xml");
/// Typed off the lists of section 3.3, which prints no sample of it.
pub(crate) const QUICK_PURCHASE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><MasMessage xmlns="http://www.99bill.com/mas_cnp_merchant_interface">"#,
    "<version>1.0</version><TxnMsgContent><interactiveStatus>TR1</interactiveStatus><spFlag>QuickPay</spFlag><txnType>PUR</txnType>",
    "<merchantId>104110045112012</merchantId><terminalId>00002012</terminalId><externalRefNumber>ORDER0003</externalRefNumber>",
    "<entryTime>20250301104500</entryTime><amount>10</amount><cardNo>6299980000005678</cardNo><expiredDate>1230</expiredDate>",
    "<cvv2>999</cvv2><customerId>U90002</customerId><cardHolderName>张三</cardHolderName><idType>0</idType>",
    "<cardHolderId>990000199001010017</cardHolderId><tr3Url>https://merchant.example/99bill/tr3</tr3Url><extMap>",
    "<extDate><key>phone</key><value>13900000000</value></extDate><extDate><key>validCode</key><value>246810</value></extDate>",
    "<extDate><key>savePciFlag</key><value>1</value></extDate><extDate><key>token</key><value>9000211</value></extDate>",
    "<extDate><key>payBatch</key><value>1</value></extDate></extMap></TxnMsgContent></MasMessage>",
);

const AGREEMENT: &str = "<extMap><extDate><key>phone</key><value></value></extDate><extDate><key>validCode</key><value></value></extDate>\
<extDate><key>savePciFlag</key><value>0</value></extDate><extDate><key>token</key><value></value></extDate>\
<extDate><key>payBatch</key><value>2</value></extDate></extMap>";

fn time(compact: &str) -> BeijingTime {
    BeijingTime::parse_compact(compact).expect("a time")
}

pub(crate) fn refund() -> Refund {
    Refund::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .entry_time(time("20250302090000"))
        .amount(Fen::new(860))
        .external_ref_number("REFUND0001")
        .orig_ref_number("990000000101")
        .build()
}

pub(crate) fn void() -> Void {
    Void::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .entry_time(time("20250301113000"))
        .orignal_txn_type("PUR")
        .amount(Fen::new(8860))
        .external_ref_number("VOID0001")
        .ref_number("990000000101")
        .build()
}

pub(crate) fn preauth() -> Preauth {
    Preauth::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .external_ref_number("HOLD0001")
        .entry_time(time("20250301120000"))
        .amount(Fen::new(50_000))
        .customer_id("U90001")
        .pay_token("8190000000000000017")
        .build()
}

pub(crate) fn confirm() -> Confirm {
    Confirm::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .external_ref_number("CAPTURE0001")
        .entry_time(time("20250303120000"))
        .amount(Fen::new(42_000))
        .authorization_code(AuthorizationCode("70809 ".into()))
        .orig_ref_number("990000000103")
        .build()
}

pub(crate) fn installment_purchase() -> InstallmentPurchase {
    InstallmentPurchase::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .external_ref_number("ORDER0005")
        .entry_time(time("20250301130000"))
        .amount(Fen::new(120_000))
        .term_in_months("12")
        .customer_id("U90001")
        .pay_token("8190000000000000017")
        .build()
}

/// A first payment by SMS code.
pub(crate) fn quick_purchase() -> QuickPurchase {
    QuickPurchase::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .external_ref_number("ORDER0003")
        .entry_time(time("20250301104500"))
        .amount(Fen::new(1000))
        .card_no("6299980000005678")
        .expired_date("1230")
        .cvv2("999")
        .customer_id("U90002")
        .card_holder_name("张三")
        .id_type("0")
        .card_holder_id("990000199001010017")
        .tr3_url("https://merchant.example/99bill/tr3")
        .ext_map(ExtMap::first_payment("13900000000", "246810", "9000211"))
        .build()
}

#[track_caller]
fn request<O: Operation + PartialEq + Debug>(request: &O, sample: &str) {
    written(to_vec(request).expect("valid"), sample);
    assert_eq!(request_from_slice::<O>(sample.as_bytes()).as_ref(), Ok(request));
}

#[track_caller]
fn reply<O: Operation<Reply = Tr2>>(expected: &Tr2, sample: &str) {
    written(reply_to_vec::<O>(None, Some(expected), None).expect("writable"), sample);
    let reply = from_slice::<O>(sample.as_bytes()).expect("a reply");
    assert_eq!(reply.content.as_ref(), Some(expected));
    assert_eq!((reply.error, reply.echo, reply.extra), (None, vec![], vec![]));
}

/// What the replies have in common.
fn tr2(kind: &str, amount: &str, order: &str, times: [&str; 2], reference: &str) -> Tr2 {
    Tr2 {
        txn_type: text(kind),
        interactive_status: text("TR2"),
        amount: text(amount),
        merchant_id: text(MERCHANT),
        terminal_id: text(TERMINAL),
        entry_time: text(times[0]),
        external_ref_number: text(order),
        trans_time: text(times[1]),
        ref_number: text(reference),
        response_code: text("00"),
        ..Tr2::default()
    }
}

/// What the replies about an earlier debit have besides.
fn with_card(reply: Tr2) -> Tr2 {
    Tr2 { response_text_message: text("交易成功"), card_org: text("CU"), storable_card_no: text("6299992348"), ..reply }
}

#[test]
fn a_refund() {
    request(&refund(), REFUND);
    let own = with_card(tr2("RFD", "8.60", "REFUND0001", ["20250302090000", "20250302090001"], "990000000102"));
    reply::<Refund>(&Tr2 { orig_ref_number: text("990000000101"), ..own }, REFUND_REPLY);
}

#[test]
fn a_void() {
    request(&void(), VOID);
    reply::<Void>(&with_card(tr2("VTX", "88.60", "VOID0001", ["20250301113000", "20250301113001"], "990000000101")), VOID_REPLY);
}

#[test]
fn a_preauth() {
    request(&preauth(), &PREAUTH.replace("</TxnMsgContent>", &format!("{AGREEMENT}</TxnMsgContent>")));
    assert_eq!(request_from_slice::<Preauth>(PREAUTH.as_bytes()), Ok(preauth()));
    let held = tr2("PRE", "500", "HOLD0001", ["20250301120000", "20250301120001"], "990000000103");
    reply::<Preauth>(&Tr2 { authorization_code: Some(AuthorizationCode("70809 ".into())), ..held }, PREAUTH_REPLY);
}

#[test]
fn a_confirm() {
    request(&confirm(), CONFIRM);
    reply::<Confirm>(&tr2("CFM", "420", "CAPTURE0001", ["20250303120000", "20250303120001"], "990000000104"), CONFIRM_REPLY);
}

/// The approval of the hold goes into the capture byte for byte.
#[test]
fn a_confirm_keeps_the_blanks_of_the_approval() {
    for approval in ["70809 ", "7     ", " 70809", "708091"] {
        let held = from_slice::<Preauth>(PREAUTH_REPLY.replace("70809 ", approval).as_bytes()).expect("a reply");
        let code = held.content.and_then(|content| content.authorization_code).expect("an approval");
        request(&Confirm { authorization_code: code, ..confirm() }, &CONFIRM.replace("70809 ", approval));
    }
}

#[test]
fn an_installment_purchase() {
    request(&installment_purchase(), &INSTALLMENT.replace("</TxnMsgContent>", &format!("{AGREEMENT}</TxnMsgContent>")));
    assert_eq!(request_from_slice::<InstallmentPurchase>(INSTALLMENT.as_bytes()), Ok(installment_purchase()));
    let paid = tr2("INP", "1200", "ORDER0005", ["20250301130000", "20250301130001"], "990000000105");
    reply::<InstallmentPurchase>(&paid, INSTALLMENT_REPLY);
}

#[test]
fn a_first_payment_by_sms_code() {
    request(&quick_purchase(), QUICK_PURCHASE);
}

#[test]
fn a_later_payment_by_sms_code() {
    let later = QuickPurchase::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .external_ref_number("ORDER0003")
        .entry_time(time("20250301104500"))
        .amount(Fen::new(1000))
        .storable_card_no("6299985678")
        .customer_id("U90002")
        .ext_map(ExtMap::later_payment("246810", "9000211"));
    let (head, _) = QUICK_PURCHASE.split_once("<cardNo>").expect("a card");
    let fields = "<storableCardNo>6299985678</storableCardNo><customerId>U90002</customerId><extMap>\
        <extDate><key>validCode</key><value>246810</value></extDate><extDate><key>savePciFlag</key><value>0</value></extDate>\
        <extDate><key>token</key><value>9000211</value></extDate><extDate><key>payBatch</key><value>2</value></extDate></extMap>";
    request(&later.build(), &format!("{head}{fields}</TxnMsgContent></MasMessage>"));
}
