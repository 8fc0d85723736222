//! What we write: a Body, its signing text, and the envelope around it.

use std::fmt;

use paycore::{FieldError, FieldErrors};
use paywire::{
    flat::{FlatError, write_struct},
    json::{JsonWriter, Shape, write_text},
    rules,
};
use serde::Serialize;

use crate::{Header, SHAPE, Signed, signing};

/// A written Body: members sorted by name, compact, texts with plain slashes. It may hold secrets: `Debug` prints its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Body(String);

impl Body {
    /// The Body of a request, after checking every field.
    ///
    /// # Errors
    /// Every field that breaks a rule, by its wire name. Nothing may be sent.
    pub fn request<O: Signed>(request: &O) -> Result<Self, FieldErrors> {
        rules::check(request)?;
        Self::write(request, SHAPE).map_err(|error| match error {
            FlatError::Field(error) => error.into(),
            other => FieldError::new("Body", other.to_string()).into(),
        })
    }

    /// The Body of a reply or notice: what a simulator does. `numbers` are written bare.
    ///
    /// # Errors
    /// A value that is neither text, number, list nor struct.
    pub fn answer<T: Serialize>(message: &T, numbers: &'static [&'static str]) -> Result<Self, crate::Malformed> {
        Ok(Self::write(message, Shape { numbers, ..SHAPE })?)
    }

    fn write<T: Serialize>(message: &T, shape: Shape) -> Result<Self, FlatError> {
        let mut json = JsonWriter::new(shape);
        write_struct(message, &mut json)?;
        Ok(Self(json.into_sorted_string()))
    }

    /// The Body as JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text to sign: it ends where the key begins.
    pub fn base(&self) -> String {
        signing::of_written(&self.0)
    }

    /// The whole envelope, to be sent as it is. `sign` is the signature of [`base`](Self::base).
    pub fn envelope(&self, header: &Header, sign: &str) -> String {
        envelope(header, &self.0, sign)
    }

    /// The envelope of a refusal: what a simulator answers, unsigned and without a Body.
    pub fn refusal(header: &Header) -> String {
        envelope(header, "\"\"", "")
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

fn envelope(header: &Header, body: &str, sign: &str) -> String {
    let mut json = String::with_capacity(body.len() + 320);
    json.push('{');
    member("CommandID", &header.command_id.to_string(), &mut json);
    member("SeqID", &header.seq_id.to_string(), &mut json);
    member("NodeType", &header.node_type.to_string(), &mut json);
    text("NodeID", &header.node_id, &mut json);
    text("Version", &header.version, &mut json);
    if let Some((ret_code, error_msg)) = &header.result {
        member("RetCode", &ret_code.to_string(), &mut json);
        text("ErrorMsg", error_msg, &mut json);
    }
    text("AGENTNO", &header.agent_no, &mut json);
    text("MERNO", &header.mer_no, &mut json);
    text("TERMNO", &header.term_no, &mut json);
    if let Some(extends) = &header.extends {
        text("Extends", extends, &mut json);
    }
    member("Body", body, &mut json);
    text("Sign", sign, &mut json);
    json.push('}');
    json
}

fn name(name: &str, json: &mut String) {
    json.push_str(if json.len() > 1 { ",\"" } else { "\"" });
    json.push_str(name);
    json.push_str("\":");
}

fn member(member: &str, value: &str, json: &mut String) {
    name(member, json);
    json.push_str(value);
}

fn text(member: &str, text: &str, json: &mut String) {
    name(member, json);
    write_text(text, json);
}
