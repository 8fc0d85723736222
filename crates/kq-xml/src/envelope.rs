//! MasMessage: the envelope around every message (section 2 of the specification).

use paycore::FieldErrors;
use paywire::{
    flat::{FlatError, Item, Names, Node, NodeSource, Sink, Source, Tree, read_struct, write_struct},
    rules,
    xml::{Strictness, XmlReader, XmlWriter},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{EXACT_NAMES, ErrorMsg, LIMITS, NAMESPACE, Operation, REPLY_NAMES};

pub(crate) const ROOT: &str = "MasMessage";
const VERSION: &str = "1.0";
const REQUEST_PROLOG: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const REPLY_PROLOG: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// The document is not a message of this protocol. Says where and why, never what stood there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a message of agreement pay: {0}")]
pub struct Malformed(pub(crate) FlatError);

impl<E: Into<FlatError>> From<E> for Malformed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

pub(crate) fn malformed(problem: impl Into<String>) -> Malformed {
    Malformed(FlatError::Wire(problem.into()))
}

/// A reply to the operation `O`. Every part may be absent; `extra` keeps what no table lists.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply<O: Operation> {
    /// The answering content element.
    pub content: Option<O::Reply>,
    /// The gateway's refusal.
    pub error: Option<ErrorMsg>,
    /// The repeated request, where the gateway repeats it in an element of its own.
    pub echo: Vec<Node>,
    /// Elements that no table lists, of the answering element and of the envelope.
    pub extra: Vec<Node>,
}

/// Reads a reply, tolerantly as section 2.5 says.
///
/// # Errors
/// What section 2.5 calls malformed. The outcome of a state-changing request is then unknown, not failed.
pub fn from_slice<O: Operation>(bytes: &[u8]) -> Result<Reply<O>, Malformed> {
    let mut reader = open(bytes, REPLY_NAMES, Strictness::Tolerant)?;
    let mut reply = Reply { content: None, error: None, echo: Vec::new(), extra: Vec::new() };
    let mut inside = Vec::new();
    let (mut version, mut echoed) = (false, false);
    while let Some(item) = reader.next()? {
        let is = |name: &str| REPLY_NAMES.same(item.name(), name);
        if is("version") {
            if std::mem::replace(&mut version, true) {
                return Err(malformed("version stands twice"));
            }
            Node::read(item, &mut reader)?;
        } else if is(O::ANSWER) {
            once(&reply.content, O::ANSWER)?;
            reply.content = Some(content(item, &mut reader, &mut inside)?);
        } else if is(ErrorMsg::ELEMENT) {
            once(&reply.error, ErrorMsg::ELEMENT)?;
            reply.error = Some(content(item, &mut reader, &mut Vec::new())?);
        } else if O::ECHO.is_some_and(is) {
            if std::mem::replace(&mut echoed, true) {
                return Err(malformed("the echo stands twice"));
            }
            reply.echo = Node::read(item, &mut reader)?.nodes().to_vec();
            distinct(&reply.echo)?;
        } else {
            let node = Node::read(item, &mut reader)?;
            if reply.extra.iter().any(|known| REPLY_NAMES.same(&known.name, &node.name)) {
                return Err(malformed("an element stands twice"));
            }
            reply.extra.push(node);
        }
    }
    reader.finish()?;
    inside.iter().chain(&reply.extra).try_for_each(|node| distinct(node.nodes()))?;
    if reply.error.is_none() {
        reply.error = error_inside(&mut inside);
    }
    reply.extra.append(&mut inside);
    if reply.content.is_none() && reply.error.is_none() && !echoed {
        return Err(malformed(format!("neither {} nor {}", O::ANSWER, ErrorMsg::ELEMENT)));
    }
    Ok(reply)
}

/// Writes a request, after checking every field.
///
/// # Errors
/// Every field that breaks a rule, by its wire name. Nothing may be sent.
pub fn to_vec<O: Operation>(request: &O) -> Result<Vec<u8>, FieldErrors> {
    rules::check(request)?;
    write(REQUEST_PROLOG, true, &[(O::REQUEST, &|xml| write_struct(request, xml))]).map_err(|error| match error {
        FlatError::Field(error) => error.into(),
        other => paycore::FieldError::new(O::REQUEST, other.to_string()).into(),
    })
}

/// Reads a request, exactly: what a simulator does.
///
/// # Errors
/// Another case, a missing namespace, a duplicate, an unknown or missing field.
pub fn request_from_slice<O: Operation>(bytes: &[u8]) -> Result<O, Malformed> {
    let mut reader = open(bytes, EXACT_NAMES, Strictness::Exact)?;
    let mut request = None;
    let mut extra = Vec::new();
    while let Some(item) = reader.next()? {
        if item.name() == O::REQUEST {
            once(&request, O::REQUEST)?;
            request = Some(read(item, &mut reader, EXACT_NAMES, &mut extra)?);
        } else if item.name() == "version" {
            Node::read(item, &mut reader)?;
        } else {
            return Err(malformed("a foreign content element"));
        }
    }
    reader.finish()?;
    if let Some(node) = extra.first() {
        return Err(Malformed(FlatError::field(node.name.clone(), "is not a field of this message")));
    }
    request.ok_or_else(|| malformed(format!("{} is missing", O::REQUEST)))
}

