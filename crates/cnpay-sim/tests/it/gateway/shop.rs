//! A merchant of the gateway, its server, and a payer with a browser.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use cnpay_sim::{Settings, gateway::Account};
use http::{Request, Response, StatusCode};
use kq_form::{NOTICE, PAY};
use paycore::Effect;
use paysign::{Hash, Md5Key, PublicKey, RsaVerifier};
use paytransport::{SendError, Transport};
use paywire::{
    Limits,
    form::{self, Pairs},
};

use crate::world::*;

pub(crate) const ACCOUNT: &str = "1001163778801";
pub(crate) const MEMBER: &str = "10011637788";
pub(crate) const BG_URL: &str = "https://shop.example/notify?shop=7";
pub(crate) const PAGE_URL: &str = "https://shop.example/page";
pub(crate) const DONE_URL: &str = "https://shop.example/done";
pub(crate) const PAY_PATH: &str = "/gateway/recvMerchantInfoAction.htm";

const LIMITS: Limits = Limits { bytes: 1 << 16, depth: 1, children: 100 };

pub(crate) fn account() -> Account {
    SETUP.gateway_account()
}

pub(crate) fn gateway_world(account: Account) -> World {
    World::with(Settings { gateway_accounts: vec![account], ..Settings::default() })
}

pub(crate) fn md5(key: &str, base: &[u8]) -> String {
    Md5Key::new(key).expect("a key").sign(base)
}

pub(crate) fn rsa(hash: Hash, base: &[u8]) -> String {
    let identity = SETUP.merchant().identity().expect("an identity");
    BASE64_STANDARD.encode(identity.signer().sign(hash, base).expect("a signature"))
}

