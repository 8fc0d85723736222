//! Any message of this gateway as a tree, for tools that do not know which it is.

use paycore::without_numbers;
use paywire::{charset::Charset, flat::Node, form::Pairs};

use crate::{FORM_LIMITS, Malformed, Operation, Pay, Query, Refund, RefundQuery, Remit, Timestamp, notice, reply, soap, xml};

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wire {
    /// A form or a query string.
    Form,
    /// XML with a root of its own.
    Xml,
    /// A SOAP envelope.
    Soap,
    /// A JSON object.
    Json,
}

/// A received message, and what it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    wire: Wire,
    /// The operation that a SOAP envelope names.
    called: Option<String>,
    nodes: Vec<Node>,
}

impl Document {
    /// Reads a form, a query string, an XML document, a SOAP envelope or a JSON object, whichever it looks like.
    ///
    /// Of an address, the query string is the form. The values of a form are decoded as its `inputCharset` says, else as UTF-8, else as GBK.
    ///
    /// # Errors
    /// What is none of these or beyond [`REPLY_LIMITS`](crate::REPLY_LIMITS) (forms: [`FORM_LIMITS`]); a form in which a name stands twice.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        match start.first() {
            None => Err(Malformed::wire("nothing was given")),
            Some(b'<') => match notice::read_ack(start) {
                Some(ack) => Ok(Self { wire: Wire::Xml, called: None, nodes: ack }),
                None => Self::from_xml(bytes),
            },
            Some(b'{') => Ok(Self { wire: Wire::Json, called: None, nodes: reply::from_json(bytes)? }),
            Some(_) => Self::from_form(query_of(bytes)),
        }
    }

    fn from_xml(bytes: &[u8]) -> Result<Self, Malformed> {
        let root = xml::parse(bytes)?;
        if root.name.eq_ignore_ascii_case("html") {
            return Err(Malformed::wire("an HTML page is no message"));
        }
        if root.name != "Envelope" {
            return Ok(Self { wire: Wire::Xml, called: None, nodes: reply::inside(root) });
        }
        let (called, nodes) = soap::Body::read(root)?.any_content()?;
        Ok(Self { wire: Wire::Soap, called, nodes })
    }

    fn from_form(bytes: &[u8]) -> Result<Self, Malformed> {
        let pairs = Pairs::parse(bytes, FORM_LIMITS).map_err(|error| Malformed::wire(error.to_string()))?;
        if !bytes.contains(&b'=') {
            return Err(Malformed::wire("neither a form nor XML nor JSON"));
        }
        let mut names: Vec<_> = pairs.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let name: String = String::from_utf8_lossy(twice[0]).chars().take(40).collect();
            return Err(Malformed::wire(format!("{} stands twice", without_numbers(&name))));
        }
        let read = |charset| Node::read_all(&mut pairs.source(charset)).map_err(Malformed);
        let nodes = match pairs.get("inputCharset") {
            Some(b"2" | b"3") => read(Charset::Gbk),
            _ => read(Charset::Utf8).or_else(|error| read(Charset::Gbk).map_err(|_| error)),
        };
        Ok(Self { wire: Wire::Form, called: None, nodes: nodes? })
    }

    /// How it was written.
    pub fn wire(&self) -> Wire {
        self.wire
    }

    /// What it holds: names and texts, and the lists of the query services as branches.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The operation or notice that the message belongs to, where it has fields that no other has.
    pub fn operation(&self) -> Option<&'static str> {
        match self.called.as_deref().map(|called| called.strip_suffix("Response").unwrap_or(called)) {
            Some(soap::ORDER_QUERY) => return Some(Query::ID),
            Some(soap::REFUND_QUERY) => return Some(RefundQuery::ID),
            _ => {}
        }
        told(&self.nodes).or_else(|| reply::items(&self.nodes).ok().and_then(|items| told_by_item(items.first()?.nodes())))
    }
}

/// The form in what people paste: without a byte order mark and blanks around it, and of an address the query string alone.
pub fn query_of(bytes: &[u8]) -> &[u8] {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    let Some(at) = text.iter().position(|byte| *byte == b'?') else { return text };
    let (address, query) = (&text[..at], &text[at + 1..]);
    if !address.is_empty() && !address.starts_with(b"http://") && !address.starts_with(b"https://") {
        return text;
    }
    // A fragment is the browser's own.
    query.split(|byte| *byte == b'#').next().unwrap_or_default()
}

/// Fields that together only one kind of message has, in the order in which they are asked for.
const MARKS: &[(&[&str], &str)] = &[
    (&["requestResult"], Remit::ID),
    (&["remitCode", "orderAmount", "inputCharset"], Remit::ID),
    (&["inputCharset", "orderAmount"], Pay::ID),
    (&["merchantAcctId", "payResult"], notice::ID),
    (&["redirecturl"], notice::ID),
    (&["queryType"], Query::ID),
    (&["startDate"], RefundQuery::ID),
    (&["txOrder"], Refund::ID),
    (&["TXORDER"], Refund::ID),
];

fn told(nodes: &[Node]) -> Option<&'static str> {
    let has = |name: &&str| nodes.iter().any(|node| node.name == **name);
    let marked = MARKS.iter().find(|(names, _)| names.iter().all(has)).map(|(_, id)| *id);
    marked.or_else(|| reply::element(nodes, "timestamp").is_ok().then_some(Timestamp::ID))
}

/// The same of one item of a list.
const ITEM_MARKS: &[(&str, &str)] =
    &[("payResult", Query::ID), ("orderAmout", RefundQuery::ID), ("rOrderId", RefundQuery::ID), ("ROrderId", RefundQuery::ID)];

fn told_by_item(nodes: &[Node]) -> Option<&'static str> {
    ITEM_MARKS.iter().find(|(name, _)| nodes.iter().any(|node| node.name == *name)).map(|(_, id)| *id)
}
