//! `cnpay decode kq-xml`: what a message says, unverified; or what the bytes look like and where they break.

use serde_json::{Value, json};

use crate::harness::{Ran, cnpay, read_fixture};

fn decode(bytes: impl AsRef<[u8]>) -> Ran {
    cnpay(&["decode", "kq-xml"], bytes)
}

#[test]
fn every_message_is_told_by_its_content() {
    for (file, operation, members) in [
        ("ind_auth.request.xml", "ind_auth", json!({ "pan": "6299990000000012348", "cardHolderName": "张三" })),
        ("ind_auth.reply.xml", "ind_auth", json!({ "token": "9000177", "responseCode": "00" })),
        ("ind_auth_verify.request.xml", "ind_auth_verify", json!({ "validCode": "246810" })),
        ("ind_auth_verify.reply.xml", "ind_auth_verify", json!({ "payToken": "8190000000000000017" })),
        ("purchase.request.xml", "purchase", json!({ "interactiveStatus": "TR1", "amount": "88.60" })),
        ("purchase.reply.xml", "purchase", json!({ "interactiveStatus": "TR2", "issuer": "建设银行" })),
        ("purchase.declined.xml", "purchase", json!({ "responseCode": "TC" })),
        ("query_txn.request.xml", "query_txn", json!({ "externalRefNumber": "ORDER0001" })),
        ("query_txn.reply.xml", "query_txn", json!({ "txnStatus": "S", "responseTextMessage": "" })),
        ("query_txn.not_found.xml", "query_txn", json!({ "externalRefNumber": "ORDER0404", "errorCode": "B.MGW.0170" })),
        ("pci_query.request.xml", "pci_query", json!({ "cardType": "0002" })),
        ("pci_query.reply.xml", "pci_query", json!({ "storablePan": "", "responseCode": "00" })),
        ("pci_del.request.xml", "pci_del", json!({ "payToken": "8190000000000000017", "bankId": "CCB" })),
        ("pci_del.reply.xml", "pci_del", json!({ "pan": "", "storablePan": "6299992348" })),
        ("query_cardinfo.request.xml", "query_cardinfo", json!({ "txnType": "PUR", "cardNo": "6299990000000012348" })),
        ("query_cardinfo.reply.xml", "query_cardinfo", json!({ "issuer": "建设银行", "validateType": "000" })),
        ("query_cardinfo.unknown.xml", "query_cardinfo", json!({ "txnType": "PUR", "cardNo": "6299990000000012348" })),
        ("get_dyn_num.request.xml", "get_dyn_num", json!({ "phoneNO": "13900000000", "cvv2": "999" })),
        ("get_dyn_num.reply.xml", "get_dyn_num", json!({ "token": "9000211" })),
        ("quick_purchase.request.xml", "quick_purchase", json!({ "spFlag": "QuickPay", "amount": "10" })),
        // Nothing in the reply tells how it was paid.
        ("quick_purchase.reply.xml", "purchase", json!({ "externalRefNumber": "ORDER0003" })),
        ("refund.request.xml", "refund", json!({ "txnType": "RFD", "origRefNumber": "990000000101" })),
        ("refund.reply.xml", "refund", json!({ "refNumber": "990000000102" })),
        ("void.request.xml", "void", json!({ "orignalTxnType": "PUR" })),
        ("void.reply.xml", "void", json!({ "refNumber": "990000000101" })),
        ("preauth.request.xml", "preauth", json!({ "txnType": "PRE", "amount": "500" })),
        ("preauth.reply.xml", "preauth", json!({ "authorizationCode": "70809 " })),
        ("confirm.request.xml", "confirm", json!({ "authorizationCode": "70809 ", "origRefNumber": "990000000103" })),
        ("confirm.reply.xml", "confirm", json!({ "amount": "420" })),
        ("installment_purchase.request.xml", "installment_purchase", json!({ "termInMonths": "12" })),
        ("installment_purchase.reply.xml", "installment_purchase", json!({ "txnType": "INP" })),
        ("tr3.rsa1024.xml", "tr3", json!({ "interactiveStatus": "TR3", "refNumber": "990000000101" })),
        ("tr3.extras.sent_in_gbk.xml", "tr3", json!({ "responseTextMessage": "交易成功" })),
        ("tr3.extras.signed_in_gbk.xml", "tr3", json!({ "issuer": "建设银行" })),
        ("tr4.xml", "tr3", json!({ "interactiveStatus": "TR4" })),
    ] {
        let object = decode(read_fixture(&format!("kuaiqian-agreement/{file}"))).object(0);
        let message = object["message"].as_object().expect("an object");
        assert_eq!((object.as_object().map(|object| object.len()), &object["verified"]), (Some(3), &json!(false)), "{file}");
        assert_eq!(object["operation"], format!("kuaiqian.agreement.{operation}"), "{file}");
        for (name, value) in members.as_object().expect("an object") {
            assert_eq!(message.get(name), Some(value), "{file}: {name}");
        }
        assert!(!message.contains_key("version"), "the envelope is no part of the message");
    }
}

