//! A simulator on a clock of its own, and a merchant who writes XML by hand.

use std::{
    sync::{Arc, LazyLock},
    time::{Duration, SystemTime},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use cnpay_sim::{FaultPlan, InMemory, ManualClock, PeerCertificate, SMS_CODE, Settings, Setup, Simulator};
use http::{Request, Response};
use paycore::{BeijingTime, Effect};
use paytransport::{SendError, Transport};

pub(crate) const MERCHANT: &str = "104110045112012";
pub(crate) const CN: &str = "10411004511201290";
pub(crate) const PAN: &str = "6299990000000012348";

/// RSA keys take a moment, and every test may have the same.
pub(crate) static SETUP: LazyLock<Setup> = LazyLock::new(|| Setup::create(["pay.example.com"]).expect("keys"));

pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) simulator: Simulator,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Settings::default())
    }

    pub(crate) fn faulty(faults: FaultPlan) -> Self {
        Self::with(Settings { faults, ..Settings::default() })
    }

    /// Any settings but the clock: it stands at 2025-03-01 10:15:00 in Beijing.
    pub(crate) fn with(settings: Settings) -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_740_795_300));
        let simulator = Simulator::new(&SETUP, Settings { clock: Arc::new(clock.clone()), ..settings });
        Self { clock, simulator }
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Sends with the right certificate.
    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, SendError> {
        InMemory::with_certificate(self.simulator.clone(), peer(CN, "20990101000000")).send(request, Effect::Changes).await
    }

    /// The reply's text to a document.
    pub(crate) async fn call(&self, operation: &str, document: String) -> String {
        let response = self.send(request(operation, document)).await.expect("a response");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/xml; charset=utf-8");
        String::from_utf8(response.body().to_vec()).expect("UTF-8")
    }

    /// Begins a signing; the token.
    pub(crate) async fn ind_auth(&self, customer: &str, order: &str, pan: &str) -> String {
        let reply = self.call("ind_auth", ind_auth(customer, order, pan)).await;
        assert_eq!(field(&reply, "responseCode"), Some("00"), "{reply}");
        field(&reply, "token").expect("a token").to_owned()
    }

    /// Binds a card; the pay token.
    pub(crate) async fn bind(&self, customer: &str, order: &str, pan: &str) -> String {
        let token = self.ind_auth(customer, order, pan).await;
        let reply = self.call("ind_auth_verify", verify(customer, order, pan, &token, SMS_CODE)).await;
        assert_eq!(field(&reply, "responseCode"), Some("00"), "{reply}");
        field(&reply, "payToken").expect("a pay token").to_owned()
    }

    /// Debits; the reply.
    pub(crate) async fn pay(&self, order: &str, amount: &str, token: &str) -> String {
        self.call("purchase", purchase(order, amount, &format!("<customerId>U1</customerId><payToken>{token}</payToken>"))).await
    }

    /// The transaction's state, or the error code.
    pub(crate) async fn status(&self, order: &str) -> String {
        self.status_of("PUR", order).await
    }

    /// The same of another type.
    pub(crate) async fn status_of(&self, kind: &str, order: &str) -> String {
        let reply = self.find(kind, order).await;
        field(&reply, "txnStatus").or(field(&reply, "errorCode")).expect("one of both").to_owned()
    }

    /// What a query by order number answers.
    pub(crate) async fn find(&self, kind: &str, order: &str) -> String {
        self.call("query_txn", query(&format!("<externalRefNumber>{order}</externalRefNumber>"), kind, "")).await
    }

    /// Gives back; the reply.
    pub(crate) async fn refund(&self, order: &str, amount: &str, original: &str) -> String {
        self.call("refund", refund(order, amount, original)).await
    }

    /// Cancels; the reply.
    pub(crate) async fn void(&self, order: &str, kind: &str, amount: &str, original: &str) -> String {
        self.call("void", void(order, kind, amount, original)).await
    }

    /// Holds an amount; 99bill's number and the approval.
    pub(crate) async fn hold(&self, order: &str, amount: &str, token: &str) -> (String, String) {
        let payer = format!("<customerId>U1</customerId><payToken>{token}</payToken>");
        let reply = self.call("preauth", purchase(order, amount, &payer).replace(">PUR<", ">PRE<")).await;
        assert_eq!(code(&reply), "00", "{reply}");
        let text = |name| field(&reply, name).expect("a held amount").to_owned();
        (text("refNumber"), text("authorizationCode"))
    }

    /// Captures; the reply. `found_by` is everything from `authorizationCode` on.
    pub(crate) async fn confirm(&self, order: &str, amount: &str, found_by: &str) -> String {
        self.call("confirm", confirm(order, amount, found_by)).await
    }
}

pub(crate) fn peer(common_name: &str, not_after: &str) -> PeerCertificate {
    PeerCertificate { common_name: common_name.into(), not_after: BeijingTime::parse_compact(not_after).expect("a time") }
}

