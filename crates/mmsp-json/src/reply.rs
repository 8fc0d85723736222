//! Typed messages, read from the very bytes that a signature covers.

use std::borrow::Cow;

use paywire::{
    Limits,
    flat::{Names, Node, read_struct},
    json::{Document, Kind, ObjectSource, Value},
};
use serde::de::DeserializeOwned;

use crate::{EXACT_NAMES, JOINER, LIMITS, Malformed, Operation, RECEIVED_NAMES, SHAPE, Signed};

/// A reply to the operation `O`. `extra` keeps what no table lists.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply<O: Signed> {
    /// The fields of the Body.
    pub content: O::Reply,
    /// Members that no table lists.
    pub extra: Vec<Node>,
}

/// A request as the platform receives it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request<O> {
    /// The fields of the Body.
    pub content: O,
    /// Members that are no field of the operation.
    pub extra: Vec<Node>,
}

/// Reads a reply from the base whose signature was verified.
///
/// # Errors
/// A text where a list stands, or the reverse. The outcome of a state-changing request is then unknown.
pub fn reply_from_base<O: Signed>(base: &[u8]) -> Result<Reply<O>, Malformed> {
    let document = body_of(base)?;
    let (content, extra) = read(document.root(), RECEIVED_NAMES)?;
    Ok(Reply { content, extra })
}

/// Reads a request from its base: what a simulator does.
///
/// # Errors
/// A missing field, one that stands twice, or one that its type refuses.
pub fn request_from_base<O: Signed>(base: &[u8]) -> Result<Request<O>, Malformed> {
    let document = body_of(base)?;
    let (content, extra) = read(document.root(), EXACT_NAMES)?;
    Ok(Request { content, extra })
}

/// The first field that a reply should repeat and does not: it answers another request. Both are given as JSON: a Body, a base or a plaintext.
///
/// # Errors
/// What is no JSON.
pub fn foreign<O: Operation>(sent: &[u8], received: &[u8]) -> Result<Option<&'static str>, Malformed> {
    let (sent, received) = (body_of(sent)?, body_of(received)?);
    let text = |value: Value<'_>| value.text_or_number().filter(|text| !text.is_empty()).map(Cow::into_owned);
    let differs = |name: &&str| match (sent.root().get(name).and_then(text), received.root().get(name).and_then(text)) {
        (Some(sent), Some(received)) => sent != received,
        _ => false,
    };
    Ok(O::ECHOED.iter().copied().find(differs))
}

/// The Body in a base: as long as twice what is read at all, where every character is a slash.
pub(crate) fn body_of(base: &[u8]) -> Result<Document<'_>, Malformed> {
    let json = base.strip_suffix(JOINER.as_bytes()).unwrap_or(base);
    Ok(Document::parse(json, Limits { bytes: 2 * LIMITS.bytes, ..LIMITS })?)
}

/// Reads an object into a struct, and what the struct does not know.
pub(crate) fn read<T: DeserializeOwned>(object: Value<'_>, names: Names) -> Result<(T, Vec<Node>), Malformed> {
    if object.kind() != Kind::Object {
        return Err(Malformed::new("an object is expected"));
    }
    let mut extra = Vec::new();
    let message = read_struct(&mut ObjectSource::new(object, SHAPE.lists), names, &mut extra)?;
    Ok((message, extra))
}
