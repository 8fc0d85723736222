//! MasMessage: the envelope around every message (section 2 of the specification).

use std::{borrow::Cow, ops::Range};

use paycore::FieldErrors;
use paywire::{
    flat::{FlatError, Item, Names, Node, NodeSource, Sink, Source, field_names, read_struct, write_struct},
    rules,
    xml::{Strictness, XmlReader, XmlWriter},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{EXACT_NAMES, ErrorMsg, LIMITS, LISTS, NAMESPACE, Operation, REPLY_NAMES};

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
    let (mut inside, mut beside) = (Vec::new(), Vec::new());
    let (mut version, mut echo) = (None, None);
    while let Some(item) = reader.next()? {
        let is = |name: &str| REPLY_NAMES.same(item.name(), name);
        if is("version") {
            once(&version, "version")?;
            version = Some(leaf(item)?);
        } else if is(O::ANSWER) {
            once(&reply.content, O::ANSWER)?;
            reply.content = Some(read(item, &mut reader, REPLY_NAMES, &mut inside)?);
        } else if is(ErrorMsg::ELEMENT) {
            once(&reply.error, ErrorMsg::ELEMENT)?;
            reply.error = Some(read(item, &mut reader, REPLY_NAMES, &mut beside)?);
        } else if let Some(name) = O::ECHO.filter(|name| is(name)) {
            once(&echo, name)?;
            echo = Some(branch(item, &mut reader)?);
        } else {
            reply.extra.push(Node::read(item, &mut reader)?);
        }
    }
    reader.finish()?;
    if reply.content.is_none() && reply.error.is_none() && echo.is_none() {
        return Err(malformed(format!("neither {} nor {}", O::ANSWER, ErrorMsg::ELEMENT)));
    }
    reply.echo = echo.unwrap_or_default();
    [&reply.echo, &reply.extra, &inside, &beside].into_iter().try_for_each(|nodes| distinct(nodes))?;
    if reply.error.is_none() {
        reply.error = error_inside(&mut inside).or_else(|| error_inside(&mut reply.echo));
    }
    reply.extra.append(&mut inside);
    reply.extra.append(&mut beside);
    Ok(reply)
}

/// Writes a request, after checking every field.
///
/// # Errors
/// Every field that breaks a rule, by its wire name. Nothing may be sent.
pub fn to_vec<O: Operation>(request: &O) -> Result<Vec<u8>, FieldErrors> {
    rules::check(request)?;
    let written = write(REQUEST_PROLOG, true, &[(O::REQUEST, &|xml| write_struct(request, xml))]);
    written.map(String::into_bytes).map_err(|error| match error {
        FlatError::Field(error) => error.into(),
        other => paycore::FieldError::new(O::REQUEST, other.to_string()).into(),
    })
}

