//! What was received: the envelope, its unsigned header and its signed Body. Section 2.

use std::{borrow::Cow, fmt};

use paycore::without_numbers;
use paywire::{
    form::Pairs,
    json::{Document, Kind, Value},
};

use crate::{LIMITS, Malformed, REFUSED, Refusal, signing_text};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Checks the whole of what was received; a byte order mark before it is skipped.
///
/// # Errors
/// Anything but one JSON text within [`LIMITS`] in which no object names a member twice.
pub fn parse(bytes: &[u8]) -> Result<Document<'_>, Malformed> {
    Ok(Document::parse(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes), LIMITS)?)
}

/// The envelope in the body of a notice: the body itself, or the field `result` of a form (section 6.2).
///
/// # Errors
/// What is no form either.
pub fn notice_body(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Malformed> {
    if !bytes.starts_with(b"result=") {
        return Ok(Cow::Borrowed(bytes));
    }
    let pairs = Pairs::parse(bytes, LIMITS).map_err(|error| Malformed::new(error.to_string()))?;
    Ok(Cow::Owned(pairs.get("result").unwrap_or_default().to_vec()))
}

/// A received envelope. Its header is unsigned, its Body is believed only after the signature of [`base`](Self::base) was verified.
#[derive(Debug, Clone)]
pub struct Envelope<'d> {
    /// The header.
    pub head: Head<'d>,
    body: Option<Value<'d>>,
    sign: Option<Value<'d>>,
    members: Value<'d>,
}

/// The header of a received envelope: texts, and numbers as they were spelt. No decision rests on it, except that a refusal refuses.
#[derive(Clone, Copy, Default)]
pub struct Head<'d> {
    command_id: Option<Value<'d>>,
    seq_id: Option<Value<'d>>,
    node_type: Option<Value<'d>>,
    node_id: Option<Value<'d>>,
    version: Option<Value<'d>>,
    agent_no: Option<Value<'d>>,
    mer_no: Option<Value<'d>>,
    term_no: Option<Value<'d>>,
    extends: Option<Value<'d>>,
    ret_code: Option<Value<'d>>,
    error_msg: Option<Value<'d>>,
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident)+) => {
        impl<'d> Head<'d> {$(
            $(#[$doc])*
            pub fn $name(&self) -> Option<Cow<'d, str>> {
                self.$name.and_then(Value::text_or_number)
            }
        )+}
    };
}

texts! {
    /// Command id 命令字, decimal.
    command_id
    /// Sequence number.
    seq_id
    /// Kind of caller.
    node_type
    /// Entry name.
    node_id
    /// Protocol version.
    version
    /// Agent number.
    agent_no
    /// Merchant number.
    mer_no
    /// Terminal number.
    term_no
    /// Extension text.
    extends
    /// Header response code, section 9.1.
    ret_code
    /// Header message: the first of `ErrorMsg` and `ErrMsg` that says something.
    error_msg
}

impl fmt::Debug for Head<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("command_id", &self.command_id())
            .field("node_id", &self.node_id())
            .field("ret_code", &self.ret_code())
            .field("error_msg", &self.error_msg().as_deref().map(without_numbers))
            .finish_non_exhaustive()
    }
}

impl<'d> Envelope<'d> {
    /// Reads the envelope of a document that [`parse`] gave.
    ///
    /// # Errors
    /// What is no object.
    pub fn read(document: &'d Document<'d>) -> Result<Self, Malformed> {
        let members = document.root();
        if members.kind() != Kind::Object {
            return Err(Malformed::new("an object is expected"));
        }
        let (mut head, mut body, mut sign) = (Head::default(), None, None);
        for (name, value) in members.members() {
            let slot = match name {
                "CommandID" => &mut head.command_id,
                "SeqID" => &mut head.seq_id,
                "NodeType" => &mut head.node_type,
                "NodeID" => &mut head.node_id,
                "Version" => &mut head.version,
                "AGENTNO" => &mut head.agent_no,
                "MERNO" => &mut head.mer_no,
                "TERMNO" => &mut head.term_no,
                "Extends" => &mut head.extends,
                "RetCode" => &mut head.ret_code,
                "ErrorMsg" | "ErrMsg" if head.error_msg().is_none_or(|text| text.is_empty()) => &mut head.error_msg,
                "Sign" => &mut sign,
                "Body" => &mut body,
                _ => continue,
            };
            *slot = Some(value);
        }
        Ok(Self { head, body, sign, members })
    }

    /// Why the call was refused, if it was: `CommandID` 32768, or `RetCode` missing or anything but 1. It is unsigned, so it finalises no
    /// order. A notice is not asked (section 6.2).
    pub fn refusal(&self) -> Option<Refusal> {
        let number = |text: Option<Cow<'_, str>>| text.and_then(|text| text.trim_ascii().parse::<u32>().ok());
        let is_refused = number(self.head.command_id()) == Some(REFUSED) || number(self.head.ret_code()) != Some(1);
        is_refused.then(|| Refusal::new(self.head.ret_code().as_deref(), self.head.error_msg().as_deref()))
    }

    /// The text that the signature covers, ending where the key begins.
    ///
    /// # Errors
    /// A Body that is absent or no object.
    pub fn base(&self) -> Result<String, Malformed> {
        self.body.and_then(signing_text).ok_or(Malformed::field("Body", "an object is expected"))
    }

    /// The signature as it was received; empty where there is none.
    pub fn sign(&self) -> Cow<'d, str> {
        self.sign.and_then(Value::text).unwrap_or_default()
    }

    /// The Body, whatever it is.
    pub fn body(&self) -> Option<Value<'d>> {
        self.body
    }

    /// Every member of the envelope, in order.
    pub fn members(&self) -> Value<'d> {
        self.members
    }
}
