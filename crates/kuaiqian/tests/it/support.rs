//! A client over prepared answers, a client of the simulator, and words for what comes back.

use std::{
    sync::{Arc, LazyLock, Mutex},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use cnpay_sim::{Clock, FaultPlan, InMemory, ManualClock, PeerCertificate, SMS_CODE, Settings, Setup, Simulator};
use http::{Response, StatusCode};
use kq_xml::{IndAuth, Purchase, QueryTxn};
use kuaiqian::agreement::{Account, Agreement};
use paycore::{Answer, BeijingTime, Error, Expected, Fen, Order, Sensitive};
use paysign::{Hash, PublicKey, RsaVerifier};
use paytransport::{Exchange, Recorder, Replayer, SendError};

pub(crate) const MERCHANT: &str = "104110045112012";
pub(crate) const TERMINAL: &str = "00002012";
pub(crate) const CUSTOMER: &str = "U90001";
pub(crate) const PAN: &str = "6299990000000012348";
pub(crate) const PHONE: &str = "13900000000";
pub(crate) const NOTICE_URL: &str = "https://merchant.example/99bill/tr3";

/// 2025-03-01 10:15:00 in Beijing.
pub(crate) fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_740_795_300)
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).expect(name)
}

// What is sent.

pub(crate) fn account() -> Account {
    let mut account = Account::new("https://sandbox.99bill.com:9445", MERCHANT, TERMINAL, Sensitive::from("login-key"));
    account.notice_url = Some(NOTICE_URL.into());
    account
}

pub(crate) fn sign(agreement: &Agreement, order: &str) -> IndAuth {
    agreement.ind_auth().customer_id(CUSTOMER).external_ref_number(order).pan(PAN).phone_no(PHONE).build()
}

pub(crate) fn pay(agreement: &Agreement, order: &str, fen: u64, token: &Sensitive) -> Purchase {
    agreement.purchase().external_ref_number(order).amount(Fen::new(fen)).customer_id(CUSTOMER).pay_token(token.clone()).build()
}

/// The purchase of the specification's sample.
pub(crate) fn sample(agreement: &Agreement) -> Purchase {
    pay(agreement, "ORDER0001", 8860, &Sensitive::from("8190000000000000017"))
}

pub(crate) fn ask_for(agreement: &Agreement, order: &str) -> QueryTxn {
    agreement.query_txn().external_ref_number(order).build()
}

/// The stored facts of the sample.
pub(crate) fn stored() -> Expected {
    Expected::new(MERCHANT, "ORDER0001", Fen::new(8860)).terminal(TERMINAL).kind("PUR").customer(CUSTOMER)
}

// What comes back, prepared.

pub(crate) type Reply = Result<Response<Bytes>, SendError>;

pub(crate) fn http(status: u16, body: impl Into<Bytes>) -> Reply {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    Ok(response)
}

/// A reply with these content elements.
pub(crate) fn document(contents: &str) -> Reply {
    http(
        200,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
             <MasMessage xmlns=\"http://www.99bill.com/mas_cnp_merchant_interface\"><version>1.0</version>{contents}</MasMessage>"
        ),
    )
}

pub(crate) fn refused(code: &str) -> String {
    format!("<ErrorMsgContent><errorCode>{code}</errorCode><errorMessage>in 99bill's words</errorMessage></ErrorMsgContent>")
}

/// A client to whom nothing else will be answered, and the wire that it writes to.
pub(crate) fn replayed(account: Account, replies: impl IntoIterator<Item = Reply>) -> (Agreement, Arc<Replayer>) {
    let wire = Arc::new(Replayer::new(replies));
    let agreement = Agreement::new(account, Arc::clone(&wire)).expect("an account").with_clock(start);
    (agreement, wire)
}

// What it means, in words: a line of a table.