/// Reads a request, exactly: what a simulator does.
///
/// # Errors
/// Another case, a missing namespace or version, a duplicate, an unknown or missing field.
pub fn request_from_slice<O: Operation>(bytes: &[u8]) -> Result<O, Malformed> {
    let mut reader = open(bytes, EXACT_NAMES, Strictness::Exact)?;
    let (mut request, mut version) = (None, None);
    let mut extra = Vec::new();
    while let Some(item) = reader.next()? {
        match item.name() {
            "version" => {
                once(&version, "version")?;
                version = Some(leaf(item)?);
            }
            name if name == O::REQUEST => {
                once(&request, O::REQUEST)?;
                request = Some(read(item, &mut reader, EXACT_NAMES, &mut extra)?);
            }
            _ => return Err(malformed("a foreign content element")),
        }
    }
    reader.finish()?;
    if let Some(node) = extra.first() {
        return Err(Malformed(FlatError::field(node.path(), "is not a field of this message")));
    }
    if version.is_none_or(|version| version.trim_ascii() != VERSION) {
        return Err(Malformed(FlatError::field("version", format!("is always {VERSION}"))));
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
    Ok(write(REPLY_PROLOG, O::REPLY_HAS_VERSION || content.is_none(), &parts)?.into_bytes())
}

/// A whole document around one content element, for the notices.
pub(crate) fn notice_to_string<T: Serialize>(element: &'static str, message: &T) -> Result<String, FlatError> {
    write(REQUEST_PROLOG, true, &[(element, &|xml| write_struct(message, xml))])
}

/// Reads a notice: at most one `version` and one `TxnMsgContent`, in the message state `status`.
///
/// Gives too where in the document `TxnMsgContent` stands.
pub(crate) fn read_notice<T: DeserializeOwned>(
    reader: &mut XmlReader<'_>,
    status: &'static str,
    state: impl Fn(&T) -> Option<&str>,
) -> Result<(T, Range<usize>), Malformed> {
    let (mut notice, mut version) = (None, None);
    loop {
        let start = reader.position();
        let Some(item) = reader.next()? else { break };
        match item.name() {
            "version" => {
                once(&version, "version")?;
                version = Some(leaf(item)?);
            }
            "TxnMsgContent" => {
                once(&notice, "TxnMsgContent")?;
                let mut extra = Vec::new();
                let message = read(item, reader, EXACT_NAMES, &mut extra)?;
                exact_case::<T>(&extra)?;
                distinct(&extra)?;
                notice = Some((message, start..reader.position()));
            }
            _ => return Err(malformed("a foreign content element")),
        }
    }
    let notice = notice.ok_or_else(|| malformed("TxnMsgContent is missing"))?;
    if state(&notice.0) != Some(status) {
        return Err(Malformed(FlatError::field("interactiveStatus", format!("is always {status}"))));
    }
    Ok(notice)
}

/// A known name in another case is no unknown element: it would hide what a tolerant reader sees.
fn exact_case<T: DeserializeOwned>(extra: &[Node]) -> Result<(), Malformed> {
    let names = field_names::<T>();
    match names.iter().find(|name| extra.iter().any(|node| node.name.eq_ignore_ascii_case(name))) {
        Some(name) => Err(Malformed(FlatError::field(*name, "is written in another case"))),
        None => Ok(()),
    }
}

type Part<'a> = (&'static str, &'a dyn Fn(&mut XmlWriter) -> Result<(), FlatError>);

fn write(prolog: &str, version: bool, parts: &[Part<'_>]) -> Result<String, FlatError> {
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
    Ok(xml.into_string())
}

/// A reader that stands inside the root.
pub(crate) fn open(bytes: &[u8], names: Names, strictness: Strictness) -> Result<XmlReader<'_>, Malformed> {
    enter(XmlReader::new(bytes, NAMESPACE, strictness, LIMITS)?, names)
}

/// Steps into the root.
pub(crate) fn enter(mut reader: XmlReader<'_>, names: Names) -> Result<XmlReader<'_>, Malformed> {
    if !names.same(reader.root()?, ROOT) {
        return Err(malformed(format!("the root is not {ROOT}")));
    }
    Ok(reader)
}

/// The text of a child that has no children.
pub(crate) fn leaf(item: Item<'_>) -> Result<Cow<'_, str>, Malformed> {
    match item {
        Item::Leaf(_, text) => Ok(text),
        Item::Branch(name) => Err(Malformed(FlatError::field(name.to_owned(), "a single value is expected"))),
    }
}

/// The children of a child that has no text.
fn branch<'a>(item: Item<'a>, reader: &mut XmlReader<'a>) -> Result<Vec<Node>, Malformed> {
    match item {
        Item::Branch(_) => Ok(Node::read_all(reader)?),
        Item::Leaf(_, text) if text.trim_ascii().is_empty() => Ok(Vec::new()),
        Item::Leaf(name, _) => Err(Malformed(FlatError::field(name.to_owned(), "child elements are expected"))),
    }
}

/// Reads the content element that `item` opened; a self-closing one has no fields.
fn read<'a, T: DeserializeOwned, S: Source<'a>>(
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

/// Refuses two siblings of one name, except the items of a list.
pub(crate) fn distinct(nodes: &[Node]) -> Result<(), Malformed> {
    distinct_in("", nodes)
}

fn distinct_in(parent: &str, nodes: &[Node]) -> Result<(), Malformed> {
    let is_item = |node: &Node| LISTS.iter().any(|(list, item)| REPLY_NAMES.same(list, parent) && REPLY_NAMES.same(item, &node.name));
    let mut names: Vec<_> = nodes.iter().filter(|node| !is_item(node)).map(|node| node.name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(malformed("an element stands twice"));
    }
    nodes.iter().try_for_each(|node| distinct_in(&node.name, node.nodes()))
}

/// The refusal of a gateway that puts its error straight into the content element (section 2.5, rule 8).
fn error_inside(nodes: &mut Vec<Node>) -> Option<ErrorMsg> {
    let text = |name: &str| {
        let node = nodes.iter().find(|node| REPLY_NAMES.same(&node.name, name))?;
        node.text().map(|text| text.trim_ascii().to_owned()).filter(|text| !text.is_empty())
    };
    let error = ErrorMsg { error_code: Some(text("errorCode")?), error_message: text("errorMessage") };
    nodes.retain(|node| !["errorCode", "errorMessage"].iter().any(|name| REPLY_NAMES.same(&node.name, name)));
    Some(error)
}
