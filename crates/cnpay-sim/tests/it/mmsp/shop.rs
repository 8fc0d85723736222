//! A merchant of the platform, its server, and what it reads.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use bytes::Bytes;
use cnpay_sim::{Settings, mmsp::Account};
use http::{Request, Response, StatusCode};
use mmsp_json::Envelope;
use paycore::Effect;
use paysign::Md5Key;
use paytransport::{SendError, Transport};
use serde_json::{Value, json};

use crate::world::{SETUP, World};

pub(crate) const MERCHANT: &str = "001440353999853";
pub(crate) const TERMINAL: &str = "84970001";
pub(crate) const AGENT: &str = "001440000000017";
pub(crate) const OPEN: &str = "/mmsp/open";
pub(crate) const GATEWAY: &str = "/mmsp/gateway";
pub(crate) const NOTIFY_URL: &str = "https://shop.example/mmsp/notify?shop=7";
pub(crate) const JUMP_URL: &str = "https://shop.example/done?o=9";

pub(crate) fn account() -> Account {
    SETUP.mmsp_account()
}

pub(crate) fn key() -> String {
    account().key.expose().to_owned()
}

pub(crate) fn agent_key() -> String {
    account().agents[0].key.as_ref().expect("a key").expose().to_owned()
}

pub(crate) fn mmsp_world(account: Account) -> World {
    World::with(Settings { mmsp_accounts: vec![account], ..Settings::default() })
}

/// The signature of a Body, made without the codec: sorted, compact, slashes escaped.
pub(crate) fn sign(body: &Value, key: &str) -> String {
    let members: BTreeMap<&String, &Value> = body.as_object().expect("an object").iter().collect();
    let text = serde_json::to_string(&members).expect("JSON").replace('/', "\\/");
    Md5Key::new(key).expect("a key").sign(format!("{text}&key=").as_bytes())
}

/// An envelope without its signature.
pub(crate) fn envelope(command: u32, node_id: &str, body: Value) -> Value {
    json!({
        "CommandID": command, "SeqID": 1, "NodeType": 3, "NodeID": node_id, "Version": "1.0.0", "AGENTNO": "",
        "MERNO": MERCHANT, "TERMNO": TERMINAL, "Body": body,
    })
}

/// The same, signed.
pub(crate) fn sealed(mut envelope: Value, key: &str) -> String {
    envelope["Sign"] = sign(&envelope["Body"], key).into();
    envelope.to_string()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply(pub(crate) Value);

impl Reply {
    /// A signed reply, whose signature is that key's.
    pub(crate) fn read(text: &str, key: &str) -> Self {
        let reply = Self(serde_json::from_str(text).expect("JSON"));
        if reply.0["CommandID"] == 32768 {
            assert_eq!((&reply.0["Body"], &reply.0["Sign"]), (&json!(""), &json!("")), "a refusal is bare");
        } else {
            assert_eq!(reply.0["RetCode"], 1, "{text}");
            let document = mmsp_json::parse(text.as_bytes()).expect("a document");
            let envelope = Envelope::read(&document).expect("an envelope");
            let base = envelope.base().expect("a Body");
            assert!(Md5Key::new(key).expect("a key").verify(base, &envelope.sign()).is_ok(), "{text}");
        }
        reply
    }

    /// A text of the Body; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0["Body"][name].as_str().unwrap_or_default()
    }

    /// `STATUS`, and the error code behind it where there is one.
    pub(crate) fn status(&self) -> String {
        assert_ne!(self.0["CommandID"], 32768, "{}", self.0);
        let code = [self.get("ERRCODE"), self.get("ERR_CODE")].concat();
        if code.is_empty() { self.get("STATUS").to_owned() } else { format!("{} {code}", self.get("STATUS")) }
    }

    /// The result and text of a refusal.
    pub(crate) fn refusal(&self) -> String {
        assert_eq!(self.0["CommandID"], 32768, "{}", self.0);
        format!("{} {}", self.0["RetCode"], self.0["ErrorMsg"].as_str().expect("a text"))
    }
}

impl World {
    pub(crate) async fn post_json(&self, path: &str, body: impl Into<Bytes>) -> Result<String, SendError> {
        let request = Request::post(format!("https://sim.example{path}")).body(body.into()).expect("a request");
        let response = self.send(request).await?;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
        Ok(String::from_utf8(response.body().to_vec()).expect("UTF-8"))
    }

