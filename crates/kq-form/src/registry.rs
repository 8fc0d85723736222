//! The operations as run-time values: found by id, fed with JSON, described by JSON Schema.
//!
//! Everything here comes from the declarations of the messages; there is no second list of fields.

use std::marker::PhantomData;

use paycore::{Effect, FieldErrors};
use paywire::{
    flat::{FlatError, Node, Tree, field_names},
    form,
    registry::{self, Entry, schema},
};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::{
    Document, EXACT_NAMES, InputCharset, Operation, Pay, Query, Refund, RefundQuery, Remit, Timestamp, fields,
    reply::{self, is_list},
};

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
        let fields = fields(&request_from_json::<O>(json)?)?;
        let charset = InputCharset::of(&fields).charset();
        let pairs = fields.encode(charset)?;
        Ok(form::encode(pairs.iter()).into_bytes())
    }
    fn decode(&self, bytes: &[u8]) -> Result<Map<String, Value>, FlatError> {
        let document = Document::from_slice(bytes).map_err(|error| error.0)?;
        reply::read::<O::Reply>(document.nodes(), reply::ANY_CASE).map_err(|error| error.0)?;
        message_to_json(&document)
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

operations!(Pay, Timestamp, Remit, Query, Refund, RefundQuery);

/// Reads a request from JSON: texts by wire name, whole numbers as they are spelt.
///
/// # Errors
/// An unknown, missing or wrong field, by its wire name.
pub fn request_from_json<O: Operation>(fields: &Map<String, Value>) -> Result<O, FieldErrors> {
    registry::request_from_json(O::ID, fields, EXACT_NAMES, &[])
}

/// A message as JSON: every value a text as received, lists as arrays of objects.
///
/// # Errors
/// A name that stands twice beside itself: one value would hide the other.
pub fn message_to_json(document: &Document) -> Result<Map<String, Value>, FlatError> {
    nodes_to_json(document.nodes())
}

/// The same of nodes that are in memory already.
///
/// # Errors
/// As [`message_to_json`].
pub fn nodes_to_json(nodes: &[Node]) -> Result<Map<String, Value>, FlatError> {
    let mut json = Map::new();
    for node in nodes {
        if json.insert(node.name.clone(), node_to_json(node)?).is_some() {
            return Err(FlatError::field(node.name.clone(), "stands twice"));
        }
    }
    Ok(json)
}

fn node_to_json(node: &Node) -> Result<Value, FlatError> {
    match &node.tree {
        Tree::Text(text) => Ok(Value::String(text.expose().to_owned())),
        Tree::Nodes(items) if is_list(node) => {
            items.iter().map(|item| nodes_to_json(item.nodes()).map(Value::Object)).collect::<Result<_, _>>().map(Value::Array)
        }
        // A JSON array of anything but objects.
        Tree::Nodes(items) if items.iter().all(|item| item.name == node.name) => {
            items.iter().map(node_to_json).collect::<Result<_, _>>().map(Value::Array)
        }
        Tree::Nodes(nodes) => nodes_to_json(nodes).map(Value::Object),
    }
}
