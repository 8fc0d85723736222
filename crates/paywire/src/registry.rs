//! An operation as a run-time value: found by its id, fed with JSON, described by JSON Schema.

use paycore::{Effect, FieldErrors};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value};

use crate::flat::FlatError;

/// One operation of a codec. It comes from the declarations of the messages; there is no second list of fields.
pub trait Entry: Sync {
    /// The id, such as `kuaiqian.agreement.purchase`.
    fn id(&self) -> &'static str;
    /// What it is for.
    fn title(&self) -> &'static str;
    /// The path below the base URL.
    fn path(&self) -> &'static str;
    /// What sending it twice would do.
    fn effect(&self) -> Effect;
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

/// The JSON Schema of a message.
pub fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}
