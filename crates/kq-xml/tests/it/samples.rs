//! The samples of sections 2.3, 3.1 to 3.4, 4.2 and 4.6: written as they are printed, read to the right fields.

use kq_xml::{
    AuthorizationCode, Document, ErrorMsg, IndAuth, IndAuthVerify, Purchase, QueryTxn, Tr2, Tr3, Tr4, from_slice,
    op::{IndAuthReply, IndAuthVerifyReply, Transaction},
    reply_to_vec, request_from_slice, to_vec,
};
use paycore::{BeijingTime, Fen};

use crate::{
    cards::{GET_DYN_NUM, GET_DYN_NUM_REPLY, PCI_DEL, PCI_DEL_REPLY, PCI_QUERY, PCI_QUERY_REPLY, QUERY_CARDINFO, QUERY_CARDINFO_REPLY},
    transactions::{
        CONFIRM, CONFIRM_REPLY, INSTALLMENT, INSTALLMENT_REPLY, PREAUTH, PREAUTH_REPLY, QUICK_PURCHASE, REFUND, REFUND_REPLY, VOID,
        VOID_REPLY,
    },
};

pub(crate) const REFUSED: &str = include_str!("../samples/refused.xml");
pub(crate) const IND_AUTH: &str = include_str!("../samples/ind_auth.xml");
pub(crate) const IND_AUTH_REPLY: &str = include_str!("../samples/ind_auth_reply.xml");
pub(crate) const IND_AUTH_VERIFY: &str = include_str!("../samples/ind_auth_verify.xml");
pub(crate) const IND_AUTH_VERIFY_REPLY: &str = include_str!("../samples/ind_auth_verify_reply.xml");
pub(crate) const PURCHASE: &str = include_str!("../samples/purchase.xml");
pub(crate) const PURCHASE_REPLY: &str = include_str!("../samples/purchase_reply.xml");
pub(crate) const PURCHASE_DECLINED: &str = include_str!("../samples/purchase_declined.xml");
pub(crate) const QUERY_TXN: &str = include_str!("../samples/query_txn.xml");
pub(crate) const QUERY_TXN_REPLY: &str = include_str!("../samples/query_txn_reply.xml");
pub(crate) const QUERY_TXN_NOT_FOUND: &str = include_str!("../samples/query_txn_not_found.xml");
pub(crate) const TR3: &str = include_str!("../samples/tr3.xml");
pub(crate) const TR4: &str = include_str!("../samples/tr4.xml");

/// Every document of the specification that this crate reads or writes.
pub(crate) const ALL: [&str; 32] = [
    REFUSED,
    IND_AUTH,
    IND_AUTH_REPLY,
    IND_AUTH_VERIFY,
    IND_AUTH_VERIFY_REPLY,
    PURCHASE,
    PURCHASE_REPLY,
    PURCHASE_DECLINED,
    QUERY_TXN,
    QUERY_TXN_REPLY,
    QUERY_TXN_NOT_FOUND,
    PCI_DEL,
    PCI_DEL_REPLY,
    PCI_QUERY,
    PCI_QUERY_REPLY,
    QUERY_CARDINFO,
    QUERY_CARDINFO_REPLY,
    GET_DYN_NUM,
    GET_DYN_NUM_REPLY,
    QUICK_PURCHASE,
    REFUND,
    REFUND_REPLY,
    VOID,
    VOID_REPLY,
    PREAUTH,
    PREAUTH_REPLY,
    CONFIRM,
    CONFIRM_REPLY,
    INSTALLMENT,
    INSTALLMENT_REPLY,
    TR3,
    TR4,
];

pub(crate) const MERCHANT: &str = "104110045112012";
pub(crate) const TERMINAL: &str = "00002012";

pub(crate) fn ind_auth() -> IndAuth {
    IndAuth::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .customer_id("U90001")
        .external_ref_number("SIGN0001")
        .pan("6299990000000012348")
        .card_holder_name("张三")
        .id_type("0")
        .card_holder_id("990000199001010017")
        .phone_no("13900000000")
        .build()
}

