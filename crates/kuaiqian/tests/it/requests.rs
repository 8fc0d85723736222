//! What leaves this machine: exactly the specification's request, once, or nothing.

use kq_xml::{AuthorizationCode, ExtMap};
use kuaiqian::agreement::Agreement;
use paycore::{Effect, Error, Fen, Sensitive};
use paytransport::Replayer;

use crate::support::{account, ask_for, document, replayed, sample, sign};

/// The first line of the sample in section 3.3.
const PURCHASE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\">\
<version>1.0</version><TxnMsgContent><interactiveStatus>TR1</interactiveStatus><spFlag>QPay02</spFlag><txnType>PUR</txnType>\
<merchantId>104110045112012</merchantId><terminalId>00002012</terminalId><externalRefNumber>ORDER0001</externalRefNumber>\
<entryTime>20250301101500</entryTime><amount>88.60</amount><customerId>U90001</customerId><payToken>8190000000000000017</payToken>\
<tr3Url>https://merchant.example/99bill/tr3</tr3Url><extMap><extDate><key>phone</key><value></value></extDate>\
<extDate><key>validCode</key><value></value></extDate><extDate><key>savePciFlag</key><value>0</value></extDate>\
<extDate><key>token</key><value></value></extDate><extDate><key>payBatch</key><value>2</value></extDate></extMap>\
</TxnMsgContent></MasMessage>";

#[tokio::test]
async fn a_purchase_leaves_as_the_specification_writes_it() {
    let (agreement, wire) = replayed(account(), [document("")]);
    let _ = agreement.send(&sample(&agreement)).await;
    let [(request, effect)] = &wire.requests()[..] else { panic!("one request") };
    assert_eq!((request.method().as_str(), *effect), ("POST", Effect::Changes));
    assert_eq!(request.uri(), "https://sandbox.99bill.com:9445/cnp/purchase");
    assert_eq!(String::from_utf8_lossy(request.body()), PURCHASE);
    assert_eq!(request.headers()["content-type"], "text/xml; charset=utf-8");
    // printf 104110045112012:login-key | base64
    assert_eq!(request.headers()["authorization"], "Basic MTA0MTEwMDQ1MTEyMDEyOmxvZ2luLWtleQ==");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.headers().len(), 2, "length and host are the transport's");
}