    /// A call, or why the connection was cut.
    pub(crate) async fn try_ask(&self, path: &str, command: u32, node_id: &str, body: Value) -> Result<Reply, SendError> {
        let text = self.post_json(path, sealed(envelope(command, node_id, body), &key())).await?;
        Ok(Reply::read(&text, &key()))
    }

    /// A call of quick pay.
    pub(crate) async fn card(&self, command: u32, body: Value) -> Reply {
        self.try_ask(OPEN, command, "openapi", body).await.expect("a reply")
    }

    /// A call of scan.
    pub(crate) async fn scan(&self, command: u32, body: Value) -> Reply {
        self.try_ask(OPEN, command, "openplat", with(body, "RANDSTR", "p8Wc1vT5nB")).await.expect("a reply")
    }

    /// A query of the gateway.
    pub(crate) async fn web(&self, command: u32, body: Value) -> Reply {
        self.try_ask(GATEWAY, command, "openapi", body).await.expect("a reply")
    }

    /// Sends what is due; how many were taken.
    pub(crate) async fn deliver(&self, till: &Till) -> usize {
        self.simulator.deliver_due(till).await
    }
}

/// With that member in place of any of that name; `null` takes it away.
pub(crate) fn with(mut body: Value, name: &str, value: impl Into<Value>) -> Value {
    let (value, members) = (value.into(), body.as_object_mut().expect("an object"));
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.into(), value);
    }
    body
}

/// A quick pay order of a debit card.
pub(crate) fn pay(number: &str, amount: &str) -> Value {
    json!({
        "MERORDERID": number, "CARDNO": "6222020000000000018", "AMT": amount, "CARDTYPE": "1", "NAME": "王小明",
        "ID_NO": "110101199003070011", "PHONENO": "13900000001", "RANDSTR": "k3J9xQ2mZ7", "NOTIFY_URL": NOTIFY_URL,
    })
}

/// A scan order by a code.
pub(crate) fn prepay(number: &str, amount: &str) -> Value {
    json!({ "TRADETYPE": "1", "AMT": amount, "MERORDERID": number, "GOODSNAME": "冰美式/大杯", "NOTIFY_URL": NOTIFY_URL })
}

/// A reverse scan.
pub(crate) fn micropay(number: &str, amount: &str) -> Value {
    json!({
        "AMT": amount, "CUR": "CNY", "GOODSNAME": "矿泉水", "NOTIFY_URL": NOTIFY_URL, "MERORDERID": number, "CODE": "130000000000000043",
    })
}

/// The merchant's server: keeps what comes, answers what it is told.
pub(crate) struct Till {
    received: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: (u16, &'static str),
}

impl Till {
    pub(crate) fn new() -> Self {
        Self::answering(200, "SUCCESS")
    }

    pub(crate) fn answering(status: u16, body: &'static str) -> Self {
        Self { received: Arc::default(), answer: (status, body) }
    }

    /// The bodies of what came.
    pub(crate) fn received(&self) -> Vec<Bytes> {
        std::mem::take(&mut *self.received.lock().expect("a lock")).into_iter().map(Request::into_body).collect()
    }

    /// What came is exactly one notice, signed with the merchant's key.
    pub(crate) fn only(&self) -> Value {
        let received = self.received();
        assert_eq!(received.len(), 1);
        notice(&received[0], &key())
    }
}

/// A notice whose signature is that key's.
pub(crate) fn notice(body: &[u8], key: &str) -> Value {
    assert!(is_signed(body, key), "{}", String::from_utf8_lossy(body));
    serde_json::from_slice(body).expect("JSON")
}

pub(crate) fn is_signed(body: &[u8], key: &str) -> bool {
    let Ok(document) = mmsp_json::parse(body) else { return false };
    let envelope = Envelope::read(&document).expect("an envelope");
    Md5Key::new(key).expect("a key").verify(envelope.base().expect("a Body"), &envelope.sign()).is_ok()
}

#[async_trait]
impl Transport for Till {
    async fn send(&self, request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", NOTIFY_URL));
        self.received.lock().expect("a lock").push(request);
        let mut response = Response::new(Bytes::from(self.answer.1));
        *response.status_mut() = StatusCode::from_u16(self.answer.0).expect("a status");
        Ok(response)
    }
}
