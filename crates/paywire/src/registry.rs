//! An operation as a run-time value: found by its id, fed with JSON, described by JSON Schema.

use std::{fmt, ops::Deref};

use paycore::{Effect, FieldError, FieldErrors};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::flat::{FlatError, Names, Node, NodeSource, read_struct};

/// One operation of a codec. It comes from the declarations of the messages; there is no second list of fields.
pub trait Entry: Sync {
    /// The id, such as `kuaiqian.agreement.purchase`.
    fn id(&self) -> &'static str;
    /// What it is for.
    fn title(&self) -> &'static str;
    /// Where it goes: the path below the base URL, or the command by which one address tells its operations apart.
    fn path(&self) -> &'static str;
    /// What sending it twice would do.
    fn effect(&self) -> Effect;
    /// What a caller should know first, such as that the provider has not opened it yet.
    fn remark(&self) -> Option<&'static str> {
        None
    }
    /// The wire names of the request's fields, in their order.
    fn request_fields(&self) -> &'static [&'static str];
    /// The wire names of the reply's fields, in their order.
    fn reply_fields(&self) -> &'static [&'static str];
    /// JSON Schema of the request.
    fn request_schema(&self) -> Schema;
    /// JSON Schema of the reply.
    fn reply_schema(&self) -> Schema;
    /// Writes a request from JSON: an object of wire names and texts.
    ///
    /// # Errors
    /// An unknown, missing or wrong field.
    fn encode(&self, fields: &Map<String, Value>) -> Result<Vec<u8>, FieldErrors>;
    /// Reads a reply to this operation into JSON.
    ///
    /// # Errors
    /// A malformed reply.
    fn decode(&self, bytes: &[u8]) -> Result<Map<String, Value>, FlatError>;
}

/// A received message as JSON, by wire name. Its values may be secrets, so `Debug` prints the names only.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Received(Map<String, Value>);

impl From<Map<String, Value>> for Received {
    fn from(fields: Map<String, Value>) -> Self {
        Self(fields)
    }
}

impl Deref for Received {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Reads the request of the operation `id` from JSON: texts by wire name, whole numbers as they are spelt, the wire's lists (their names with
/// those of their items) as arrays of objects.
///
/// # Errors
/// An unknown, missing or wrong field, by its wire name.
pub fn request_from_json<T: DeserializeOwned>(
    id: &'static str,
    fields: &Map<String, Value>,
    names: Names,
    lists: &[(&str, &str)],
) -> Result<T, FieldErrors> {
    let nodes = nodes_from_json(fields, lists)?;
    let mut extra = Vec::new();
    let request = read_struct(&mut NodeSource::new(&nodes), names, &mut extra).map_err(|error| match error {
        FlatError::Field(error) => error,
        other => FieldError::new(id, other.to_string()),
    });
    // A misspelt name is both: one that is missing and one that is unknown.
    let unknown = extra.iter().map(|node| FieldError::new(node.path(), format!("is not a field of {id}")));
    let wrong = request.as_ref().err().cloned().into_iter().chain(unknown).collect();
    match (FieldErrors::from_vec(wrong), request) {
        (None, Ok(request)) => Ok(request),
        (Some(errors), _) => Err(errors),
        (None, Err(error)) => Err(error.into()),
    }
}

fn nodes_from_json(fields: &Map<String, Value>, lists: &[(&str, &str)]) -> Result<Vec<Node>, FieldError> {
    fields.iter().map(|(name, value)| node_from_json(name, value, lists)).collect()
}

fn node_from_json(name: &str, value: &Value, lists: &[(&str, &str)]) -> Result<Node, FieldError> {
    let wrong = |rule: &'static str| FieldError::new(name.to_owned(), rule);
    let item = lists.iter().find(|(list, _)| *list == name).map(|(_, item)| *item);
    match (value, item) {
        (Value::String(text), _) => Ok(Node::leaf(name, text.as_str())),
        (Value::Number(number), None) if number.is_u64() || number.is_i64() => Ok(Node::leaf(name, number.to_string())),
        (Value::Number(_), None) => Err(wrong("a number with a fraction is written as a text, so that it stays exact")),
        // As on the wire: what holds nothing was not given.
        (Value::Array(items), Some(_)) if items.is_empty() => Ok(Node::leaf(name, "")),
        (Value::Array(items), Some(item)) => {
            let items = items.iter().map(|value| match value {
                Value::Object(fields) => Ok(Node::branch(item, nodes_from_json(fields, lists)?)),
                _ => Err(wrong("a list of objects is expected")),
            });
            Ok(Node::branch(name, items.collect::<Result<_, _>>()?))
        }
        (Value::Array(_), None) => Err(wrong("a text is expected, not a list")),
        (_, Some(_)) => Err(wrong("a list of objects is expected")),
        _ => Err(wrong("a text is expected")),
    }
}

/// The JSON Schema of a message.
pub fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}
