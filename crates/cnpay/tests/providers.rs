//! Any provider, through one trait: asked, told, and lied to.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use bytes::Bytes;
use cnpay::{
    AnyNotice, Effect, Error, Expected, Fen, MmspGateway, MmspQuickPay, MmspScan, NotTaken, Provider, RawNotice, TradeState, Transport,
    ZhangxunPayout, answer,
    kuaiqian::{
        agreement::{self, Agreement},
        gateway::{self, Gateway},
    },
    mmsp::{self, Mmsp, NoticeUrls, flows::SmsPayment, payout},
    zhangxun::{self, Zhangxun},
};
use cnpay_sim::{InMemory, ManualClock, PeerCertificate, SMS_CODE, Settings, Setup, Simulator};
use http::{Request, Response};
use paysign::{Hash, Md5Key, PublicKey, RsaVerifier, Verified};
use paytransport::SendError;

const SHOP: &str = "https://shop.example/notices";

/// Every provider's client of one merchant, on a simulator in memory.
struct World {
    simulator: Simulator,
    clock: ManualClock,
    agreement: Agreement,
    gateway: Gateway,
    mmsp: Mmsp,
    payout: payout::Payout,
    zhangxun: Zhangxun,
}

impl World {
    fn new() -> Self {
        let clock = ManualClock::new(SystemTime::now());
        let setup = Setup::create(["shop.example"]).expect("keys");
        let simulator = Simulator::new(&setup, Settings { clock: Arc::new(clock.clone()), ..Settings::default() });
        let peer = setup.merchant().identity().expect("an identity");
        let peer = PeerCertificate::from_der(peer.certificate().der()).expect("a certificate");
        let transport = InMemory::with_certificate(simulator.clone(), peer);
        let ring = |hashes: &[Hash]| {
            let keys = PublicKey::read(setup.notice_public_pem().as_bytes()).expect("a key");
            RsaVerifier::new(keys, hashes.iter().copied()).expect("a ring")
        };

        let own = setup.agreement_account();
        let mut account = agreement::Account::new("https://sim", own.merchant, &own.terminals[0], own.login_key);
        account.notice_keys = Some(ring(&[Hash::Sha1]));
        account.notice_url = Some(format!("{SHOP}/kuaiqian.agreement.tr3"));
        let agreement = Agreement::new(account, transport.clone()).expect("a client");

        let identity = setup.merchant().identity().expect("an identity");
        let signer = gateway::Signer::Rsa(identity.signer().clone(), Hash::Sha256);
        let verifier = gateway::Verifier::Rsa(ring(&[Hash::Sha256]));
        let account = gateway::Account::new("https://sim", setup.gateway_account().account, signer, verifier);
        let gateway = Gateway::new(account, transport.clone()).expect("a client");

        let own = setup.mmsp_account();
        let key = Md5Key::new(own.key).expect("a key");
        let mut account = mmsp::Account::new("https://sim/mmsp/open", &own.merchant, &own.terminals[0], key);
        account.gateway_url = "https://sim/mmsp/gateway".to_owned();
        account.notice_urls = NoticeUrls::all(format!("{SHOP}/mmsp.quickpay.notice"));
        let mmsp = Mmsp::new(account, transport.clone()).expect("a client");

        let platform = PublicKey::read(setup.payout_platform_pem().as_bytes()).expect("a key").remove(0);
        let private = setup.payout_key_pem().expose().as_bytes();
        let account = payout::PayoutAccount::new("https://sim/mmsp/payout", own.merchant, private, platform).expect("an account");
        let payout = payout::Payout::new(account, transport.clone()).expect("a client");

        let own = setup.zhangxun_account();
        let key = Md5Key::new(own.key).expect("a key");
        let mut account = zhangxun::Account::new("https://sim/mpcctp/", own.org, own.merchant, key);
        account.payout_notice_url = Some(format!("{SHOP}/zhangxun.payout_notice"));
        let zhangxun = Zhangxun::new(account, transport).expect("a client");

        Self { simulator, clock, agreement, gateway, mmsp, payout, zhangxun }
    }

    fn providers(&self) -> Vec<Box<dyn Provider>> {
        vec![
            Box::new(self.agreement.clone()),
            Box::new(self.gateway.clone()),
            Box::new(MmspQuickPay(self.mmsp.clone())),
            Box::new(MmspScan(self.mmsp.clone())),
            Box::new(MmspGateway(self.mmsp.clone())),
            Box::new(self.payout.clone()),
            Box::new(self.zhangxun.clone()),
            Box::new(ZhangxunPayout(self.zhangxun.clone())),
        ]
    }