pub(crate) fn authorization(merchant: &str, key: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{merchant}:{key}")))
}

pub(crate) fn login_key() -> String {
    SETUP.agreement_account().login_key.expose().to_owned()
}

pub(crate) fn request(operation: &str, document: impl Into<Bytes>) -> Request<Bytes> {
    Request::post(format!("https://sim.example/cnp/{operation}"))
        .header("authorization", authorization(MERCHANT, &login_key()))
        .body(document.into())
        .expect("a request")
}

pub(crate) fn document(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\">\
         <version>1.0</version>{content}</MasMessage>"
    )
}

pub(crate) fn ind_auth(customer: &str, order: &str, pan: &str) -> String {
    document(&format!(
        "<indAuthContent><merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><customerId>{customer}</customerId>\
         <externalRefNumber>{order}</externalRefNumber><pan>{pan}</pan><cardHolderName>张三</cardHolderName><idType>0</idType>\
         <cardHolderId>99000019900101001X</cardHolderId><phoneNO>13900000000</phoneNO></indAuthContent>"
    ))
}

pub(crate) fn verify(customer: &str, order: &str, pan: &str, token: &str, code: &str) -> String {
    document(&format!(
        "<indAuthDynVerifyContent><merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId>\
         <customerId>{customer}</customerId><externalRefNumber>{order}</externalRefNumber><pan>{pan}</pan>\
         <validCode>{code}</validCode><token>{token}</token><phoneNO>13900000000</phoneNO></indAuthDynVerifyContent>"
    ))
}

/// `payer` is everything from `customerId` on.
pub(crate) fn purchase(order: &str, amount: &str, payer: &str) -> String {
    document(&format!(
        "<TxnMsgContent><interactiveStatus>TR1</interactiveStatus><spFlag>QPay02</spFlag><txnType>PUR</txnType>\
         <merchantId>{MERCHANT}</merchantId><terminalId>00002012</terminalId><externalRefNumber>{order}</externalRefNumber>\
         <entryTime>20250301101500</entryTime><amount>{amount}</amount>{payer}</TxnMsgContent>"
    ))
}

pub(crate) fn query(number: &str, kind: &str, more: &str) -> String {
    document(&format!("<QryTxnMsgContent>{number}<txnType>{kind}</txnType><merchantId>{MERCHANT}</merchantId>{more}</QryTxnMsgContent>"))
}

pub(crate) fn refund(order: &str, amount: &str, original: &str) -> String {
    document(&format!(
        "<TxnMsgContent><interactiveStatus>TR1</interactiveStatus><txnType>RFD</txnType><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><entryTime>20250302090000</entryTime><amount>{amount}</amount>\
         <externalRefNumber>{order}</externalRefNumber><origRefNumber>{original}</origRefNumber></TxnMsgContent>"
    ))
}

pub(crate) fn void(order: &str, kind: &str, amount: &str, original: &str) -> String {
    document(&format!(
        "<TxnMsgContent><interactiveStatus>TR1</interactiveStatus><txnType>VTX</txnType><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><entryTime>20250301113000</entryTime><orignalTxnType>{kind}</orignalTxnType>\
         <amount>{amount}</amount><externalRefNumber>{order}</externalRefNumber><refNumber>{original}</refNumber></TxnMsgContent>"
    ))
}

pub(crate) fn confirm(order: &str, amount: &str, found_by: &str) -> String {
    document(&format!(
        "<TxnMsgContent><interactiveStatus>TR1</interactiveStatus><txnType>CFM</txnType><merchantId>{MERCHANT}</merchantId>\
         <terminalId>00002012</terminalId><externalRefNumber>{order}</externalRefNumber><entryTime>20250303120000</entryTime>\
         <amount>{amount}</amount>{found_by}</TxnMsgContent>"
    ))
}

/// A reply around its content, as the gateway begins and ends it.
pub(crate) fn reply(version: bool, content: &str) -> String {
    let version = if version { "<version>1.0</version>" } else { "" };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\">{version}{content}</MasMessage>"
    )
}

/// The response code, or the error code.
pub(crate) fn code(reply: &str) -> &str {
    field(reply, "responseCode").or(field(reply, "errorCode")).unwrap_or_else(|| panic!("neither: {reply}"))
}

/// 99bill's number.
pub(crate) fn reference(reply: &str) -> &str {
    field(reply, "refNumber").unwrap_or_else(|| panic!("no number: {reply}"))
}

/// The text of the last element of that name.
pub(crate) fn field<'a>(document: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = document.rsplit_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>")).expect("a closed element").0)
}

/// A directory of its own that goes away with the test.
pub(crate) struct Scratch(std::path::PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cnpay-sim-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }

    pub(crate) fn put(&self, name: &str, content: &[u8]) {
        std::fs::write(self.0.join(name), content).expect("a file");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
