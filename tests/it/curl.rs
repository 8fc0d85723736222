//! The simulator as anybody's client sees it: plain curl, and XML written by hand from the specification.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use crate::harness::{CARD, CUSTOMER, MERCHANT, PHONE, Sim, here};

/// Posts a content element, with the files that the simulator has written. `login`: what curl presents by Basic authentication.
fn post(sim: &Sim, operation: &str, login: &str, certificate: bool, content: &str) -> Output {
    let url = format!("{}/cnp/{operation}", sim.ready["agreement_url"].as_str().expect("a URL"));
    let file = |name: &str| sim.folder.at(&format!("sim/{name}"));
    let mut curl = Command::new("curl");
    // -q: whatever ~/.curlrc says is left out.
    curl.args(["-q", "--noproxy", "*", "--silent", "--show-error", "--max-time", "20", "--cacert", &file("ca.pem"), "--user", login]);
    if certificate {
        curl.args(["--cert", &file("merchant.pem"), "--key", &file("merchant.key")]);
    }
    curl.args(["--header", "Content-Type: text/xml; charset=utf-8", "--data-binary", "@-", &url]);
    let mut child = curl.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("curl");
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\">\
         <version>1.0</version>{content}</MasMessage>"
    );
    child.stdin.take().expect("piped").write_all(document.as_bytes()).expect("curl reads");
    child.wait_with_output().expect("curl ends")
}

fn login(sim: &Sim) -> String {
    format!("{MERCHANT}:{}", sim.settings()["kuaiqian"]["agreement"]["login_key"].as_str().expect("a text"))
}

/// The reply to a request that should get one.
#[track_caller]
fn reply(sim: &Sim, operation: &str, content: &str) -> String {
    let output = post(sim, operation, &login(sim), true, content);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The text of the only element of that name.
#[track_caller]
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    assert_eq!((xml.matches(&open).count(), xml.matches(&close).count()), (1, 1), "{name}: {xml}");
    let (_, rest) = xml.split_once(&open).expect("counted");
    rest.split_once(&close).expect("counted").0
}

#[test]
fn a_card_is_bound_and_charged_and_the_order_is_found() {
    if !here("curl") {
        return;
    }
    let sim = Sim::start(&[]);
    let ids = format!("<merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId>");
    let signing = format!("<customerId>{CUSTOMER}</customerId><externalRefNumber>SIGN1</externalRefNumber><pan>{CARD}</pan>");

    let begun = reply(&sim, "ind_auth", &format!("<indAuthContent>{ids}{signing}<phoneNO>{PHONE}</phoneNO></indAuthContent>"));
    assert_eq!((element(&begun, "responseCode"), element(&begun, "storablePan")), ("00", "6299992348"));

    let code = format!("<validCode>246810</validCode><token>{}</token><phoneNO>{PHONE}</phoneNO>", element(&begun, "token"));
    let bound = reply(&sim, "ind_auth_verify", &format!("<indAuthDynVerifyContent>{ids}{signing}{code}</indAuthDynVerifyContent>"));
    assert_eq!((element(&bound, "responseCode"), element(&bound, "externalRefNumber")), ("00", "SIGN1"));
    assert!(!bound.contains("<version>"), "this reply usually has none: {bound}");

    let order = format!(
        "<TxnMsgContent><interactiveStatus>TR1</interactiveStatus><spFlag>QPay02</spFlag><txnType>PUR</txnType>{ids}\
         <externalRefNumber>ORDER1</externalRefNumber><entryTime>20250301101500</entryTime><amount>88.60</amount>\
         <customerId>{CUSTOMER}</customerId><payToken>{}</payToken><extMap>\
         <extDate><key>phone</key><value></value></extDate><extDate><key>validCode</key><value></value></extDate>\
         <extDate><key>savePciFlag</key><value>0</value></extDate><extDate><key>token</key><value></value></extDate>\
         <extDate><key>payBatch</key><value>2</value></extDate></extMap></TxnMsgContent>",
        element(&bound, "payToken")
    );
    let paid = reply(&sim, "purchase", &order);
    assert_eq!((element(&paid, "responseCode"), element(&paid, "interactiveStatus")), ("00", "TR2"));
    assert_eq!((element(&paid, "amount"), element(&paid, "entryTime")), ("88.60", "20250301101500"));

    let ids = ids.replace("<terminalId>00002012</terminalId>", "");
    let query = |order: &str| {
        let order = format!("<externalRefNumber>{order}</externalRefNumber><txnType>PUR</txnType>{ids}");
        reply(&sim, "query_txn", &format!("<QryTxnMsgContent>{order}</QryTxnMsgContent>"))
    };
    let found = query("ORDER1");
    assert_eq!((element(&found, "txnStatus"), element(&found, "voidFlag")), ("S", "0"));
    assert_eq!(element(&found, "refNumber"), element(&paid, "refNumber"));
    assert_eq!(element(&query("NONE"), "errorCode"), "B.MGW.0170");
}

#[test]
fn without_its_certificate_or_login_key_nobody_comes_in() {
    if !here("curl") {
        return;
    }
    let sim = Sim::start(&[]);
    let query = format!(
        "<QryTxnMsgContent><externalRefNumber>ORDER1</externalRefNumber><txnType>PUR</txnType>\
         <merchantId>{MERCHANT}</merchantId></QryTxnMsgContent>"
    );
    let anonymous = post(&sim, "query_txn", &login(&sim), false, &query);
    assert!(!anonymous.status.success() && anonymous.stdout.is_empty(), "{anonymous:?}");
    let wrong = post(&sim, "query_txn", &format!("{MERCHANT}:wrong"), true, &query);
    assert_eq!(element(&String::from_utf8_lossy(&wrong.stdout), "errorCode"), "B.MGW.0004");
    assert_eq!(element(&reply(&sim, "query_txn", &query), "errorCode"), "B.MGW.0170", "the same query with both");
}