pub(crate) fn ind_auth_verify() -> IndAuthVerify {
    IndAuthVerify::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .customer_id("U90001")
        .external_ref_number("SIGN0001")
        .pan("6299990000000012348")
        .valid_code("246810")
        .token("9000177")
        .phone_no("13900000000")
        .build()
}

pub(crate) fn purchase() -> Purchase {
    Purchase::builder()
        .merchant_id(MERCHANT)
        .terminal_id(TERMINAL)
        .external_ref_number("ORDER0001")
        .entry_time(BeijingTime::parse_compact("20250301101500").expect("a time"))
        .amount(Fen::parse_yuan("88.60").expect("an amount"))
        .customer_id("U90001")
        .pay_token("8190000000000000017")
        .tr3_url("https://merchant.example/99bill/tr3")
        .build()
}

pub(crate) fn query_txn() -> QueryTxn {
    QueryTxn::builder().external_ref_number("ORDER0001").merchant_id(MERCHANT).terminal_id(TERMINAL).build()
}

pub(crate) fn text(value: &str) -> Option<String> {
    Some(value.into())
}

fn tr2() -> Tr2 {
    Tr2 {
        txn_type: text("PUR"),
        interactive_status: text("TR2"),
        amount: text("88.60"),
        merchant_id: text(MERCHANT),
        terminal_id: text(TERMINAL),
        entry_time: text("20250301101500"),
        external_ref_number: text("ORDER0001"),
        customer_id: text("U90001"),
        trans_time: text("20250301101502"),
        ref_number: text("990000000101"),
        response_code: text("00"),
        response_text_message: text("交易成功"),
        card_org: text("CU"),
        issuer: text("建设银行"),
        storable_card_no: text("6299992348"),
        authorization_code: Some(AuthorizationCode("204060".into())),
        ..Tr2::default()
    }
}

#[track_caller]
pub(crate) fn written(bytes: Vec<u8>, sample: &str) {
    assert_eq!(String::from_utf8(bytes).as_deref(), Ok(sample));
}

#[test]
fn ind_auth_request() {
    written(to_vec(&ind_auth()).expect("valid"), IND_AUTH);
    assert_eq!(request_from_slice::<IndAuth>(IND_AUTH.as_bytes()), Ok(ind_auth()));
}

#[test]
fn ind_auth_reply() {
    let expected = IndAuthReply {
        merchant_id: text(MERCHANT),
        terminal_id: text(TERMINAL),
        customer_id: text("U90001"),
        external_ref_number: text("SIGN0001"),
        storable_pan: text("6299992348"),
        token: Some("9000177".into()),
        response_code: text("00"),
        response_text_message: text("交易成功"),
    };
    written(reply_to_vec::<IndAuth>(None, Some(&expected), None).expect("writable"), IND_AUTH_REPLY);
    let reply = from_slice::<IndAuth>(IND_AUTH_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content, Some(expected));
    assert_eq!((reply.error, reply.echo, reply.extra), (None, vec![], vec![]));
}

#[test]
fn ind_auth_verify_request() {
    written(to_vec(&ind_auth_verify()).expect("valid"), IND_AUTH_VERIFY);
    assert_eq!(request_from_slice::<IndAuthVerify>(IND_AUTH_VERIFY.as_bytes()), Ok(ind_auth_verify()));
}

#[test]
fn ind_auth_verify_reply_without_a_version() {
    let expected = IndAuthVerifyReply {
        merchant_id: text(MERCHANT),
        customer_id: text("U90001"),
        external_ref_number: text("SIGN0001"),
        storable_pan: text("6299992348"),
        pay_token: Some("8190000000000000017".into()),
        response_code: text("00"),
        response_text_message: text("成功"),
        ..IndAuthVerifyReply::default()
    };
    written(reply_to_vec::<IndAuthVerify>(None, Some(&expected), None).expect("writable"), IND_AUTH_VERIFY_REPLY);
    let reply = from_slice::<IndAuthVerify>(IND_AUTH_VERIFY_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content, Some(expected));
}

