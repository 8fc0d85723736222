//! A merchant of the platform, its server, and what it reads.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use cnpay_sim::{Settings, zhangxun::Account};
use http::{Request, Response, StatusCode};
use paycore::Effect;
use paysign::Md5Key;
use paytransport::{SendError, Transport};
use paywire::{
    Limits,
    form::{self, Pairs},
};
use serde_json::Value;

use crate::world::{SETUP, World};

pub(crate) const ORG: &str = "8161000204";
pub(crate) const MERCHANT: &str = "16121900001774";
pub(crate) const BACK_URL: &str = "https://shop.example/zx/notice?shop=7";
pub(crate) const CALL_BACK_URL: &str = "https://shop.example/zx/payout";
pub(crate) const FRONT_URL: &str = "https://shop.example/zx/done";

/// Names and values, in the order of the wire.
pub(crate) type Form = Vec<(String, String)>;

pub(crate) fn account() -> Account {
    SETUP.zhangxun_account()
}

pub(crate) fn zx_world(account: Account) -> World {
    World::with(Settings { zhangxun_accounts: vec![account], ..Settings::default() })
}

/// The signature of a message, made without the codec.
pub(crate) fn sign(form: &Form, key: &str) -> String {
    let mut filled: Vec<_> = form.iter().filter(|(name, value)| name != "sign" && !value.is_empty()).collect();
    filled.sort();
    let base: Vec<_> = filled.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Md5Key::new(key).expect("a key").sign(format!("{}&key=", base.join("&")).as_bytes())
}

/// Whether the merchant's key has signed it, over whatever it holds.
pub(crate) fn is_signed(form: &Form) -> bool {
    get(form, "sign") == sign(form, account().key.expose())
}

pub(crate) fn get<'f>(form: &'f Form, name: &str) -> &'f str {
    form.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
}

/// A request's body, as it stands.
pub(crate) fn encoded(form: &Form) -> String {
    form::encode(form.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())))
}

/// The same, signed with the merchant's key.
pub(crate) fn sealed(form: Form) -> String {
    let signature = sign(&form, account().key.expose());
    encoded(&with(form, "sign", &signature))
}

/// With that field in place of any of that name.
pub(crate) fn with(mut form: Form, name: &str, value: &str) -> Form {
    match form.iter_mut().find(|(given, _)| given == name) {
        Some(field) => value.clone_into(&mut field.1),
        None => form.push((name.to_owned(), value.to_owned())),
    }
    form
}

pub(crate) fn without(form: Form, name: &str) -> Form {
    form.into_iter().filter(|(given, _)| given != name).collect()
}

