//! An account, prepared answers, and words for what comes back.

use std::{fmt::Write as _, sync::Arc};

use bytes::Bytes;
use http::{Response, StatusCode};
use md5::{Digest, Md5};
use paycore::{Answer, Error, Order};
use paysign::Md5Key;
use paytransport::{Replayer, SendError};
use zhangxun::{Account, Zhangxun};

pub(crate) const KEY: &str = "FFFFFFFFFFFFFFFF";
pub(crate) const ORG: &str = "8161000204";
pub(crate) const MERCHANT: &str = "16121900001774";

pub(crate) fn md5_key() -> Md5Key {
    Md5Key::new(KEY).expect("a key")
}

/// The account of the worked examples.
pub(crate) fn account() -> Account {
    let mut account = Account::new("http://pay.example:8086/mpcctp/", ORG, MERCHANT, md5_key());
    account.notice_url = Some("https://shop.example/zx/notice?shop=7".into());
    account
}

pub(crate) type Reply = Result<Response<Bytes>, SendError>;

pub(crate) fn http(status: u16, body: impl Into<Bytes>) -> Reply {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    Ok(response)
}

/// A client to whom nothing else will be answered, and the wire that it writes to.
pub(crate) fn replayed(account: Account, replies: impl IntoIterator<Item = Reply>) -> (Zhangxun, Arc<Replayer>) {
    let wire = Arc::new(Replayer::new(replies));
    (Zhangxun::new(account, Arc::clone(&wire)).expect("an account"), wire)
}

/// A client that sends nothing.
pub(crate) fn mute() -> Zhangxun {
    replayed(account(), []).0
}

/// MD5 in upper case, by the md-5 crate alone.
pub(crate) fn md5(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02X}").expect("a string takes everything");
        hex
    })
}

/// `name=value&…` in whatever order as the base that it has.
pub(crate) fn base(pairs: &str) -> String {
    let mut pairs: Vec<_> = pairs.split('&').filter(|pair| !pair.ends_with('=')).collect();
    pairs.sort_unstable_by_key(|pair| pair.split_once('=').expect("a pair").0);
    pairs.join("&")
}

pub(crate) fn signature(pairs: &str) -> String {
    md5(&format!("{}&key={KEY}", base(pairs)))
}

/// A JSON object of texts.
pub(crate) fn json(pairs: &str) -> String {
    let members: Vec<_> =
        pairs.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
    format!("{{{}}}", members.join(","))
}

/// The same, signed.
pub(crate) fn signed(pairs: &str) -> String {
    json(&format!("{pairs}&sign={}", signature(pairs)))
}

/// What it means, in words: a line of a table.
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
        Err(Error::Unknown(unknown)) => format!("unknown ({}): {}", unknown.reason, order(unknown.order.clone())),
        Err(error) => format!("{}: {}", error.kind(), order(error.order())),
    }
}