pub(crate) fn verdict<R>(result: &Result<Answer<R>, Error>) -> String {
    let order = |order: Order| match order {
        Order::NotPlaced => "not placed",
        Order::Unknown(Some(_)) => "unknown, query",
        Order::Unknown(None) => "unknown",
        Order::Unchanged => "unchanged",
    };
    match result {
        Ok(answer) => {
            let query = if answer.followup().is_some() { ", query" } else { "" };
            format!("{} {}{query}", answer.state, answer.code.as_deref().unwrap_or("-"))
        }
        Err(Error::Unknown(unknown)) => format!("{}: {}", unknown.reason, order(unknown.order.clone())),
        Err(error) => format!("{}: {}", error.kind(), order(error.order())),
    }
}

// The simulator.

/// RSA keys take a moment, and every test may have the same.
pub(crate) static SETUP: LazyLock<Setup> = LazyLock::new(|| Setup::create(["pay.example.com"]).expect("keys"));

/// The account that the simulator knows.
pub(crate) fn simulated() -> Account {
    let own = SETUP.agreement_account();
    let mut account = Account::new("https://sim.example", own.merchant, TERMINAL, own.login_key);
    let keys = PublicKey::read(SETUP.notice_public_pem().as_bytes()).expect("a key");
    account.notice_keys = Some(RsaVerifier::new(keys, [Hash::Sha1]).expect("a ring"));
    account.notice_url = Some(NOTICE_URL.into());
    account
}

/// The simulator's network, and who hears of each exchange before the client does.
pub(crate) fn line(simulator: &Simulator, hears: impl Fn(Exchange) + Send + Sync + 'static) -> Recorder<InMemory> {
    let line = InMemory::with_certificate(simulator.clone(), peer("20990101000000"));
    Recorder::new(line, Arc::new(|bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned()), Arc::new(hears))
}

/// A client of a simulator, on one clock that only moves when told to.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) simulator: Simulator,
    pub(crate) agreement: Agreement,
    log: Arc<Mutex<Vec<Exchange>>>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(FaultPlan::default(), |_| {})
    }

    pub(crate) fn faulty(faults: FaultPlan) -> Self {
        Self::with(faults, |_| {})
    }

    /// With another account than the one that the simulator knows.
    pub(crate) fn with(faults: FaultPlan, change: impl FnOnce(&mut Account)) -> Self {
        let clock = ManualClock::new(start());
        let simulator = Simulator::new(&SETUP, Settings { clock: Arc::new(clock.clone()), faults, ..Settings::default() });
        let mut account = simulated();
        change(&mut account);
        let log = Arc::new(Mutex::new(Vec::new()));
        let wire = line(&simulator, {
            let log = Arc::clone(&log);
            move |exchange| log.lock().expect("the log").push(exchange)
        });
        let now = clock.clone();
        let agreement = Agreement::new(account, wire).expect("an account").with_clock(move || now.now());
        Self { clock, simulator, agreement, log }
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// How many requests to the operation have left.
    pub(crate) fn sent(&self, operation: &str) -> usize {
        let path = format!("/cnp/{operation}");
        self.log.lock().expect("the log").iter().filter(|exchange| exchange.uri.ends_with(&path)).count()
    }

    /// Binds a card; its token.
    pub(crate) async fn bind(&self) -> Sensitive {
        let begun = self.agreement.send(&sign(&self.agreement, "SIGN0001")).await.expect("an answer");
        let verify = self.agreement.ind_auth_verify().customer_id(CUSTOMER).external_ref_number("SIGN0001").pan(PAN);
        let verify = verify.valid_code(SMS_CODE).token(begun.reply.token.expect("a token")).phone_no(PHONE).build();
        self.agreement.send(&verify).await.expect("an answer").reply.pay_token.expect("a pay token")
    }
}

/// The merchant's client certificate, as the simulator sees it.
pub(crate) fn peer(not_after: &str) -> PeerCertificate {
    PeerCertificate { common_name: format!("{MERCHANT}90"), not_after: BeijingTime::parse_compact(not_after).expect("a time") }
}
