//! The operations as run-time values: found by id, fed with JSON, described by JSON Schema.
//!
//! Everything here comes from the declarations of the messages; there is no second list of fields.

use std::marker::PhantomData;

use paycore::{Effect, FieldErrors};
use paywire::{
    charset::Charset,
    flat::{FlatError, Node, field_names},
    form::Pairs,
    json::{self, Kind},
    registry::{self, Entry, schema},
};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::{
    Body, EXACT_NAMES, Envelope, FrontReturn, LIMITS, Link, Malformed, Operation, Payout, REFUSED, Signed,
    op::{gateway, payout, quickpay, scan},
    parse,
    payout::{Sealed, plaintext, read_reply},
    reply_from_base,
};

struct OfSigned<O>(PhantomData<fn() -> O>);
struct OfPayout<O>(PhantomData<fn() -> O>);
struct OfLink<O>(PhantomData<fn() -> O>);

/// What the three have in common. `$path` stands for the path, which this platform has not: the command id selects the operation.
macro_rules! entry {
    ($of:ident, $trait:ident, $path:expr, $encode:expr, $decode:expr) => {
        impl<O: $trait + JsonSchema> Entry for $of<O>
        where
            O::Reply: JsonSchema,
        {
            fn id(&self) -> &'static str {
                O::ID
            }
            fn title(&self) -> &'static str {
                O::TITLE
            }
            fn path(&self) -> &'static str {
                $path
            }
            fn effect(&self) -> Effect {
                O::KIND.effect()
            }
            fn remark(&self) -> Option<&'static str> {
                O::AVAILABILITY.remark()
            }
            fn request_fields(&self) -> &'static [&'static str] {
                field_names::<O>()
            }
            fn reply_fields(&self) -> &'static [&'static str] {
                field_names::<O::Reply>()
            }
            fn request_schema(&self) -> Schema {
                schema::<O>()
            }
            fn reply_schema(&self) -> Schema {
                schema::<O::Reply>()
            }
            fn encode(&self, fields: &Map<String, Value>) -> Result<Vec<u8>, FieldErrors> {
                let encode: fn(&O) -> Result<Vec<u8>, FieldErrors> = $encode;
                encode(&request_from_json(fields)?)
            }
            fn decode(&self, bytes: &[u8]) -> Result<Map<String, Value>, FlatError> {
                let decode: fn(&[u8]) -> Result<Map<String, Value>, Malformed> = $decode;
                decode(bytes).map_err(|error| error.0)
            }
        }
    };
}

// A request is its Body; a reply the whole envelope.
entry!(OfSigned, Signed, Hex::<O>::SIGNED, |request| Ok(Body::request(request)?.as_str().into()), decode_signed::<O>);
// A request and a reply are the plaintexts.
entry!(OfPayout, Payout, Hex::<O>::PAYOUT, plaintext, decode_plaintext::<O>);
// A request is the link below an address that is not known here; there is no reply.
entry!(OfLink, Link, "", |link| checked(link).map(|()| link.url("").into_bytes()), |_| Err(Malformed::new("a link has no reply")));

fn decode_signed<O: Signed>(bytes: &[u8]) -> Result<Map<String, Value>, Malformed> {
    let document = parse(bytes)?;
    let envelope = Envelope::read(&document)?;
    if envelope.refusal().is_none() {
        reply_from_base::<O>(envelope.base()?.as_bytes())?;
    }
    Ok(message_to_json(&envelope))
}

fn decode_plaintext<O: Payout>(bytes: &[u8]) -> Result<Map<String, Value>, Malformed> {
    read_reply::<O>(&Sealed::default(), Some(bytes))?;
    payout_to_json(&Sealed::default(), Some(bytes))
}

fn checked<O: Operation>(request: &O) -> Result<(), FieldErrors> {
    paywire::rules::check(request)
}

/// Command ids as the specification writes them.
struct Hex<O>(PhantomData<fn() -> O>);