fn of<const N: usize>(fields: [(&str, &str); N]) -> Form {
    let common = [("version", "2.1"), ("orgNo", ORG), ("custId", MERCHANT)];
    common.iter().chain(&fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A WeChat code.
pub(crate) fn order(number: &str, amount: &str) -> Form {
    of([
        ("custOrderNo", number),
        ("tranType", "0402"),
        ("payAmt", amount),
        ("backUrl", BACK_URL),
        ("frontUrl", ""),
        ("goodsName", "冰美式 & 贝果"),
        ("buyIp", "203.0.113.7"),
    ])
}

pub(crate) fn query(number: &str) -> Form {
    of([("custOrderNo", number)])
}

pub(crate) fn payout(number: &str, amount: &str) -> Form {
    of([
        ("custOrdNo", number),
        ("casType", "00"),
        ("casAmt", amount),
        ("callBackUrl", CALL_BACK_URL),
        ("accountName", "王小明"),
        ("cardNo", "6222020000000000018"),
    ])
}

pub(crate) fn payout_query(number: &str) -> Form {
    of([("custOrdNo", number)])
}

pub(crate) fn balance() -> Form {
    of([])
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    /// As it came.
    pub(crate) text: String,
    pub(crate) fields: Form,
}

impl Reply {
    pub(crate) fn get(&self, name: &str) -> &str {
        get(&self.fields, name)
    }

    /// The status of a signed reply to a call that was accepted.
    pub(crate) fn status(&self) -> &str {
        assert!(self.get("code") == "000000" && is_signed(&self.fields), "{}", self.text);
        self.get("ordStatus")
    }

    /// Code and text of a signed refusal.
    pub(crate) fn refusal(&self) -> String {
        assert!(is_signed(&self.fields), "{}", self.text);
        format!("{} {}", self.get("code"), self.get("msg"))
    }

    /// Code and text of a refusal that nobody has signed.
    pub(crate) fn bare_refusal(&self) -> String {
        assert_eq!(self.get("sign"), "", "{}", self.text);
        format!("{} {}", self.get("code"), self.get("msg"))
    }
}

/// A JSON object of texts and numbers.
pub(crate) fn of_json(text: &str) -> Form {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    value.as_object().expect("an object").iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

pub(crate) fn of_form(bytes: &[u8]) -> Form {
    let pairs = Pairs::parse(bytes, Limits { bytes: 65536, depth: 1, children: 100 }).expect("a form");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    pairs.iter().map(|(name, value)| (text(name), text(value))).collect()
}

impl World {
    /// Sends a body as it is, or tells why the connection was cut.
    pub(crate) async fn post_form(&self, operation: &str, body: impl Into<Bytes>) -> Result<Reply, SendError> {
        let request = Request::post(format!("https://sim.example/mpcctp/cashier/{operation}.ac")).body(body.into()).expect("a request");
        let response = self.send(request).await?;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
        let text = String::from_utf8(response.body().to_vec()).expect("UTF-8");
        Ok(Reply { fields: of_json(&text), text })
    }

    /// A signed call.
    pub(crate) async fn zx(&self, operation: &str, form: Form) -> Reply {
        self.post_form(operation, sealed(form)).await.expect("a reply")
    }

    /// The status of a payment.
    pub(crate) async fn zx_status(&self, number: &str) -> String {
        self.zx("query", query(number)).await.status().to_owned()
    }

    /// The status of a payout.
    pub(crate) async fn zx_payout_status(&self, number: &str) -> String {
        self.zx("TX0002", payout_query(number)).await.status().to_owned()
    }

    /// Places an order and presses a button; the address of its page.
    pub(crate) async fn zx_choose(&self, number: &str, amount: &str, choice: &str) -> String {
        let placed = self.zx("pay", order(number, amount)).await;
        assert_eq!(placed.status(), "06", "{placed:?}");
        let page = placed.get("busContent").to_owned();
        self.press(&page, choice).await;
        page
    }

    /// What is due, as the merchant receives it.
    pub(crate) fn told(&self) -> Vec<(String, Bytes)> {
        let deliveries = self.simulator.due();
        deliveries.iter().map(|delivery| (delivery.request().uri().to_string(), delivery.request().body().clone())).collect()
    }
}

/// The merchant's server: keeps what comes, answers what it is told.
pub(crate) struct Till {
    received: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: (u16, &'static str),
}

impl Till {
    pub(crate) fn new() -> Self {
        Self::answering(200, "SC000000")
    }

    pub(crate) fn answering(status: u16, body: &'static str) -> Self {
        Self { received: Arc::default(), answer: (status, body) }
    }

    /// What came since the last time.
    pub(crate) fn received(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut *self.received.lock().expect("a lock"))
    }

    /// What came is exactly one notice, signed, to that address, in that type.
    pub(crate) fn only(&self, url: &str, content_type: &str) -> Form {
        let received = self.received();
        assert_eq!(received.len(), 1);
        let (parts, body) = received.into_iter().next().expect("one").into_parts();
        assert_eq!((parts.method.as_str(), parts.uri.to_string().as_str()), ("POST", url));
        assert_eq!(parts.headers["content-type"], content_type);
        let form = read(&body);
        assert!(is_signed(&form), "{form:?}");
        form
    }
}

/// A notice, whichever it is written in.
pub(crate) fn read(body: &[u8]) -> Form {
    if body.starts_with(b"{") { of_json(&String::from_utf8_lossy(body)) } else { of_form(body) }
}

#[async_trait]
impl Transport for Till {
    async fn send(&self, request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        self.received.lock().expect("a lock").push(request);
        let mut response = Response::new(Bytes::from(self.answer.1));
        *response.status_mut() = StatusCode::from_u16(self.answer.0).expect("a status");
        Ok(response)
    }
}
