//! What is found, and what is not.

use crate::world::*;

const A1: &str = "<externalRefNumber>A1</externalRefNumber>";

#[tokio::test]
async fn a_transaction_is_found_by_either_number() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    let paid = world.pay("A1", "88.60", &token).await;
    let (reference, approval) = (field(&paid, "refNumber").expect("a number"), field(&paid, "authorizationCode").expect("an approval"));
    world.wait(60);
    let reply = world.call("query_txn", query(A1, "PUR", "<terminalId>00002012</terminalId>")).await;
    let row = format!(
        "<TxnMsgContent><txnType>PUR</txnType><amount>88.60</amount><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><entryTime>20250301101500</entryTime><externalRefNumber>A1</externalRefNumber>\
         <customerId>U1</customerId><transTime>20250301101500</transTime><voidFlag>0</voidFlag><refNumber>{reference}</refNumber>\
         <responseCode>00</responseCode><responseTextMessage></responseTextMessage><cardOrg>CU</cardOrg><issuer>建设银行</issuer>\
         <storableCardNo>6299992348</storableCardNo><authorizationCode>{approval}</authorizationCode>\
         <txnStatus>S</txnStatus></TxnMsgContent></MasMessage>"
    );
    let echo = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><QryTxnMsgContent>\
         <externalRefNumber>A1</externalRefNumber><txnType>PUR</txnType><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId></QryTxnMsgContent>"
    );
    assert_eq!(reply, format!("{echo}{row}"));

    let by_reference = world.call("query_txn", query(&format!("<refNumber>{reference}</refNumber>"), "PUR", "")).await;
    assert!(by_reference.ends_with(&row), "{by_reference}");
}

#[tokio::test]
async fn what_is_not_found_says_which_number_was_asked_for() {
    let world = World::new();
    let reply = world.call("query_txn", query("<externalRefNumber>ORDER0404</externalRefNumber>", "PUR", "")).await;
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version><QryTxnMsgContent>\
         <externalRefNumber>ORDER0404</externalRefNumber><txnType>PUR</txnType><merchantId>{MERCHANT}</merchantId></QryTxnMsgContent>\
         <ErrorMsgContent><errorCode>B.MGW.0170</errorCode>\
         <errorMessage>No transaction[externalRefNumber='ORDER0404', refNumber='null'] exists!</errorMessage></ErrorMsgContent></MasMessage>"
    );
    assert_eq!(reply, expected);
    let reply = world.call("query_txn", query("<refNumber>990000000404</refNumber>", "PUR", "")).await;
    assert!(reply.contains("No transaction[externalRefNumber='null', refNumber='990000000404'] exists!"), "{reply}");
}

#[tokio::test]
async fn every_filter_counts() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    world.pay("A1", "7.68", &token).await;
    let found = async |kind: &str, more: &str| {
        let reply = world.call("query_txn", query(A1, kind, more)).await;
        field(&reply, "errorCode").is_none()
    };
    assert!(found("PUR", "").await);
    assert!(!found("RFD", "").await);
    assert!(!found("CIV", "").await);
    assert!(!found("PUR", "<terminalId>00002013</terminalId>").await);
    assert!(!found("PUR", "<settleMerchantId>104110045112013</settleMerchantId>").await);
    assert!(found("PUR", "<txnStatus>P</txnStatus>").await);
    assert!(!found("PUR", "<txnStatus>S</txnStatus>").await);
    world.wait(2);
    assert!(found("PUR", "<txnStatus>S</txnStatus>").await);
    assert!(!found("PUR", "<txnStatus>F</txnStatus>").await);
}

#[tokio::test]
async fn a_card_check_is_a_transaction_of_its_own_type() {
    let world = World::new();
    let status = async |order: &str| {
        let reply = world.call("query_txn", query(&format!("<externalRefNumber>{order}</externalRefNumber>"), "CIV", "")).await;
        field(&reply, "txnStatus").unwrap_or_else(|| panic!("{reply}")).to_owned()
    };
    let token = world.ind_auth("U1", "S1", PAN).await;
    assert_eq!(status("S1").await, "P", "the code is out");
    world.call("ind_auth_verify", verify("U1", "S1", PAN, &token, "246810")).await;
    assert_eq!(status("S1").await, "S");
    let token = world.ind_auth("U1", "S2", PAN).await;
    world.call("ind_auth_verify", verify("U1", "S2", PAN, &token, "000000")).await;
    assert_eq!(status("S2").await, "F", "a wrong code");
    world.ind_auth("U1", "S3", PAN).await;
    world.wait(600);
    assert_eq!(status("S3").await, "F", "never finished");
}

#[tokio::test]
async fn half_a_year_is_remembered() {
    let world = World::new();
    let token = world.bind("U1", "S1", PAN).await;
    world.pay("A1", "1", &token).await;
    world.wait(183 * 24 * 60 * 60);
    assert_eq!(world.status("A1").await, "S");
    world.wait(1);
    assert_eq!(world.status("A1").await, "B.MGW.0170");
    assert_eq!(field(&world.pay("A1", "1", &token).await, "responseCode"), Some("OR"), "its number stays used");
}