#[test]
fn lists_are_arrays_of_objects() {
    let object = decode(read_fixture("kuaiqian-agreement/purchase.request.xml")).object(0);
    let pairs = [("phone", ""), ("validCode", ""), ("savePciFlag", "0"), ("token", ""), ("payBatch", "2")];
    assert_eq!(object["message"]["extMap"], json!(pairs.map(|(key, value)| json!({ "key": key, "value": value }))));
    let object = decode(read_fixture("kuaiqian-agreement/pci_query.reply.xml")).object(0);
    let card = json!({
        "bankId": "CCB", "storablePan": "6299992348", "shortPhoneNo": "1390000", "phoneNO": "13900000000", "payToken": "8190000000000000017",
    });
    assert_eq!(object["message"]["pciInfos"], json!([card]));
}

#[test]
fn a_bare_refusal_belongs_to_no_operation_in_particular() {
    let object = decode(read_fixture("kuaiqian-agreement/purchase.refused.xml")).object(0);
    let message = json!({ "errorCode": "B.MGW.0120", "errorMessage": "Data length of element[terminalId] is incorrect!" });
    assert_eq!(object, json!({ "operation": null, "verified": false, "message": message }));
}

#[test]
fn what_cannot_be_decoded_is_described_and_located() {
    for (bytes, broken, looks_like) in [
        (&b""[..], "at byte 0", "nothing at all"),
        (b"{\"amount\":1}", "at byte 12", "JSON"),
        (b"merchantId=1&amount=2", "text before the root", "a form"),
        (b"<!DOCTYPE html><html></html>", "a DOCTYPE is not accepted", "an HTML page"),
        (b"<html></html>", "the root is not MasMessage", "an HTML page"),
        (b"<MasMessage><TxnMsgContent><amount>1</amount>", "at byte 45", "XML"),
        (b"<MasMessage><TxnMsgContent><a>1</a><a>2</a></TxnMsgContent></MasMessage>", "stands twice", "XML"),
        (b"<MasMessage xmlns=\"http://other\"><TxnMsgContent/></MasMessage>", "a foreign namespace", "XML"),
        (b"\x1f\x8b\x08\x00", "at byte", "gzip"),
        (b"\xff\xfe\x00", "not valid UTF-8", "binary data"),
    ] {
        let error = decode(bytes).error(2);
        let message = error["message"].as_str().expect("a text");
        assert_eq!((&error["kind"], &error["order"]), (&json!("invalid"), &Value::Null), "{error}");
        assert!(message.contains(broken) && message.contains(&format!("it looks like {looks_like}")), "{message}");
    }
    let codec = cnpay(&["decode", "kq-xmll"], "").error(2);
    assert!(codec["kind"] == "usage" && codec["message"].as_str().is_some_and(|message| message.contains("kq-xml")), "{codec}");
}
