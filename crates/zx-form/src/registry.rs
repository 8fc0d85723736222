//! The operations as run-time values: found by id, fed with JSON, described by JSON Schema.
//!
//! Everything here comes from the declarations of the messages; there is no second list of fields.

use std::marker::PhantomData;

use paycore::{Effect, FieldErrors};
use paywire::{
    flat::{FlatError, Node, field_names},
    registry::{self, Entry, schema},
};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::{Balance, Document, EXACT_NAMES, Malformed, Message, Operation, Pay, Payout, PayoutQuery, Query, fields};

struct Of<O>(PhantomData<fn() -> O>);

impl<O: Operation + JsonSchema> Entry for Of<O>
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
        O::PATH
    }
    fn effect(&self) -> Effect {
        O::KIND.effect()
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
    /// The form of the fields as they are, without a signature: this crate has no keys.
    fn encode(&self, json: &Map<String, Value>) -> Result<Vec<u8>, FieldErrors> {
        Ok(fields(&request_from_json::<O>(json)?)?.to_form().into_bytes())
    }
    fn decode(&self, bytes: &[u8]) -> Result<Map<String, Value>, FlatError> {
        let read = || {
            Message::from_json(bytes)?.for_md5().read::<O::Reply>()?;
            Ok(message_to_json(&Document::from_slice(bytes)?))
        };
        read().map_err(|Malformed(error)| error)
    }
}

/// What to do with an operation that is found by its id.
pub trait Visitor {
    /// What it gives.
    type Output;
    /// Called with the operation's type.
    fn visit<O: Operation>(self) -> Self::Output;
}

macro_rules! operations {
    ($($operation:ty),+ $(,)?) => {
        /// Every operation.
        pub const OPERATIONS: &[&dyn Entry] = &[$(&Of::<$operation>(PhantomData)),+];

        /// Calls the visitor with the operation of that id.
        pub fn visit<V: Visitor>(id: &str, visitor: V) -> Option<V::Output> {
            $(if id == <$operation>::ID {
                return Some(visitor.visit::<$operation>());
            })+
            None
        }
    };
}

operations!(Pay, Query, Payout, PayoutQuery, Balance);

/// Reads a request from JSON: texts by wire name, whole numbers as they are spelt.
///
/// # Errors
/// An unknown, missing or wrong field, by its wire name.
pub fn request_from_json<O: Operation>(fields: &Map<String, Value>) -> Result<O, FieldErrors> {
    registry::request_from_json(O::ID, fields, EXACT_NAMES, &[])
}

/// A message as JSON: every value a text as received.
pub fn message_to_json(document: &Document) -> Map<String, Value> {
    nodes_to_json(document.nodes())
}

/// The same of nodes that are in memory already. No message of this protocol has branches.
pub fn nodes_to_json(nodes: &[Node]) -> Map<String, Value> {
    nodes.iter().map(|node| (node.name.clone(), node.text().unwrap_or_default().into())).collect()
}
