//! SOAP 1.1, RPC style, encoded: the query services with MD5. Section 8.1, and 8.4 in the same shape.
//!
//! Requests and replies in both directions. Elements are matched by their local names, `href="#id"` is resolved, `xsi:nil` is empty. An
//! answer comes out in the shape of [`reply::from_json`](crate::reply::from_json).

use std::collections::BTreeMap;

use paycore::without_numbers;
use paywire::flat::{Node, Tree};

use crate::{
    Fields, Malformed, REPLY_LIMITS,
    xml::{self, Element},
};

/// The operation of the order query.
pub const ORDER_QUERY: &str = "gatewayOrderQuery";

/// The operation of the refund query. Its namespaces are not known: those of the order query stand in for them.
pub const REFUND_QUERY: &str = "query";

/// The name of the list of orders or refunds.
const LIST: &str = "orders";

const FAULT: &str = "Fault";

const OPEN: &str = "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>";
const CLOSE: &str = "</soapenv:Body></soapenv:Envelope>";
const API: &str = " xmlns:api=\"http://api.seashell.bill99.com\" soapenv:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"";
const DTO: &str = " xmlns:dto=\"http://gatewayquery.dto.domain.seashell.bill99.com\"";
const ARRAY: &str = " xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\" xsi:type=\"soapenc:Array\"";

/// Why a body is no answer. Names elements and rules, never values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SoapError {
    /// The service answers that it failed, with this code: no answer about any order.
    #[error("the service answers with a fault{}", suffix(.0))]
    Fault(String),
    /// Not an envelope of one call or answer.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

fn suffix(code: &str) -> String {
    if code.is_empty() { String::new() } else { format!(" ({code})") }
}

/// How [`reply`] writes the beans of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Beans {
    /// One inside the other.
    #[default]
    Nested,
    /// Each as a `multiRef` behind the operation, referred to by `href`.
    MultiRef,
}

/// A call. Send it with the headers `SOAPAction: ""` and `Content-Type: text/xml; charset=utf-8`.
pub fn request(operation: &str, fields: &Fields) -> Vec<u8> {
    let mut out = String::with_capacity(2048);
    out.push_str(OPEN);
    out.extend(["<api:", operation, API, "><request", DTO, " xsi:type=\"dto:", bean(operation), "Request\">"]);
    for (name, value) in fields.as_slice() {
        let kind = if matches!(&**name, "signType" | "queryType" | "queryMode") { "int" } else { "string" };
        xml::write_leaf(name, &format!(" xsi:type=\"xsd:{kind}\""), value, &mut out);
    }
    out.extend(["</request></api:", operation, ">", CLOSE]);
    out.into_bytes()
}

/// What the service's types begin with.
fn bean(operation: &str) -> &'static str {
    if operation == REFUND_QUERY { "GatewayRefundQuery" } else { "GatewayOrderQuery" }
}

/// A call as a server reads it: the operation, and the fields of its parameter.
///
/// # Errors
/// Anything but an envelope with one operation of one parameter.
pub fn read_request(bytes: &[u8]) -> Result<(String, Vec<Node>), Malformed> {
    Body::read(xml::parse(bytes)?)?.content()
}