    /// An order at each provider that tells of one without a payer at its cashier.
    async fn orders(&self) -> [(&'static str, Expected); 3] {
        let begin = self.agreement.ind_auth().customer_id("U1").external_ref_number("S1").pan("6299990000000012348");
        let begun = self.agreement.send(&begin.phone_no("13900000000").build()).await.expect("an SMS");
        let verify = self.agreement.ind_auth_verify().customer_id("U1").external_ref_number("S1").pan("6299990000000012348");
        let verify = verify.valid_code(SMS_CODE).token(begun.reply.token.expect("a token")).phone_no("13900000000").build();
        let token = self.agreement.send(&verify).await.expect("a card").reply.pay_token.expect("a token");
        let card = self.agreement.purchase().external_ref_number("CARD1").amount(Fen::new(8860)).customer_id("U1").pay_token(token).build();
        self.agreement.send(&card).await.expect("an answer");

        let bank = self.mmsp.quickpay().pay().mer_order_id("BANK1").amt(Fen::new(1990)).card_type("1").card_no("6222020000000000018");
        let bank = bank.name("王小明").id_no("110101199003070011").phone_no("13900000001").build();
        let placed = self.mmsp.send(&bank).await.expect("an answer");
        let stored = bank.expected(&self.mmsp.account().merchant);
        let payment = SmsPayment::placed(stored, &placed, self.mmsp.now()).expect("an SMS");
        self.mmsp.quickpay().hand_in(&payment, SMS_CODE).await.expect("an answer");

        let wages = self.zhangxun.payout().cust_ord_no("WAGES1").cas_amt(Fen::new(150_000));
        let wages = wages.account_name("王小明").card_no("6222020000000000018").build();
        self.zhangxun.send(&wages).await.expect("an answer");

        [("kuaiqian.agreement", Expected::from(&card)), ("mmsp.quickpay", payment.order), ("zhangxun.payout", Expected::from(&wages))]
    }
}

/// A merchant's address: every request is kept, and the provider of its path acks.
struct Shop {
    providers: Vec<Box<dyn Provider>>,
    told: Mutex<Vec<Request<Bytes>>>,
}

#[async_trait]
impl Transport for Shop {
    async fn send(&self, request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        let provider = of(&self.providers, &request);
        let response = match provider.verify(RawNotice::from(&request)) {
            Ok(notice) => answer(paycore::Notice::ack(notice.get())),
            Err(_) => provider.refusal(NotTaken::Untrusted),
        };
        self.told.lock().expect("nobody panics").push(request);
        Ok(response.map(Bytes::from))
    }
}

fn of<'p>(providers: &'p [Box<dyn Provider>], request: &Request<Bytes>) -> &'p dyn Provider {
    let id = request.uri().path().rsplit('/').next();
    &**providers.iter().find(|provider| provider.notice_id() == id).expect("one of ours")
}

#[tokio::test]
async fn each_is_asked_told_and_lied_to() {
    let world = World::new();
    let orders = world.orders().await;
    let shop = Shop { providers: world.providers(), told: Mutex::default() };
    let mut accepted = 0;
    for _ in 0..10 {
        world.clock.advance(Duration::from_secs(2));
        accepted += world.simulator.deliver_due(&shop).await;
    }

    let Shop { providers, told } = shop;
    let told = told.into_inner().expect("nobody panics");
    assert_eq!(accepted, told.len(), "every ack is the right one");
    for (id, order) in orders {
        let provider = providers.iter().find(|provider| provider.id() == id).expect("one of ours");

        let outcome = provider.query(&order).await.expect("an answer");
        assert_eq!((outcome.state, outcome.alarm), (TradeState::Succeeded, None), "{id}");
        let mut dearer = order.clone();
        dearer.amount = Fen::new(order.amount.get() + 1);
        let outcome = provider.query(&dearer).await.expect("an answer");
        assert_eq!((outcome.state, outcome.alarm.is_some()), (TradeState::Unknown, true), "{id}");

        let mine = |request: &&Request<Bytes>| request.uri().path().ends_with(provider.notice_id().expect("it tells"));
        let request = told.iter().rfind(mine).unwrap_or_else(|| panic!("{id} has told nothing"));
        let verify = || -> Verified<AnyNotice> { provider.verify(RawNotice::from(request)).expect("a good signature") };
        assert_eq!(verify().order(), Some(order.order.as_str()), "{id}");
        assert!(verify().reference().is_some(), "{id}");
        assert!(verify().matched(&dearer).is_err(), "{id}");
        let matched = verify().matched(&order).expect("the same order");
        assert_eq!(provider.confirmed(&matched, &order).await.expect("an answer"), TradeState::Succeeded, "{id}");

        let forged = String::from_utf8_lossy(request.body()).replace(&order.order, "ANOTHER1");
        let forged = RawNotice { body: forged.as_bytes(), ..RawNotice::from(request) };
        assert!(matches!(provider.verify(forged), Err(Error::Untrusted { .. })), "{id}");
        assert!(matches!(provider.verify(RawNotice::default()), Err(Error::Untrusted { .. })), "{id}");
    }
}

#[tokio::test]
async fn of_an_order_that_nobody_placed_nothing_is_concluded() {
    let world = World::new();
    for provider in world.providers() {
        let merchant = match provider.id() {
            "kuaiqian.agreement" => world.agreement.account().merchant.clone(),
            "kuaiqian.gateway" => world.gateway.account().account.clone(),
            "zhangxun.pay" | "zhangxun.payout" => world.zhangxun.account().merchant.clone(),
            _ => world.mmsp.account().merchant.clone(),
        };
        let order = Expected::new(merchant, "NOBODY1", Fen::new(100));
        let state = provider.query(&order).await.map(|outcome| outcome.state);
        assert!(state.as_ref().map_or(true, |state| state.is_open()), "{}: {state:?}", provider.id());
    }
}

#[test]
fn ids_are_of_products_and_notices_that_are_listed() {
    let world = World::new();
    let mut ids = Vec::new();
    for provider in world.providers() {
        let prefix = format!("{}.", provider.id());
        assert!(cnpay::operations().any(|operation| operation.id() == provider.id() || operation.id().starts_with(&prefix)), "{prefix}");
        if let Some(id) = provider.notice_id() {
            assert!(cnpay::notices().any(|notice| notice.id == id && notice.signed), "{id}");
        }
        ids.extend(provider.notice_id());
    }
    let told = cnpay::notices().filter(|notice| notice.signed && !notice.id.ends_with("front_return")).map(|notice| notice.id);
    assert_eq!(ids, told.collect::<Vec<_>>(), "every notice has its provider");
}
