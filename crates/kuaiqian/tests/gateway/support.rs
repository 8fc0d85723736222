//! Accounts, prepared answers, and words for what comes back.

use std::{
    fmt::Write as _,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Response, StatusCode};
use kuaiqian::gateway::{Account, Gateway, Signer, Verifier};
use md5::{Digest, Md5};
use paycore::{Answer, Error, Order, Sensitive};
use paysign::{Hash, Md5Key, PublicKey, RsaSigner, RsaVerifier};
use paytransport::{Replayer, SendError};

pub(crate) const ACCOUNT: &str = "1000000000101";
pub(crate) const KEY: &str = "SYNTHETICKEY0001";
pub(crate) const QUERY_KEY: &str = "SYNTHETICQKEY002";
pub(crate) const REFUND_KEY: &str = "SYNTHETICRKEY003";

/// 2024-01-05 09:30:00 in Beijing.
pub(crate) fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_418_200)
}

pub(crate) fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))).expect(name)
}

pub(crate) fn private(name: &str) -> RsaSigner {
    RsaSigner::read(&file(name)).expect("a private key")
}

pub(crate) fn ring(name: &str, hashes: impl IntoIterator<Item = Hash>) -> RsaVerifier {
    RsaVerifier::new(PublicKey::read(&file(name)).expect("a public key"), hashes).expect("a ring")
}

pub(crate) fn md5_key() -> Md5Key {
    Md5Key::new(KEY).expect("a key")
}

fn with_keys(mut account: Account) -> Account {
    account.query_key = Some(Sensitive::from(QUERY_KEY));
    account.refund_key = Some(Sensitive::from(REFUND_KEY));
    // Of the worked examples.
    account.member = "10000000001".into();
    account.notice_url = Some("https://shop.example/pay/notify?shop=7&lang=zh".into());
    account
}

/// An account with MD5 and the SOAP services.
pub(crate) fn by_md5() -> Account {
    with_keys(Account::new("https://sandbox.99bill.com", ACCOUNT, Signer::Md5(md5_key()), Verifier::Md5(md5_key())))
}

/// An account with RSA and the JSON services; 99bill's key is the fixtures' `notice-2048`.
pub(crate) fn by_rsa(hash: Hash) -> Account {
    let signer = Signer::Rsa(private("client.key.pem"), hash);
    let notices = Verifier::Rsa(ring("notice-2048.crt.pem", [Hash::Sha1, Hash::Sha256]));
    with_keys(Account::new("https://sandbox.99bill.com/", ACCOUNT, signer, notices))
}

pub(crate) type Reply = Result<Response<Bytes>, SendError>;

pub(crate) fn http(status: u16, body: impl Into<Bytes>) -> Reply {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    Ok(response)
}

/// A client to whom nothing else will be answered, and the wire that it writes to.
pub(crate) fn replayed(account: Account, replies: impl IntoIterator<Item = Reply>) -> (Gateway, Arc<Replayer>) {
    let wire = Arc::new(Replayer::new(replies));
    let gateway = Gateway::new(account, Arc::clone(&wire)).expect("an account").with_clock(start);
    (gateway, wire)
}

/// A client that sends nothing.
pub(crate) fn mute(account: Account) -> Gateway {
    replayed(account, []).0
}

/// MD5 in upper case, by the md-5 crate alone.
pub(crate) fn md5(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02X}").expect("a string takes everything");
        hex
    })
}

/// `name=value&…` as XML elements or as JSON members.
pub(crate) fn elements(pairs: &str) -> String {
    pairs
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .fold(String::new(), |text, (name, value)| text + &format!("<{name}>{value}</{name}>"))
}

pub(crate) fn members(pairs: &str) -> String {
    let members: Vec<_> =
        pairs.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
    members.join(",")
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
            let stage = answer.stage.map(|stage| format!(" ({stage})")).unwrap_or_default();
            let query = if answer.followup().is_some() { ", query" } else { "" };
            format!("{}{stage} {}{query}", answer.state, answer.code.as_deref().unwrap_or("-"))
        }
        Err(Error::Unknown(unknown)) => format!("{}: {}", unknown.reason, order(unknown.order.clone())),
        Err(error) => format!("{}: {}", error.kind(), order(error.order())),
    }
}