/// The answer to a call: the fields of the head, and the orders or refunds.
pub fn reply(operation: &str, head: &Fields, items: &[Fields], beans: Beans) -> Vec<u8> {
    let mut out = String::with_capacity(4096);
    let result = format!("{operation}Return");
    let head_type = format!(" xsi:type=\"dto:{}Response\"", bean(operation));
    let item = if operation == REFUND_QUERY { "GatewayRefundDetail" } else { "GatewayOrderDetail" };
    let item_type = format!(" xsi:type=\"dto:{item}\"");
    out.push_str(OPEN);
    out.extend(["<api:", operation, "Response", API, DTO, ">"]);
    match beans {
        Beans::Nested => {
            out.extend(["<", &result, &head_type, ">"]);
            write_fields(head, &mut out);
            out.extend(["<", LIST, ARRAY, ">"]);
            for fields in items {
                out.extend(["<", item, &item_type, ">"]);
                write_fields(fields, &mut out);
                out.extend(["</", item, ">"]);
            }
            out.extend(["</", LIST, "></", &result, "></api:", operation, "Response>"]);
        }
        Beans::MultiRef => {
            out.extend(["<", &result, " href=\"#id0\"/></api:", operation, "Response>"]);
            out.extend(["<multiRef id=\"id0\"", DTO, &head_type, ">"]);
            write_fields(head, &mut out);
            out.extend(["<", LIST, ARRAY, ">"]);
            (1..=items.len()).for_each(|id| out.push_str(&format!("<{item} href=\"#id{id}\"/>")));
            out.extend(["</", LIST, "></multiRef>"]);
            for (id, fields) in (1..).zip(items) {
                out.extend([&format!("<multiRef id=\"id{id}\""), DTO, &item_type, ">"]);
                write_fields(fields, &mut out);
                out.push_str("</multiRef>");
            }
        }
    }
    out.push_str(CLOSE);
    out.into_bytes()
}

fn write_fields(fields: &Fields, out: &mut String) {
    for (name, value) in fields.as_slice() {
        if value.is_empty() {
            out.extend(["<", name, " xsi:nil=\"true\"/>"]);
            continue;
        }
        let kind = if matches!(&**name, "orderAmount" | "payAmount" | "fee") { "long" } else { "string" };
        xml::write_leaf(name, &format!(" xsi:type=\"xsd:{kind}\""), value, out);
    }
}

/// An answer that says that the service failed. `code` is a word such as `Server`.
pub fn fault(code: &str, message: &str) -> Vec<u8> {
    let mut out = format!("{OPEN}<soapenv:Fault>");
    xml::write_leaf("faultcode", "", &format!("soapenv:{code}"), &mut out);
    xml::write_leaf("faultstring", "", message, &mut out);
    out.extend(["</soapenv:Fault>", CLOSE]);
    out.into_bytes()
}

/// An answer: the texts of the head as leaves, the orders as a branch of branches that bear its name.
///
/// # Errors
/// A fault, or anything but an envelope with one result.
pub fn read_reply(bytes: &[u8]) -> Result<Vec<Node>, SoapError> {
    let body = Body::read(xml::parse(bytes)?)?;
    if body.first.name == FAULT {
        return Err(SoapError::Fault(body.fault_code()));
    }
    Ok(body.content()?.1)
}

/// The fault that a body of whatever kind holds.
pub fn fault_in(bytes: &[u8]) -> Option<SoapError> {
    read_reply(bytes).err().filter(|error| matches!(error, SoapError::Fault(_)))
}

/// The body of an envelope.
pub(crate) struct Body {
    /// The operation, its answer, or a fault.
    first: Element,
    /// What references may mean, by id.
    multi_refs: BTreeMap<String, Element>,
}

impl Body {
    /// Takes the body out of an envelope.
    pub(crate) fn read(envelope: Element) -> Result<Self, Malformed> {
        if envelope.name != "Envelope" {
            return Err(Malformed::wire("no SOAP envelope"));
        }
        let mut parts = envelope.children.into_iter().filter(|part| part.name != "Header");
        let (Some(body), None) = (parts.next().filter(|part| part.name == "Body"), parts.next()) else {
            return Err(Malformed::wire("a SOAP envelope has one Body"));
        };
        let mut children = body.children.into_iter();
        let first = children.next().ok_or_else(|| Malformed::wire("the SOAP Body is empty"))?;
        let mut multi_refs = BTreeMap::new();
        for mut child in children {
            let Some(id) = child.id.take() else { return Err(Malformed::wire("several operations in the SOAP Body")) };
            if multi_refs.insert(id, child).is_some() {
                return Err(Malformed::wire("an id stands twice"));
            }
        }
        Ok(Self { first, multi_refs })
    }