#[tokio::test]
async fn every_operation_goes_to_its_path_and_says_what_a_repetition_would_do() {
    let (agreement, wire) = replayed(account(), []);
    let verify = agreement.ind_auth_verify().customer_id("U1").external_ref_number("S1").pan("629999000012348");
    let _ = agreement.send(&sign(&agreement, "S1")).await;
    let _ = agreement.send(&verify.valid_code("246810").token("9000177").phone_no("13900000000").build()).await;
    let _ = agreement.send(&ask_for(&agreement, "O1")).await;
    let (customer, number, reference) = ("U1", "O1", "990000000101");
    let _ = agreement.send(&agreement.pci_query().customer_id(customer).build()).await;
    let _ = agreement.send(&agreement.pci_del().customer_id(customer).storable_pan("6299992348").bank_id("CCB").build()).await;
    let _ = agreement.send(&agreement.query_cardinfo().card_no("629999000012348").build()).await;
    let code = agreement.get_dyn_num().customer_id(customer).external_ref_number(number).storable_pan("6299992348");
    let _ = agreement.send(&code.amount(Fen::new(1)).build()).await;
    let quick = agreement.quick_purchase().external_ref_number(number).amount(Fen::new(1)).storable_card_no("6299992348");
    let _ = agreement.send(&quick.customer_id(customer).ext_map(ExtMap::later_payment("246810", "1")).build()).await;
    let refund = agreement.refund().amount(Fen::new(1)).external_ref_number(number).orig_ref_number(reference);
    let _ = agreement.send(&refund.build()).await;
    let void = agreement.void().orignal_txn_type("PUR").amount(Fen::new(1)).external_ref_number(number).ref_number(reference);
    let _ = agreement.send(&void.build()).await;
    let hold = agreement.preauth().external_ref_number(number).amount(Fen::new(1)).customer_id(customer).pay_token("1");
    let _ = agreement.send(&hold.build()).await;
    let capture = agreement.confirm().external_ref_number(number).amount(Fen::new(1));
    let _ = agreement.send(&capture.authorization_code(AuthorizationCode("1".into())).customer_id(customer).build()).await;
    let terms = agreement.installment_purchase().external_ref_number(number).amount(Fen::new(1)).term_in_months("03");
    let _ = agreement.send(&terms.customer_id(customer).pay_token("1").build()).await;
    let requests = wire.requests();
    let sent: Vec<_> = requests.iter().map(|(request, effect)| (request.uri().path(), *effect)).collect();
    assert_eq!(
        sent,
        [
            ("/cnp/ind_auth", Effect::Changes),
            ("/cnp/ind_auth_verify", Effect::Changes),
            ("/cnp/query_txn", Effect::Reads),
            ("/cnp/pci_query", Effect::Reads),
            ("/cnp/pci_del", Effect::Changes),
            ("/cnp/query_cardinfo", Effect::Reads),
            ("/cnp/getDynNum", Effect::Changes),
            ("/cnp/purchase", Effect::Changes),
            ("/cnp/refund", Effect::Changes),
            ("/cnp/void", Effect::Changes),
            ("/cnp/preauth", Effect::Changes),
            ("/cnp/confirm", Effect::Changes),
            ("/cnp/installment_purchase", Effect::Changes),
        ]
    );
    // The account's numbers, the client's clock and the notification address are in each that has them.
    for (request, _) in requests {
        let path = request.uri().path();
        let body = String::from_utf8_lossy(request.body());
        let short = ["/cnp/pci_query", "/cnp/pci_del", "/cnp/getDynNum"].contains(&path);
        let (merchant, terminal) = (path != "/cnp/query_cardinfo", path != "/cnp/query_cardinfo" && !short);
        assert_eq!(body.contains("<merchantId>104110045112012<"), merchant, "{body}");
        assert_eq!(body.contains("<terminalId>00002012<"), terminal, "{body}");
        let notified = ["/cnp/purchase", "/cnp/preauth", "/cnp/installment_purchase"].contains(&path);
        let timed = notified || ["/cnp/refund", "/cnp/void", "/cnp/confirm"].contains(&path);
        assert_eq!(body.contains("<entryTime>20250301101500<"), timed, "{body}");
        assert_eq!(body.contains("<tr3Url>https://merchant.example/99bill/tr3<"), notified, "{body}");
    }
}

#[tokio::test]
async fn the_operation_is_appended_to_any_base() {
    for (base, url) in [
        ("https://mas.99bill.com", "https://mas.99bill.com/cnp/query_txn"),
        ("https://mas.99bill.com/", "https://mas.99bill.com/cnp/query_txn"),
        ("http://127.0.0.1:8080/proxy/99bill", "http://127.0.0.1:8080/proxy/99bill/cnp/query_txn"),
        ("http://127.0.0.1:8080/proxy/99bill/", "http://127.0.0.1:8080/proxy/99bill/cnp/query_txn"),
    ] {
        let mut account = account();
        account.base_url = base.into();
        let (agreement, wire) = replayed(account, []);
        let _ = agreement.send(&ask_for(&agreement, "O1")).await;
        assert_eq!(wire.requests()[0].0.uri(), url);
    }
}

#[test]
fn what_is_no_base_is_a_setting_to_correct() {
    for base in [
        "",
        "sandbox.99bill.com:9445",
        "/cnp",
        "ftp://sandbox.99bill.com",
        "https://",
        "https://sandbox.99bill.com?a=b",
        "https://sandbox.99bill.com/#part",
        "https://user:password@sandbox.99bill.com",
        "https://sandbox.99bill.com /",
        "https://sandbox.99bill.com:94455",
    ] {
        let mut account = account();
        account.base_url = base.into();
        let error = Agreement::new(account, Replayer::new([])).expect_err(base);
        assert_eq!(error.key.as_deref(), Some("base_url"), "{base}");
        assert!(!error.to_string().contains("password"), "{error}");
    }
}