/// An order on its way: fields in signature order, as bytes.
#[derive(Clone)]
pub(crate) struct Form(Vec<(&'static str, Vec<u8>)>);

/// A complete order of the PC cashier.
pub(crate) fn order(id: &str, amount: &str) -> Form {
    Form(Vec::new())
        .with("inputCharset", "1")
        .with("bgUrl", BG_URL)
        .with("version", "v2.0")
        .with("language", "1")
        .with("signType", "1")
        .with("merchantAcctId", ACCOUNT)
        .with("orderId", id)
        .with("orderAmount", amount)
        .with("orderTime", "20250301101500")
        .with("productName", "红茶")
        .with("payType", "00")
}

impl Form {
    /// With that value, at its place; an empty one takes the field away.
    pub(crate) fn with(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        let place = |name: &str| PAY.fields.iter().position(|field| *field == name).expect("a field");
        self.0.retain(|(given, _)| *given != name);
        if !value.as_ref().is_empty() {
            let at = self.0.iter().position(|(given, _)| place(given) > place(name)).unwrap_or(self.0.len());
            self.0.insert(at, (name, value.as_ref().to_vec()));
        }
        self
    }

    pub(crate) fn base(&self) -> Vec<u8> {
        self.0.iter().map(|(name, value)| [name.as_bytes(), b"=", value].concat()).collect::<Vec<_>>().join(&b'&')
    }

    /// The body with that signature.
    pub(crate) fn body(&self, signature: &str) -> String {
        let fields = self.0.iter().map(|(name, value)| (name.as_bytes(), value.as_slice()));
        form::encode(fields.chain([(&b"signMsg"[..], signature.as_bytes())]))
    }

    /// The body, signed with the account's key.
    pub(crate) fn signed(&self) -> String {
        self.body(&md5(account().key.expose(), &[self.base().as_slice(), b"&key="].concat()))
    }

    /// The body, signed with the merchant's certificate.
    pub(crate) fn signed_rsa(self, hash: Hash) -> String {
        let form = self.with("signType", "4");
        form.body(&rsa(hash, &form.base()))
    }
}

/// What a browser shows.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

impl Page {
    /// The value of an attribute, unescaped as far as these pages need it.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        Some(self.text.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0)
    }

    /// The code of an error page.
    pub(crate) fn code(&self) -> Option<&str> {
        self.attribute("data-code")
    }

    /// Where the cashier's form goes.
    pub(crate) fn action(&self) -> String {
        self.attribute("action").unwrap_or_else(|| panic!("no cashier: {}", self.text)).to_owned()
    }
}

impl World {
    pub(crate) async fn fetch(&self, request: Request<Bytes>) -> Result<Page, SendError> {
        let response = self.send(request).await?;
        Ok(Page {
            status: response.status().as_u16(),
            location: response.headers().get("location").map(|url| url.to_str().expect("a URL").to_owned()),
            text: String::from_utf8(response.body().to_vec()).expect("UTF-8"),
        })
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.fetch(Request::get(format!("https://sim.example{path}")).body(Bytes::new()).expect("a request")).await.expect("a page")
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Bytes>) -> Page {
        let request = Request::post(format!("https://sim.example{path}")).body(body.into()).expect("a request");
        self.fetch(request).await.expect("a page")
    }

    /// Submits an order on the PC cashier.
    pub(crate) async fn submit(&self, body: String) -> Page {
        let page = self.post(PAY_PATH, body).await;
        assert_eq!(page.status, 200);
        page
    }

    /// Submits an order and presses a button; the path of the result.
    pub(crate) async fn choose(&self, form: &Form, choice: &str) -> String {
        let action = self.submit(form.signed()).await.action();
        let page = self.post(&action, format!("choice={choice}")).await;
        assert_eq!((page.status, page.location.clone()), (303, Some(format!("{action}/result"))), "{}", page.text);
        format!("{action}/result")
    }

    /// Submits an order and pays it.
    pub(crate) async fn pay_order(&self, id: &str, amount: &str) -> String {
        self.choose(&order(id, amount), "pay").await
    }
}

/// The merchant's server: keeps what comes, answers what it is told.
#[derive(Clone)]
pub(crate) struct Server {
    received: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: Arc<Mutex<(u16, String)>>,
}

impl Server {
    /// One that sends the payer to [`DONE_URL`].
    pub(crate) fn new() -> Self {
        Self::answering(200, &format!("<result>1</result><redirecturl>{DONE_URL}</redirecturl>"))
    }

    pub(crate) fn answering(status: u16, body: &str) -> Self {
        Self { received: Arc::default(), answer: Arc::new(Mutex::new((status, body.to_owned()))) }
    }

    pub(crate) fn answers(&self, status: u16, body: &str) {
        *self.answer.lock().expect("a lock") = (status, body.to_owned());
    }

    pub(crate) fn received(&self) -> Vec<String> {
        let received = std::mem::take(&mut *self.received.lock().expect("a lock"));
        received.into_iter().map(|request| request.uri().to_string()).collect()
    }

    /// What came is exactly one notice.
    pub(crate) fn only(&self) -> Told {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        Told::new(&received[0])
    }
}

#[async_trait]
impl Transport for Server {
    async fn send(&self, request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        assert_eq!(request.method(), "GET");
        self.received.lock().expect("a lock").push(request);
        let (status, body) = self.answer.lock().expect("a lock").clone();
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        Ok(response)
    }
}

/// The parameters of a notice or page return, by name.
pub(crate) struct Told {
    query: String,
    fields: BTreeMap<String, Vec<u8>>,
}

impl Told {
    pub(crate) fn new(url: &str) -> Self {
        let query = url.split_once('?').expect("a query").1.to_owned();
        let pairs = Pairs::parse(query.as_bytes(), LIMITS).expect("a query");
        let fields = pairs.iter().map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), value.to_vec())).collect();
        Self { query, fields }
    }

    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    pub(crate) fn bytes(&self, name: &str) -> &[u8] {
        self.fields.get(name).unwrap_or_else(|| panic!("no {name}: {}", self.query))
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        std::str::from_utf8(self.bytes(name)).expect("UTF-8")
    }

    fn base(&self) -> Vec<u8> {
        let given = NOTICE.fields.iter().filter_map(|name| Some((name, self.fields.get(*name).filter(|value| !value.is_empty())?)));
        given.map(|(name, value)| [name.as_bytes(), b"=", value].concat()).collect::<Vec<_>>().join(&b'&')
    }

    /// Whether the account's key has signed it.
    pub(crate) fn is_signed(&self) -> bool {
        self.get("signMsg") == md5(account().key.expose(), &[self.base().as_slice(), b"&key="].concat())
    }

    /// Whether 99bill's own key has.
    pub(crate) fn is_signed_rsa(&self, hash: Hash) -> bool {
        provider(hash).verify(self.base(), &BASE64_STANDARD.decode(self.get("signMsg")).expect("Base64")).is_ok()
    }
}

pub(crate) fn provider(hash: Hash) -> RsaVerifier {
    RsaVerifier::new(PublicKey::read(SETUP.notice_public_pem().as_bytes()).expect("a key"), [hash]).expect("a verifier")
}