/// Writes a reply: what a simulator does. `echo` is written where the operation has one.
///
/// # Errors
/// A text that XML cannot carry.
pub fn reply_to_vec<O: Operation>(echo: Option<&O>, content: Option<&O::Reply>, error: Option<&ErrorMsg>) -> Result<Vec<u8>, Malformed> {
    let write_echo = |xml: &mut XmlWriter| echo.map_or(Ok(()), |echo| write_struct(echo, xml));
    let write_content = |xml: &mut XmlWriter| content.map_or(Ok(()), |content| write_struct(content, xml));
    let write_error = |xml: &mut XmlWriter| error.map_or(Ok(()), |error| write_struct(error, xml));
    let mut parts: Vec<Part<'_>> = Vec::new();
    if let (Some(name), Some(_)) = (O::ECHO, echo) {
        parts.push((name, &write_echo));
    }
    if content.is_some() {
        parts.push((O::ANSWER, &write_content));
    }
    if error.is_some() {
        parts.push((ErrorMsg::ELEMENT, &write_error));
    }
    Ok(write(REPLY_PROLOG, O::REPLY_HAS_VERSION || content.is_none(), &parts)?)
}

/// A whole document around one content element, for the notices.
pub(crate) fn notice_to_string<T: Serialize>(standalone: bool, element: &'static str, message: &T) -> Result<String, FlatError> {
    let prolog = if standalone { REPLY_PROLOG } else { REQUEST_PROLOG };
    let bytes = write(prolog, true, &[(element, &|xml| write_struct(message, xml))])?;
    String::from_utf8(bytes).map_err(|_| FlatError::Wire("not UTF-8".into()))
}

/// Reads a document around one `TxnMsgContent` in the message state `status`.
pub(crate) fn read_notice<T: DeserializeOwned>(
    bytes: &[u8],
    status: &'static str,
    state: impl Fn(&T) -> Option<&str>,
) -> Result<T, Malformed> {
    let mut reader = open(bytes, EXACT_NAMES, Strictness::Exact)?;
    let mut message = None;
    while let Some(item) = reader.next()? {
        match item.name() {
            "TxnMsgContent" => {
                once(&message, "TxnMsgContent")?;
                message = Some(read(item, &mut reader, EXACT_NAMES, &mut Vec::new())?);
            }
            "version" => {
                Node::read(item, &mut reader)?;
            }
            _ => return Err(malformed("a foreign content element")),
        }
    }
    reader.finish()?;
    message.filter(|message| state(message) == Some(status)).ok_or_else(|| malformed(format!("not a {status}")))
}

type Part<'a> = (&'static str, &'a dyn Fn(&mut XmlWriter) -> Result<(), FlatError>);

fn write(prolog: &str, version: bool, parts: &[Part<'_>]) -> Result<Vec<u8>, FlatError> {
    let mut xml = XmlWriter::new(prolog);
    xml.root(ROOT, NAMESPACE);
    if version {
        xml.leaf("version", VERSION)?;
    }
    for (element, part) in parts {
        xml.open(element)?;
        part(&mut xml)?;
        xml.close(element)?;
    }
    xml.close(ROOT)?;
    Ok(xml.into_string().into_bytes())
}

/// A reader that stands inside the root.
pub(crate) fn open(bytes: &[u8], names: Names, strictness: Strictness) -> Result<XmlReader<'_>, Malformed> {
    let mut reader = XmlReader::new(bytes, NAMESPACE, strictness, LIMITS)?;
    if !names.same(reader.root()?, ROOT) {
        return Err(malformed(format!("the root is not {ROOT}")));
    }
    Ok(reader)
}

fn content<'a, T: DeserializeOwned>(item: Item<'a>, reader: &mut XmlReader<'a>, extra: &mut Vec<Node>) -> Result<T, FlatError> {
    read(item, reader, REPLY_NAMES, extra)
}

/// Reads the content element that `item` opened; a self-closing one has no fields.
pub(crate) fn read<'a, T: DeserializeOwned, S: Source<'a>>(
    item: Item<'a>,
    source: &mut S,
    names: Names,
    extra: &mut Vec<Node>,
) -> Result<T, FlatError> {
    match item {
        Item::Branch(_) => read_struct(source, names, extra),
        Item::Leaf(_, text) if text.trim_ascii().is_empty() => read_struct(&mut NodeSource::new(&[]), names, extra),
        Item::Leaf(name, _) => Err(FlatError::field(name.to_owned(), "child elements are expected")),
    }
}

fn once<T>(slot: &Option<T>, name: &'static str) -> Result<(), Malformed> {
    match slot {
        Some(_) => Err(malformed(format!("{name} stands twice"))),
        None => Ok(()),
    }
}

/// Refuses two siblings of one name, except in lists.
pub(crate) fn distinct(nodes: &[Node]) -> Result<(), Malformed> {
    for (at, node) in nodes.iter().enumerate() {
        let repeats = ["pciInfo", "extDate", "extData"].iter().any(|name| REPLY_NAMES.same(name, &node.name));
        if !repeats && nodes[..at].iter().any(|earlier| REPLY_NAMES.same(&earlier.name, &node.name)) {
            return Err(malformed("an element stands twice"));
        }
        distinct(node.nodes())?;
    }
    Ok(())
}

/// The refusal of a gateway that puts its error straight into the content element (section 2.5, rule 8).
fn error_inside(extra: &mut Vec<Node>) -> Option<ErrorMsg> {
    let mut take = |name: &str| {
        let at = extra.iter().position(|node| REPLY_NAMES.same(&node.name, name))?;
        match extra.remove(at).tree {
            Tree::Text(text) => Some(text.expose().trim_ascii().to_owned()).filter(|text| !text.is_empty()),
            Tree::Nodes(_) => None,
        }
    };
    let error = ErrorMsg { error_code: take("errorCode"), error_message: take("errorMessage") };
    error.error_code.is_some().then_some(error)
}