#[tokio::test]
async fn an_invalid_field_sends_nothing() {
    let (agreement, wire) = replayed(account(), []);
    let good = sample(&agreement);
    for (field, order) in [
        ("externalRefNumber", kq_xml::Purchase { external_ref_number: "订单1".into(), ..good.clone() }),
        ("amount", kq_xml::Purchase { amount: Fen::ZERO, ..good.clone() }),
        ("payToken", kq_xml::Purchase { pay_token: None, ..good.clone() }),
        ("merchantId", kq_xml::Purchase { merchant_id: "1".into(), ..good.clone() }),
        ("tr3Url", kq_xml::Purchase { tr3_url: Some("merchant.example".into()), ..good }),
    ] {
        match agreement.send(&order).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors.first().field, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert!(wire.requests().is_empty());
}

#[test]
fn nothing_secret_is_printed() {
    let (agreement, _) = replayed(account(), []);
    let order = agreement.ind_auth().customer_id("U1").external_ref_number("S1").pan("629999000012348").phone_no("13900000000");
    let order = order.card_holder_name("张三").cvv2("999").build();
    let printed = format!("{agreement:?} {order:?} {:?}", agreement.account());
    for secret in ["login-key", "bG9naW4", "629999000012348", "13900000000", "张三", "999"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.contains("U1"), "{printed}");
}

/// The times of a client are its clock's, in Beijing, wherever the machine stands.
#[test]
fn presets() {
    let (agreement, _) = replayed(account(), []);
    let order = agreement.purchase().external_ref_number("O1").amount(Fen::new(1)).customer_id("U1").build();
    assert_eq!(order.entry_time.compact(), "20250301101500");
    assert_eq!((&*order.merchant_id, &*order.terminal_id), ("104110045112012", "00002012"));
    assert_eq!(order.pay_token, None::<Sensitive>);
}

#[cfg(feature = "registry")]
#[tokio::test]
async fn a_call_by_id_leaves_as_the_typed_one_does() {
    let fields = serde_json::json!({
        "externalRefNumber": "ORDER0001", "amount": "88.60", "customerId": "U90001", "payToken": "8190000000000000017",
    });
    let serde_json::Value::Object(fields) = fields else { panic!("an object") };
    let reply = "<TxnMsgContent><responseCode>00</responseCode><refNumber>990000000101</refNumber><new>1</new></TxnMsgContent>";
    let (agreement, wire) = replayed(account(), [document(reply)]);
    let answer = agreement.call("kuaiqian.agreement.purchase", fields.clone()).await.expect("an answer");
    assert_eq!(String::from_utf8_lossy(wire.requests()[0].0.body()), PURCHASE);
    assert_eq!(answer.state.as_str(), "succeeded");
    assert_eq!(answer.reply.get("new").and_then(|value| value.as_str()), Some("1"), "what no table lists is kept");
    assert!(!format!("{answer:?}").contains("990000000101"), "and nothing received is printed");

    for id in ["kuaiqian.agreement.tr3", "purchase", ""] {
        assert!(matches!(agreement.call(id, fields.clone()).await, Err(Error::Invalid(_))), "{id}");
    }
    assert_eq!(wire.requests().len(), 1);
}

/// The identity card is the type of a document number whose type nobody says.
#[cfg(feature = "registry")]
#[tokio::test]
async fn a_document_number_by_id_is_that_of_an_identity_card() {
    let sms = serde_json::json!({
        "customerId": "U1", "externalRefNumber": "O1", "pan": "629999000012348", "phoneNO": "13900000000", "amount": "10",
    });
    let pay = serde_json::json!({
        "customerId": "U1", "externalRefNumber": "O1", "cardNo": "629999000012348", "amount": "10", "extMap": [{ "key": "token", "value": "1" }],
    });
    let sign = serde_json::json!({ "customerId": "U1", "externalRefNumber": "O1", "pan": "629999000012348", "phoneNO": "13900000000" });
    for (operation, fields) in [("get_dyn_num", sms), ("quick_purchase", pay), ("ind_auth", sign)] {
        for (document, sent) in [
            (&[][..], None),
            (&[("cardHolderId", "1")], Some("<idType>0</idType><cardHolderId>1</cardHolderId>")),
            (&[("cardHolderId", "1"), ("idType", "2")], Some("<idType>2</idType><cardHolderId>1</cardHolderId>")),
        ] {
            let serde_json::Value::Object(mut fields) = fields.clone() else { panic!("an object") };
            fields.extend(document.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
            let (agreement, wire) = replayed(account(), []);
            let _ = agreement.call(&format!("kuaiqian.agreement.{operation}"), fields).await;
            let requests = wire.requests();
            let body = String::from_utf8_lossy(requests[0].0.body());
            assert!(sent.is_none_or(|sent| body.contains(sent)), "{operation} {document:?}: {body}");
            assert_eq!(body.contains("<idType>"), sent.is_some(), "{operation} {document:?}: {body}");
        }
    }
}
