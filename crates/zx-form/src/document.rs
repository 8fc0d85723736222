//! Any message of this protocol as a tree, for tools that do not know which it is.

use paywire::{charset::Charset, flat::Node};

use crate::{
    Balance, FrontReturn, Malformed, Message, Notification, Operation, Pay, PayNotice, Payout, PayoutNotice, PayoutQuery, Query,
    REPLY_LIMITS, Wire, message::of_json, pairs,
};

/// A received message, and what it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    wire: Wire,
    nodes: Vec<Node>,
}

impl Document {
    /// Reads a form, a query string or a JSON object, whichever it looks like. The line end of a file is no part of a form.
    ///
    /// # Errors
    /// What is none of these, is no UTF-8, or is beyond [`REPLY_LIMITS`] (forms: [`FORM_LIMITS`](crate::FORM_LIMITS)); a name that stands
    /// twice.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        let (wire, pairs) = match start.first() {
            None => return Err(Malformed::wire("nothing was given")),
            Some(b'{') => (Wire::Json, of_json(bytes, REPLY_LIMITS)?),
            Some(b'<') => return Err(Malformed::wire("neither a form nor JSON: it looks like XML or HTML")),
            Some(_) if !start.contains(&b'=') => return Err(Malformed::wire("neither a form nor JSON")),
            Some(_) => pairs(start)?,
        };
        let nodes = Node::read_all(&mut pairs.source(Charset::Utf8))?;
        Message::of(wire, pairs)?;
        Ok(Self { wire, nodes })
    }

    /// How it was written.
    pub fn wire(&self) -> Wire {
        self.wire
    }

    /// What it holds, in the order in which it came, the signature too.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The operation, notice or return that the message belongs to, where its fields tell. The signature covers no address, so a guess is
    /// all that this can be.
    pub fn operation(&self) -> Option<&'static str> {
        let has = |name: &str| self.nodes.iter().any(|node| node.name == name && node.text().is_some_and(|text| !text.is_empty()));
        let marks = match (has("code"), self.wire) {
            (true, Wire::Json) => REPLIES,
            (true, Wire::Form) => RETURNS,
            (false, _) => REQUESTS_AND_NOTICES,
        };
        marks.iter().find(|(names, _)| names.iter().all(|name| has(name))).map(|(_, id)| *id)
    }
}

/// Fields that together tell what a message is, in the order in which they are asked for.
type Marks = &'static [(&'static [&'static str], &'static str)];

const REPLIES: Marks = &[
    (&["acBal"], Balance::ID),
    (&["busContent"], Pay::ID),
    (&["contentType"], Pay::ID),
    (&["casDate"], PayoutQuery::ID),
    (&["netrecAmt"], PayoutQuery::ID),
    (&["casTime"], Payout::ID),
    (&["ordAmt"], Query::ID),
    (&["ordTime"], Query::ID),
];

const RETURNS: Marks = &[(&["custOrderNo"], FrontReturn::ID)];

const REQUESTS_AND_NOTICES: Marks = &[
    (&["tranType"], Pay::ID),
    (&["cardNo"], Payout::ID),
    (&["ordStatus", "custOrderNo", "version"], PayNotice::ID),
    (&["ordStatus", "custOrderNo"], PayoutNotice::ID),
    (&["ordStatus", "custOrdNo"], PayoutNotice::ID),
    (&["version", "custOrdNo"], PayoutQuery::ID),
    (&["version", "casOrdNo"], PayoutQuery::ID),
    (&["version", "custOrderNo"], Query::ID),
    (&["version", "orgNo", "custId"], Balance::ID),
];
