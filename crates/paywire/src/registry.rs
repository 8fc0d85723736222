//! An operation as a run-time value: found by its id, fed with JSON, described by JSON Schema.

use std::{fmt, ops::Deref};

use paycore::{Effect, FieldErrors};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::flat::FlatError;

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

/// The JSON Schema of a message.
pub fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}