#[test]
fn purchase_request() {
    written(to_vec(&purchase()).expect("valid"), PURCHASE);
    assert_eq!(request_from_slice::<Purchase>(PURCHASE.as_bytes()), Ok(purchase()));
}

#[test]
fn purchase_reply() {
    written(reply_to_vec::<Purchase>(None, Some(&tr2()), None).expect("writable"), PURCHASE_REPLY);
    let reply = from_slice::<Purchase>(PURCHASE_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content, Some(tr2()));
    assert_eq!((reply.error, reply.echo, reply.extra), (None, vec![], vec![]));
}

#[test]
fn purchase_declined_before_the_bank() {
    let declined = Tr2 {
        external_ref_number: text("ORDER0002"),
        customer_id: None,
        trans_time: text("20250301101503"),
        ref_number: None,
        response_code: text("TC"),
        response_text_message: text("商户权限不足"),
        issuer: None,
        storable_card_no: None,
        authorization_code: None,
        ..tr2()
    };
    written(reply_to_vec::<Purchase>(None, Some(&declined), None).expect("writable"), PURCHASE_DECLINED);
    assert_eq!(from_slice::<Purchase>(PURCHASE_DECLINED.as_bytes()).expect("a reply").content, Some(declined));
}

#[test]
fn query_txn_request() {
    written(to_vec(&query_txn()).expect("valid"), QUERY_TXN);
    assert_eq!(request_from_slice::<QueryTxn>(QUERY_TXN.as_bytes()), Ok(query_txn()));
}

#[test]
fn query_txn_reply_with_its_echo() {
    let found = Transaction {
        txn_type: text("PUR"),
        amount: text("88.60"),
        merchant_id: text(MERCHANT),
        terminal_id: text(TERMINAL),
        entry_time: text("20250301101500"),
        external_ref_number: text("ORDER0001"),
        customer_id: text("U90001"),
        trans_time: text("20250301101502"),
        void_flag: text("0"),
        ref_number: text("990000000101"),
        response_code: text("00"),
        response_text_message: text(""),
        card_org: text("CU"),
        issuer: text("建设银行"),
        storable_card_no: text("6299992348"),
        authorization_code: Some(AuthorizationCode("204060".into())),
        pay_token: None,
        txn_status: text("S"),
    };
    written(reply_to_vec::<QueryTxn>(Some(&query_txn()), Some(&found), None).expect("writable"), QUERY_TXN_REPLY);
    let reply = from_slice::<QueryTxn>(QUERY_TXN_REPLY.as_bytes()).expect("a reply");
    assert_eq!(reply.content, Some(Transaction { response_text_message: None, ..found }));
    let echo: Vec<_> = reply.echo.iter().map(|node| (node.name.as_str(), node.text().expect("a text"))).collect();
    assert_eq!(echo, [("externalRefNumber", "ORDER0001"), ("txnType", "PUR"), ("merchantId", MERCHANT), ("terminalId", TERMINAL)],);
}

#[test]
fn query_txn_that_found_nothing() {
    let request = QueryTxn { external_ref_number: text("ORDER0404"), terminal_id: None, ..query_txn() };
    let error = ErrorMsg {
        error_code: text("B.MGW.0170"),
        error_message: text("No transaction[externalRefNumber='ORDER0404', refNumber='null'] exists!"),
    };
    written(reply_to_vec::<QueryTxn>(Some(&request), None, Some(&error)).expect("writable"), QUERY_TXN_NOT_FOUND);
    let reply = from_slice::<QueryTxn>(QUERY_TXN_NOT_FOUND.as_bytes()).expect("a reply");
    assert_eq!((reply.content, reply.error, reply.echo.len()), (None, Some(error), 3));
}

