//! Accounts, prepared answers, and words for what comes back.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use mmsp::{Account, Mmsp, NoticeUrls};
use mmsp_json::{parse, signing_text};
use paycore::{Effect, Error, Order};
use paysign::Md5Key;
use paytransport::{SendError, Transport};

pub(crate) const KEY: &str = "ea21842eea24e448b991b1cb0a0294cf";
pub(crate) const AGENT_KEY: &str = "5f0c1e2d3b4a59687786a5b4c3d2e1f0";
pub(crate) const MERCHANT: &str = "001440353999853";
pub(crate) const ORDER: &str = "QP20240506000017";

/// 2024-05-06 10:11:12 in Beijing.
const START: u64 = 1_714_961_472;

pub(crate) type Reply = Box<dyn FnOnce(&Request<Bytes>) -> Result<(u16, Vec<u8>), SendError> + Send>;

/// A platform that answers what was prepared, and keeps what it was sent.
#[derive(Default)]
pub(crate) struct Platform {
    answers: Mutex<VecDeque<Reply>>,
    sent: Mutex<Vec<Request<Bytes>>>,
}

impl Platform {
    pub(crate) fn answering(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(replies.into_iter().collect()), sent: Mutex::default() })
    }

    /// URL, content type and body of every request.
    pub(crate) fn sent(&self) -> Vec<(String, String, String)> {
        let text = |request: &Request<Bytes>| {
            let content_type = request.headers()["content-type"].to_str().expect("a text").to_owned();
            (request.uri().to_string(), content_type, String::from_utf8(request.body().to_vec()).expect("a text"))
        };
        self.sent.lock().expect("requests").iter().map(text).collect()
    }
}

#[async_trait]
impl Transport for Platform {
    async fn send(&self, request: Request<Bytes>, _: Effect) -> Result<Response<Bytes>, SendError> {
        let reply = self.answers.lock().expect("answers").pop_front().expect("an answer for each request");
        let answer = reply(&request);
        self.sent.lock().expect("requests").push(request);
        answer.map(|(status, body)| {
            let mut response = Response::new(Bytes::from(body));
            *response.status_mut() = status.try_into().expect("a status");
            response
        })
    }
}

pub(crate) fn key(text: &str) -> Md5Key {
    Md5Key::new(text).expect("a key")
}

pub(crate) fn account() -> Account {
    let mut account = Account::new("https://platform.example/open", MERCHANT, "84970001", key(KEY));
    account.gateway_url = "https://gateway.example/pay".into();
    account.platform_url = Some("https://platform.example".into());
    account.openid_url = Some("https://platform.example/openid".into());
    account.notice_urls = NoticeUrls {
        quickpay: Some("https://shop.example/mmsp/quickpay".into()),
        scan: Some("https://shop.example/mmsp/scan".into()),
        gateway: Some("https://shop.example/mmsp/gateway?shop=7&lang=zh".into()),
    };
    account.jump_url = Some("https://shop.example/done".into());
    account
}

/// A clock that tests set, in seconds after the start.
#[derive(Clone, Default)]
pub(crate) struct Seconds(Arc<AtomicU64>);

impl Seconds {
    pub(crate) fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(START + self.0.load(Ordering::SeqCst))
    }
}

pub(crate) fn client_of(account: Account, platform: &Arc<Platform>) -> (Mmsp, Seconds) {
    let seconds = Seconds::default();
    let clock = seconds.clone();
    let client = Mmsp::new(account, Arc::clone(platform)).expect("a client");
    (client.with_clock(move || clock.now()).with_random(|| "k3J9xQ2mZ7".into()), seconds)
}

pub(crate) fn client(platform: &Arc<Platform>) -> Mmsp {
    client_of(account(), platform).0
}

pub(crate) fn sign(body: &str, with: &str) -> String {
    let document = parse(body.as_bytes()).expect("JSON");
    key(with).sign(signing_text(document.root()).expect("an object").as_bytes())
}

/// An envelope with a Body and a signature, `RetCode` as given.
pub(crate) fn envelope(ret_code: &str, body: &str, sign: &str) -> String {
    format!(
        r#"{{"CommandID":33539,"SeqID":1,"NodeType":3,"NodeID":"openapi","Version":"1.0.0","RetCode":{ret_code},"ErrorMsg":"","AGENTNO":"","MERNO":"{MERCHANT}","TERMNO":"84970001","Body":{body},"Sign":"{sign}"}}"#
    )
}

pub(crate) fn says(body: impl Into<String>) -> Reply {
    let body = body.into();
    Box::new(move |_| Ok((200, body.into_bytes())))
}

pub(crate) fn status(status: u16, body: &'static str) -> Reply {
    Box::new(move |_| Ok((status, body.into())))
}

pub(crate) fn silent(error: SendError) -> Reply {
    Box::new(move |_| Err(error))
}

/// A good reply with that Body.
pub(crate) fn signed(body: &str) -> Reply {
    says(envelope("1", body, &sign(body, KEY)))
}

pub(crate) fn refused(ret_code: &str, text: &str) -> Reply {
    says(format!(r#"{{"CommandID":32768,"SeqID":1,"RetCode":{ret_code},"ErrorMsg":"{text}","AGENTNO":null,"Body":"","Sign":""}}"#))
}

/// Kind, reason and order of an error, in one line.
pub(crate) fn brief(error: &Error) -> String {
    let order = match error.order() {
        Order::NotPlaced => "not placed".to_owned(),
        Order::Unchanged => "unchanged".to_owned(),
        Order::Unknown(None) => "unknown".to_owned(),
        Order::Unknown(Some(query)) => format!("unknown: {} {:?}", query.id, query.fields),
    };
    match error {
        Error::Unknown(unknown) => format!("unknown {} | {order}", unknown.reason),
        other => format!("{} | {order}", other.kind()),
    }
}

pub(crate) const BY_ORDER: &str = r#"unknown: mmsp.quickpay.query [("MERORDERID", "QP20240506000017")]"#;

/// A wait that takes no time.
pub(crate) async fn no_wait(_: Duration) {}
