//! Requests and TR4 answers are read exactly: section 2.5, last paragraph.

use kq_xml::{IndAuth, Purchase, QueryTxn, Tr4, request_from_slice};

use crate::samples::{PURCHASE, QUERY_TXN, TR4, purchase};

#[track_caller]
fn refused(document: &str, why: &str) {
    assert_ne!(document, PURCHASE, "the document was not changed");
    let error = request_from_slice::<Purchase>(document.as_bytes()).expect_err("not a strict request").to_string();
    assert!(error.contains(why), "{error:?} does not say {why:?}");
}

#[test]
fn another_case() {
    refused(&PURCHASE.replace("MasMessage", "masMessage"), "root");
    refused(&PURCHASE.replace("TxnMsgContent", "txnMsgContent"), "foreign content");
    refused(&PURCHASE.replace("payToken", "paytoken"), "paytoken: is not a field");
    refused(&PURCHASE.replace("version>", "Version>"), "foreign content");
}

#[test]
fn the_namespace() {
    let namespace = r#" xmlns="http://www.99bill.com/mas_cnp_merchant_interface""#;
    refused(&PURCHASE.replace(namespace, ""), "namespace");
    refused(&PURCHASE.replace(namespace, " xmlns=''"), "namespace");
    refused(&PURCHASE.replace(namespace, " xmlns='urn:other'"), "namespace");
    refused(&PURCHASE.replace(namespace, &format!("{namespace} lang='zh'")), "attribute");
    refused(&PURCHASE.replace("<amount>", &format!("<amount{namespace}>")), "attribute");
    refused(&PURCHASE.replace("amount>", "m:amount>"), "prefix");
}

#[test]
fn duplicates() {
    refused(&PURCHASE.replace("</amount>", "</amount><amount>88.60</amount>"), "amount: stands twice");
    refused(&PURCHASE.replace("</amount>", "</amount><amount/>"), "amount: stands twice");
    refused(&PURCHASE.replace("</TxnMsgContent>", "</TxnMsgContent><TxnMsgContent/>"), "twice");
    refused(&PURCHASE.replace("</version>", "</version><version>1.0</version>"), "twice");
    refused(&PURCHASE.replace("<key>phone</key>", "<key>phone</key><key>phone</key>"), "key: stands twice");
    refused(&PURCHASE.replace("</extMap>", "</extMap><extMap/>"), "extMap: stands twice");
}

#[test]
fn version() {
    refused(&PURCHASE.replace("<version>1.0</version>", ""), "version: is always 1.0");
    refused(&PURCHASE.replace(">1.0<", "><"), "version: is always 1.0");
    refused(&PURCHASE.replace(">1.0<", ">2.0<"), "version: is always 1.0");
    refused(&PURCHASE.replace(">1.0<", "><a>1.0</a><"), "version: a single value is expected");
}

#[test]
fn unknown_fields_at_any_depth() {
    refused(&PURCHASE.replace("</amount>", "</amount><tip>1</tip>"), "tip: is not a field");
    refused(&PURCHASE.replace("</amount>", "</amount><storablePan>6299992348</storablePan>"), "storablePan: is not a field");
    refused(&PURCHASE.replace("<extMap>", "<extMap><tip/>"), "extMap.tip: is not a field");
    refused(&PURCHASE.replace("<key>phone</key>", "<key>phone</key><tip/>"), "extMap.extDate.tip: is not a field");
    let (head, rest) = PURCHASE.split_once("<extMap>").expect("a list");
    let tail = rest.split_once("</extMap>").expect("a list").1;
    let misspelt = format!("{head}<extMap><extData><key>phone</key></extData></extMap>{tail}");
    refused(&misspelt, "extMap.extData.key: is not a field");
}

#[test]
fn missing_and_ill_formed_fields() {
    refused(&PURCHASE.replace("<amount>88.60</amount>", ""), "amount: is required");
    refused(&PURCHASE.replace("88.60", ""), "amount: is required");
    refused(&PURCHASE.replace("88.60", "88.601"), "amount: ");
    refused(&PURCHASE.replace("88.60", "88,60"), "amount: ");
    refused(&PURCHASE.replace("20250301101500", "20250230101500"), "entryTime: ");
    refused(&PURCHASE.replace("<key>phone</key>", ""), "key: is required");
    refused(&PURCHASE.replace("TxnMsgContent", "indAuthContent"), "foreign content");
    let empty = format!("{}</MasMessage>", &PURCHASE[..PURCHASE.find("<Txn").expect("a content")]);
    refused(&empty, "TxnMsgContent is missing");
}

#[test]
fn another_operation() {
    assert!(request_from_slice::<IndAuth>(PURCHASE.as_bytes()).is_err());
    assert!(request_from_slice::<QueryTxn>(PURCHASE.as_bytes()).is_err());
    assert!(request_from_slice::<Purchase>(QUERY_TXN.as_bytes()).is_err());
}

#[test]
fn markup() {
    refused(&PURCHASE.replace("<amount>", "<!-- --><amount>"), "comment");
    refused(&PURCHASE.replace("88.60", "<![CDATA[88.60]]>"), "CDATA");
    refused(&PURCHASE.replace(r#"encoding="UTF-8""#, r#"encoding="GBK""#), "charset");
    refused(&PURCHASE.replace("<Mas", "<!DOCTYPE a><Mas"), "DOCTYPE");
    refused(&format!("{PURCHASE}x"), "after the root");
}

#[test]
fn layout_is_free() {
    let airy = PURCHASE.replace("><", ">\n  <");
    assert_eq!(request_from_slice(airy.as_bytes()), Ok(purchase()));
    let no_list = format!("{}{}", &PURCHASE[..PURCHASE.find("<extMap>").expect("a list")], "</TxnMsgContent></MasMessage>");
    assert_eq!(request_from_slice(no_list.as_bytes()), Ok(purchase()), "an absent list is that of an agreement payment");
}

#[test]
fn tr4() {
    let same = Tr4::from_slice(TR4.as_bytes());
    assert!(same.is_ok());
    assert_eq!(Tr4::from_slice(TR4.replace("<version>1.0</version>", "").as_bytes()), same, "the version may be missing");
    assert_eq!(Tr4::from_slice(TR4.replace("</refNumber>", "</refNumber><storableCardNo>1</storableCardNo>").as_bytes()), same);
    for wrong in [
        TR4.replace("TR4", "TR3"),
        TR4.replace("<interactiveStatus>TR4</interactiveStatus>", ""),
        TR4.replace("TxnMsgContent", "QryTxnMsgContent"),
        TR4.replace("refNumber>", "RefNumber>"),
        TR4.replace("</refNumber>", "</refNumber><refNumber/>"),
        TR4.replace("</refNumber>", "</refNumber><a/><a/>"),
        TR4.replace("</refNumber>", "</refNumber><refnumber>1</refnumber>"),
        TR4.replace("</version>", "</version><version/>"),
        TR4.replace(">1.0<", "><a/><"),
        TR4.replace("</TxnMsgContent>", "</TxnMsgContent><TxnMsgContent/>"),
        TR4.replace("</TxnMsgContent>", "</TxnMsgContent><ErrorMsgContent/>"),
        TR4.replace(" xmlns=", " xmlns:a="),
        format!("{TR4}x"),
        "OK".to_owned(),
        String::new(),
    ] {
        assert!(Tr4::from_slice(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