#[test]
fn a_refusal_answers_every_operation() {
    let error = ErrorMsg { error_code: text("B.MGW.0120"), error_message: text("Data length of element[terminalId] is incorrect!") };
    written(reply_to_vec::<IndAuthVerify>(None, None, Some(&error)).expect("writable"), REFUSED);
    assert_eq!(from_slice::<IndAuth>(REFUSED.as_bytes()).expect("a reply").error.as_ref(), Some(&error));
    assert_eq!(from_slice::<IndAuthVerify>(REFUSED.as_bytes()).expect("a reply").error.as_ref(), Some(&error));
    assert_eq!(from_slice::<Purchase>(REFUSED.as_bytes()).expect("a reply").error.as_ref(), Some(&error));
    assert_eq!(from_slice::<QueryTxn>(REFUSED.as_bytes()).expect("a reply").error.as_ref(), Some(&error));
}

#[test]
fn tr4_answers_tr3() {
    let answer = Tr4 {
        txn_type: text("PUR"),
        interactive_status: text("TR4"),
        merchant_id: text(MERCHANT),
        terminal_id: text(TERMINAL),
        settle_merchant_id: None,
        ref_number: text("990000000101"),
    };
    assert_eq!(answer.to_xml().as_deref(), Ok(TR4));
    assert_eq!(Tr4::from_slice(TR4.as_bytes()), Ok(answer.clone()));
    let notice = Tr3 {
        txn_type: text("PUR"),
        merchant_id: text(MERCHANT),
        terminal_id: text(TERMINAL),
        ref_number: text("990000000101"),
        ..Tr3::default()
    };
    assert_eq!(Tr4::answering(&notice), answer);
    let settled = Tr4::answering(&Tr3 { settle_merchant_id: text("104110045112013"), ..notice });
    assert_eq!(settled.settle_merchant_id.as_deref(), Some("104110045112013"));
}

#[test]
fn a_document_knows_its_operation() {
    for (sample, operation) in [
        (IND_AUTH, "ind_auth"),
        (IND_AUTH_REPLY, "ind_auth"),
        (IND_AUTH_VERIFY, "ind_auth_verify"),
        (IND_AUTH_VERIFY_REPLY, "ind_auth_verify"),
        (PURCHASE, "purchase"),
        (PURCHASE_REPLY, "purchase"),
        (PURCHASE_DECLINED, "purchase"),
        (QUERY_TXN, "query_txn"),
        (QUERY_TXN_REPLY, "query_txn"),
        (QUERY_TXN_NOT_FOUND, "query_txn"),
        (PCI_DEL, "pci_del"),
        (PCI_DEL_REPLY, "pci_del"),
        (PCI_QUERY, "pci_query"),
        (PCI_QUERY_REPLY, "pci_query"),
        (QUERY_CARDINFO, "query_cardinfo"),
        (QUERY_CARDINFO_REPLY, "query_cardinfo"),
        (GET_DYN_NUM, "get_dyn_num"),
        (GET_DYN_NUM_REPLY, "get_dyn_num"),
        (QUICK_PURCHASE, "quick_purchase"),
        (REFUND, "refund"),
        (REFUND_REPLY, "refund"),
        (VOID, "void"),
        (VOID_REPLY, "void"),
        (PREAUTH, "preauth"),
        (PREAUTH_REPLY, "preauth"),
        (CONFIRM, "confirm"),
        (CONFIRM_REPLY, "confirm"),
        (INSTALLMENT, "installment_purchase"),
        (INSTALLMENT_REPLY, "installment_purchase"),
        (TR3, "tr3"),
        (TR4, "tr3"),
    ] {
        let document = Document::from_slice(sample.as_bytes()).expect("a document");
        assert_eq!(document.operation(), Some(format!("kuaiqian.agreement.{operation}").as_str()), "{sample}");
    }
    assert_eq!(Document::from_slice(REFUSED.as_bytes()).expect("a document").operation(), None);
}

#[test]
fn a_document_gives_the_answer_not_the_echo() {
    let document = Document::from_slice(QUERY_TXN_REPLY.as_bytes()).expect("a document");
    assert_eq!(document.text("TXNSTATUS"), Some("S"));
    assert_eq!(document.contents.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["QryTxnMsgContent", "TxnMsgContent"]);
    let refused = Document::from_slice(REFUSED.as_bytes()).expect("a document");
    assert!(refused.answer().is_none() && refused.content("errormsgcontent").is_some());
}
