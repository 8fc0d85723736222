//! How far a reply is to be believed: the head by its own signature, each item by its own. Section 8.2 of the specification.

use kq_form::{Listed, Malformed, Operation, QUERY_ITEM, Signed, SignedList, reply, soap};
use paycore::{Error, Reason, Refusal, Sensitive};
use paysign::{Md5Key, Verified};
use paywire::{charset::Charset, flat::Node};
use serde::de::DeserializeOwned;

use super::{
    Account, Services, Verifier,
    keys::{md5_verified, rsa_verified},
};
use paytransport::Unanswered;

/// Why a reply is no answer.
pub enum Doubt {
    /// It cannot be read.
    Unparsable(String),
    /// It can be read and not believed.
    Untrusted(String),
    /// The provider refused the call, in its own words.
    Refused(Box<Refusal>),
}

impl Doubt {
    /// The error that it is, for a request that leaves `open` behind.
    pub(super) fn about(self, open: Unanswered, body: bytes::Bytes) -> Error {
        match self {
            Self::Unparsable(message) => open.unreadable(Reason::Unparsable, &message, body),
            Self::Untrusted(message) => open.unreadable(Reason::Untrusted, &message, body),
            Self::Refused(refusal) => Error::Refused(Box::new(Refusal { raw: body.into(), ..*refusal })),
        }
    }

    pub(super) fn differs(field: &str) -> Self {
        Self::Untrusted(format!("the reply answers another request: {field} differs"))
    }
}

impl From<Malformed> for Doubt {
    fn from(error: Malformed) -> Self {
        Self::Unparsable(error.to_string())
    }
}

/// The verified head of a query's reply, and what came beside it.
pub(super) struct Headed<H> {
    /// The head.
    pub(super) head: H,
    /// The same as nodes.
    pub(super) nodes: Vec<Node>,
    /// The items, which the head's signature does not cover.
    pub(super) items: Vec<Node>,
}

impl<H> Headed<H> {
    /// What of the reply is believed, with these items of its list.
    pub(super) fn nodes_with(&self, items: Vec<Vec<Node>>) -> Vec<Node> {
        let mut nodes = self.nodes.clone();
        if let Some(Node { name, .. }) = self.items.first() {
            nodes.push(Node::branch(name, items.into_iter().map(|item| Node::branch(name, item)).collect()));
        }
        nodes
    }

    /// How many items are missing from the page that the head speaks of.
    pub(super) fn missing(&self) -> usize {
        self.least().saturating_sub(self.items.len())
    }

    /// How many items the page has at least. An error has none, and a head that does not say allows all of them to be missing.
    fn least(&self) -> usize {
        let text = |name| self.nodes.iter().find(|node| node.name == name).and_then(Node::text).filter(|text| !text.is_empty());
        let number = |name| text(name).and_then(|text| text.parse::<usize>().ok());
        let (Some(records), None) = (number("recordCount"), text("errCode")) else { return 0 };
        let page = number("currentPage").unwrap_or(1).max(1);
        match (number("pageSize"), number("pageCount")) {
            (Some(size @ 1..), _) => records.saturating_sub(size.saturating_mul(page - 1)).min(size),
            (_, None | Some(0 | 1)) if page == 1 => records,
            _ => 0,
        }
    }
}

/// Reads the reply of a query service and believes its head.
pub(super) fn headed<O: Operation>(
    account: &Account,
    list: &'static SignedList,
    key: &Sensitive,
    merchant: &str,
    body: &[u8],
) -> Result<Headed<O::Reply>, Doubt> {
    let nodes = match account.services {
        Services::Soap => soap::read_reply(body).map_err(|error| Doubt::Unparsable(error.to_string()))?,
        Services::Json => reply::from_json(body)?,
    };
    let head = list.take_nodes(&nodes).map_err(|error| Doubt::Untrusted(error.to_string()))?;
    // Read before it is believed, so only to be shown where it is not.
    let code = head.get("errCode").filter(|code| code.len() <= 10 && code.iter().all(u8::is_ascii_alphanumeric));
    let code = code.map(|code| format!("; it says errCode {}", String::from_utf8_lossy(code))).unwrap_or_default();
    if head.get("signType") != Some(account.services.sign_type().as_bytes()) {
        return Err(Doubt::Untrusted(format!("signType {} is expected{code}", account.services.sign_type())));
    }
    let verified = believed(account, key, head).map_err(|error| Doubt::Untrusted(format!("the head of the reply: {error}{code}")))?;
    let nodes_of_head = verified.nodes(Charset::Utf8)?;
    if !nodes_of_head.iter().any(|node| node.name == "merchantAcctId" && node.text() == Some(merchant)) {
        return Err(Doubt::differs("merchantAcctId"));
    }
    let items = reply::items(&nodes)?.into_iter().cloned().collect();
    Ok(Headed { head: verified.get().read(Charset::Utf8)?, nodes: nodes_of_head, items })
}

/// An order of a list, if its own signature verifies.
pub(super) fn order<T: DeserializeOwned>(account: &Account, key: &Sensitive, item: &Node) -> Option<(T, Vec<Node>)> {
    let listed = QUERY_ITEM.take_nodes(item.nodes()).ok()?;
    let verified = believed(account, key, listed).ok()?;
    let nodes = verified.nodes(Charset::Utf8).ok()?;
    Some((verified.get().read(Charset::Utf8).ok()?, nodes))
}

/// Believes what a query service signed, head or item.
fn believed<'a>(account: &Account, key: &Sensitive, message: Listed<'a>) -> Result<Verified<Signed<'a>>, String> {
    match (account.services, &account.notices) {
        (Services::Soap, _) => md5_verified(&Md5Key::new(key.clone()).map_err(|error| error.to_string())?, message),
        (Services::Json, Verifier::Rsa(keys)) => rsa_verified(keys, message, key),
        (Services::Json, Verifier::Md5(_)) => Err("no key of 99bill to verify with".to_owned()),
    }
}