    /// The name of the operation or answer, and the fields of its only child.
    pub(crate) fn content(&self) -> Result<(String, Vec<Node>), Malformed> {
        let [parameter] = &self.first.children[..] else {
            return Err(Malformed::wire("an operation has one parameter or one result"));
        };
        let mut resolver = Resolver { multi_refs: &self.multi_refs, room: REPLY_LIMITS.bytes };
        let fields = resolver.nodes(resolver.target(parameter)?, 0)?;
        Ok((self.first.name.clone(), merged(fields)))
    }

    /// The same of an envelope that may hold a fault: its parts, and no operation.
    pub(crate) fn any_content(self) -> Result<(Option<String>, Vec<Node>), Malformed> {
        if self.first.name == FAULT {
            return Ok((None, self.first.children.into_iter().map(Element::into_node).collect()));
        }
        self.content().map(|(operation, nodes)| (Some(operation), nodes))
    }

    /// The fault's code, where it looks like one.
    fn fault_code(&self) -> String {
        let code = self.first.children.iter().find(|child| child.name == "faultcode").map_or("", |child| child.text.expose().trim());
        let is_code = code.len() <= 64 && code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'.' | b'_' | b'-'));
        if is_code { without_numbers(code) } else { String::new() }
    }
}

/// Beans that stand side by side under one name are a list, as in JSON.
fn merged(nodes: Vec<Node>) -> Vec<Node> {
    let mut counts = BTreeMap::<_, usize>::new();
    nodes.iter().filter(|node| node.text().is_none()).for_each(|node| *counts.entry(node.name.clone()).or_default() += 1);
    let mut merged: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if node.text().is_some() || counts.get(&node.name) == Some(&1) {
            merged.push(node);
            continue;
        }
        match merged.iter_mut().find(|list| list.name == node.name && list.text().is_none()).map(|list| &mut list.tree) {
            Some(Tree::Nodes(items)) => items.push(node),
            _ => merged.push(Node::branch(node.name.clone(), vec![node])),
        }
    }
    merged
}

/// Puts what is referred to in the place of the references. A few bytes could stand for very many, so there is only so much room.
struct Resolver<'b> {
    multi_refs: &'b BTreeMap<String, Element>,
    room: usize,
}

impl<'b> Resolver<'b> {
    /// The element itself, or the one that it refers to.
    fn target(&self, element: &'b Element) -> Result<&'b Element, Malformed> {
        let Some(href) = &element.href else { return Ok(element) };
        let target = href.strip_prefix('#').and_then(|id| self.multi_refs.get(id));
        match target {
            Some(target) if target.href.is_none() => Ok(target),
            Some(_) => Err(Malformed::wire("a reference to a reference")),
            None => Err(Malformed::wire("a reference to nothing")),
        }
    }

    /// The children of an element that is no reference. References in a circle end at the limit of depth.
    fn nodes(&mut self, element: &'b Element, depth: usize) -> Result<Vec<Node>, Malformed> {
        if depth >= REPLY_LIMITS.depth {
            return Err(Malformed::wire("too many elements inside each other, or references in a circle"));
        }
        element.children.iter().map(|child| self.node(child, depth)).collect()
    }

    fn node(&mut self, element: &'b Element, depth: usize) -> Result<Node, Malformed> {
        let target = self.target(element)?;
        let size = element.name.len() + target.text.expose().len() + 3;
        self.room = self.room.checked_sub(size).ok_or_else(|| Malformed::wire("references stand for too much"))?;
        if target.children.is_empty() {
            return Ok(Node::leaf(element.name.as_str(), target.text.clone()));
        }
        let mut nodes = self.nodes(target, depth + 1)?;
        // The items of a list bear its name, as in JSON, and so do those that are nil.
        if nodes.iter().any(|node| node.text().is_none()) && nodes.iter().all(|node| node.text().is_none_or(str::is_empty)) {
            nodes.iter_mut().for_each(|node| element.name.clone_into(&mut node.name));
        }
        Ok(Node::branch(element.name.as_str(), nodes))
    }
}