impl<O: Signed> Hex<O> {
    const SIGNED: &'static str = text(&Self::SIGNED_DIGITS);
    const SIGNED_DIGITS: [u8; 6] = hex(O::COMMAND);
}

impl<O: Payout> Hex<O> {
    const PAYOUT: &'static str = text(&Self::PAYOUT_DIGITS);
    const PAYOUT_DIGITS: [u8; 6] = hex(O::COMMAND);
}

const fn hex(command: u32) -> [u8; 6] {
    [b'0', b'x', digit(command >> 12), digit(command >> 8), digit(command >> 4), digit(command)]
}

const fn digit(number: u32) -> u8 {
    b"0123456789ABCDEF"[(number & 15) as usize]
}

const fn text(digits: &'static [u8]) -> &'static str {
    match std::str::from_utf8(digits) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// What to do with an operation that is found by its id.
pub trait Visitor {
    /// What it gives.
    type Output;
    /// Called with an operation of quick pay, scan or gateway.
    fn signed<O: Signed>(self) -> Self::Output;
    /// Called with an operation of payout.
    fn payout<O: Payout>(self) -> Self::Output;
    /// Called with a link.
    fn link<O: Link>(self) -> Self::Output;
}

macro_rules! operations {
    (signed: $($signed:ty),+; payout: $($payout:ty),+; link: $($link:ty),+;) => {
        /// Every operation.
        pub const OPERATIONS: &[&dyn Entry] = &[
            $(&OfSigned::<$signed>(PhantomData),)+
            $(&OfPayout::<$payout>(PhantomData),)+
            $(&OfLink::<$link>(PhantomData),)+
        ];

        /// Calls the visitor with the operation of that id.
        pub fn visit<V: Visitor>(id: &str, visitor: V) -> Option<V::Output> {
            $(if id == <$signed>::ID {
                return Some(visitor.signed::<$signed>());
            })+
            $(if id == <$payout>::ID {
                return Some(visitor.payout::<$payout>());
            })+
            $(if id == <$link>::ID {
                return Some(visitor.link::<$link>());
            })+
            None
        }

        /// The id of a signed operation by its command and, where two share one, the entry name.
        pub fn id_of(command: u32, node_id: &str) -> Option<&'static str> {
            let known = [$((<$signed as Signed>::COMMAND, <$signed>::PRODUCT.node_id(), <$signed>::ID)),+];
            let mut those = known.into_iter().filter(|(id, ..)| *id == command);
            let first = those.next()?;
            // Anything but the entry of scan is that of quick pay (section 4.1).
            let is_scan = |entry: &(u32, &str, &str)| (entry.1 == "openplat") == (node_id == "openplat");
            Some([Some(first), those.next()].into_iter().flatten().find(is_scan).unwrap_or(first).2)
        }
    };
}

operations! {
    signed:
        quickpay::Pay, quickpay::Confirm, quickpay::Query, quickpay::Bind, quickpay::BindSms, quickpay::Unbind, quickpay::BindQuery,
        quickpay::BatchQuery, quickpay::ResendSms, quickpay::BoundPay, quickpay::BoundPaySms, quickpay::UnionpayOrder,
        scan::WechatPrepay, scan::WechatMicropay, scan::WechatH5, scan::AlipayPrepay, scan::AlipayMicropay, scan::AlipayStaticCode,
        scan::AlipayDynamicCode, scan::AlipayH5, scan::QqPrepay, scan::QqMicropay, scan::JdPrepay, scan::UnionpayPrepay, scan::Query,
        scan::Cancel, scan::Close, scan::Refund, scan::RefundQuery,
        gateway::Pay, gateway::Query, gateway::BatchQuery;
    payout: payout::Pay, payout::Query, payout::Balance;
    link: scan::WechatWakeUrl, scan::OpenidUrl;
}

/// Reads a request from JSON: texts by wire name, whole numbers as they are spelt. No request of this platform has lists.
///
/// # Errors
/// An unknown, missing or wrong field, by its wire name.
pub fn request_from_json<O: Operation>(fields: &Map<String, Value>) -> Result<O, FieldErrors> {
    registry::request_from_json(O::ID, fields, EXACT_NAMES, &[])
}

/// A received envelope as JSON: the members of its Body, numbers as they are spelt, and every other member under `_head`.
pub fn message_to_json(envelope: &Envelope<'_>) -> Map<String, Value> {
    let mut json: Map<_, _> = envelope.body().into_iter().flat_map(members_to_json).collect();
    let head = members_to_json(envelope.members()).filter(|(name, _)| name != "Body").collect();
    json.insert("_head".into(), Value::Object(head));
    json
}

/// Any document of this platform as JSON, for tools that do not know which it is, with the id of the operation where the envelope tells:
/// an envelope as [`message_to_json`], anything without a Body by its members.
///
/// # Errors
/// What is not one JSON object.
pub fn document_to_json(bytes: &[u8]) -> Result<(Option<&'static str>, Map<String, Value>), Malformed> {
    let document = parse(bytes)?;
    let envelope = Envelope::read(&document)?;
    if envelope.body().is_none() {
        return Ok((None, members_to_json(envelope.members()).collect()));
    }
    // A reply has the command of its request with the highest bit set.
    let command = envelope.head.command_id().and_then(|command| command.parse::<u32>().ok()).map(|command| command & !REFUSED);
    let operation = command.and_then(|command| id_of(command, &envelope.head.node_id().unwrap_or_default()));
    Ok((operation, message_to_json(&envelope)))
}

/// The pairs of a front page return, by name, as received.
///
/// # Errors
/// What is no query string of UTF-8 texts, or names a field twice.
pub fn front_return_to_json(query: &str) -> Result<Map<String, Value>, Malformed> {
    FrontReturn::from_query(query)?;
    let pairs = Pairs::parse(query.as_bytes(), LIMITS).map_err(|error| Malformed::new(error.to_string()))?;
    let nodes = Node::read_all(&mut pairs.source(Charset::Utf8))?;
    Ok(nodes.iter().filter_map(|node| Some((node.name.clone(), Value::from(node.text()?)))).collect())
}

/// A decrypted reply as JSON: the members of its plaintext, with the envelope's `RETCODE` and `RETMSG` where it has none.
///
/// # Errors
/// What is not one JSON object.
pub fn payout_to_json(sealed: &Sealed, plaintext: Option<&[u8]>) -> Result<Map<String, Value>, Malformed> {
    let document = parse(plaintext.unwrap_or(b"{}"))?;
    if document.root().kind() != Kind::Object {
        return Err(Malformed::new("an object is expected"));
    }
    let mut json: Map<_, _> = members_to_json(document.root()).collect();
    for (name, text) in [("RETCODE", &sealed.ret_code), ("RETMSG", &sealed.ret_msg)] {
        if let (Some(text), None) = (text, json.get(name)) {
            json.insert(name.into(), Value::String(text.clone()));
        }
    }
    Ok(json)
}

fn members_to_json(object: json::Value<'_>) -> impl Iterator<Item = (String, Value)> {
    object.members().map(|(name, value)| (name.to_owned(), to_json(value)))
}

fn to_json(value: json::Value<'_>) -> Value {
    match value.kind() {
        Kind::Object => Value::Object(members_to_json(value).collect()),
        Kind::Array => Value::Array(value.items().map(to_json).collect()),
        Kind::Text => Value::String(value.text().unwrap_or_default().into_owned()),
        Kind::Number => number_to_json(value.lexeme()),
        Kind::Truth => Value::Bool(value.lexeme() == "true"),
        Kind::Null => Value::Null,
    }
}

/// A number that would be spelt differently stays a text.
fn number_to_json(lexeme: &str) -> Value {
    match lexeme.parse::<serde_json::Number>() {
        Ok(number) if number.to_string() == lexeme => Value::Number(number),
        _ => Value::String(lexeme.to_owned()),
    }
}
