//! The operations as run-time values: found by id, fed with JSON, described by JSON Schema.
//!
//! Everything here comes from the declarations of the messages; there is no second list of fields.

use std::marker::PhantomData;

use paycore::{Effect, FieldErrors};
use paywire::{
    flat::{FlatError, Node, Tree, field_names},
    registry::{self, Entry, schema},
};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::{
    CALLER_NAMES, Confirm, Document, ErrorMsg, GetDynNum, IndAuth, IndAuthVerify, InstallmentPurchase, LISTS, Operation, PciDel, PciQuery,
    Preauth, Purchase, QueryCardinfo, QueryTxn, QuickPurchase, REPLY_NAMES, Refund, Void, from_slice, to_vec,
};

struct Of<O>(PhantomData<fn() -> O>);

impl<O: Operation + JsonSchema> Entry for Of<O>
where
    O::Reply: JsonSchema,
{
    fn id(&self) -> &'static str {
        O::ID
    }
    fn title(&self) -> &'static str {
        O::TITLE
    }
    fn path(&self) -> &'static str {
        O::PATH
    }
    fn effect(&self) -> Effect {
        O::KIND.effect()
    }
    fn request_fields(&self) -> &'static [&'static str] {
        field_names::<O>()
    }
    fn reply_fields(&self) -> &'static [&'static str] {
        field_names::<O::Reply>()
    }
    fn request_schema(&self) -> Schema {
        schema::<O>()
    }
    fn reply_schema(&self) -> Schema {
        schema::<O::Reply>()
    }
    fn encode(&self, fields: &Map<String, Value>) -> Result<Vec<u8>, FieldErrors> {
        to_vec(&request_from_json::<O>(fields)?)
    }
    fn decode(&self, bytes: &[u8]) -> Result<Map<String, Value>, FlatError> {
        from_slice::<O>(bytes).map_err(|error| error.0)?;
        Document::from_slice(bytes).map(|document| message_to_json(&document)).map_err(|error| error.0)
    }
}

/// What to do with an operation that is found by its id.
pub trait Visitor {
    /// What it gives.
    type Output;
    /// Called with the operation's type.
    fn visit<O: Operation>(self) -> Self::Output;
}

macro_rules! operations {
    ($($operation:ty),+ $(,)?) => {
        /// Every operation.
        pub const OPERATIONS: &[&dyn Entry] = &[$(&Of::<$operation>(PhantomData)),+];

        /// Calls the visitor with the operation of that id.
        pub fn visit<V: Visitor>(id: &str, visitor: V) -> Option<V::Output> {
            $(if id == <$operation>::ID {
                return Some(visitor.visit::<$operation>());
            })+
            None
        }
    };
}

operations!(
    IndAuth,
    IndAuthVerify,
    Purchase,
    QueryTxn,
    PciQuery,
    PciDel,
    QueryCardinfo,
    GetDynNum,
    QuickPurchase,
    Refund,
    Void,
    Preauth,
    Confirm,
    InstallmentPurchase,
);

/// Reads a request from JSON: texts by wire name, whole numbers as they are spelt, lists as arrays of objects.
///
/// # Errors
/// An unknown, missing or wrong field, by its wire name.
pub fn request_from_json<O: Operation>(fields: &Map<String, Value>) -> Result<O, FieldErrors> {
    registry::request_from_json(O::ID, fields, CALLER_NAMES, LISTS)
}

/// The answering element of a document as JSON: every value a text as received, lists as arrays of objects, the gateway's refusal beside.
pub fn message_to_json(document: &Document) -> Map<String, Value> {
    let mut json = document.answer().map(|answer| nodes_to_json(answer.nodes())).unwrap_or_default();
    if let Some(error) = document.content(ErrorMsg::ELEMENT) {
        json.extend(nodes_to_json(error.nodes()));
    }
    json
}

fn nodes_to_json(nodes: &[Node]) -> Map<String, Value> {
    nodes.iter().map(|node| (node.name.clone(), node_to_json(node))).collect()
}

fn node_to_json(node: &Node) -> Value {
    let list = LISTS.iter().any(|(list, _)| REPLY_NAMES.same(list, &node.name));
    match &node.tree {
        Tree::Text(text) if list && text.expose().trim_ascii().is_empty() => Value::Array(Vec::new()),
        Tree::Text(text) => Value::String(text.expose().to_owned()),
        Tree::Nodes(items) if list => {
            // As the typed reading has it: what holds nothing was not given.
            let held = items.iter().filter(|item| item.text().is_none_or(|text| !text.trim_ascii().is_empty()));
            Value::Array(held.map(|item| Value::Object(nodes_to_json(item.nodes()))).collect())
        }
        Tree::Nodes(nodes) => Value::Object(nodes_to_json(nodes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request_from_slice;

    /// The fuzz target `reply` found it.
    #[test]
    fn an_empty_card_is_no_card() {
        let listed = include_str!("../../../fixtures/kuaiqian-agreement/pci_query.reply.xml");
        let (start, end) = (listed.find("<pciInfo>").expect("a card"), listed.rfind("</pciInfo>").expect("its end"));
        let empty = [&listed[..start], "<pciInfo> ", &listed[end..]].concat();
        let reply = from_slice::<PciQuery>(empty.as_bytes()).expect("a reply");
        assert_eq!(reply.content.expect("an answer").pci_infos.cards, []);
        assert_eq!(message_to_json(&Document::from_slice(empty.as_bytes()).expect("a document"))["pciInfos"], Value::Array(vec![]));
    }

    /// The fuzz target `json` holds the same.
    #[test]
    fn an_empty_list_is_the_same_in_json_and_xml() {
        let paid = include_str!("../../../fixtures/kuaiqian-agreement/purchase.request.xml");
        let (start, end) = (paid.find("<extMap>").expect("a list"), paid.find("</extMap>").expect("its end"));
        let mut request = None;
        for list in ["<extMap>", "<extMap> <extDate> </extDate>"] {
            let empty = [&paid[..start], list, &paid[end..]].concat();
            let json = message_to_json(&Document::from_slice(empty.as_bytes()).expect("a document"));
            assert_eq!(json["extMap"], Value::Array(vec![]));
            let read = request_from_json::<Purchase>(&json).expect("a request");
            assert_eq!(read, request_from_slice(empty.as_bytes()).expect("a request"));
            assert_eq!(to_vec(&read), Ok(paid.as_bytes().to_vec()));
            request = Some(read);
        }
        let request = request.expect("read");
        let nothing = Purchase { sp_flag: "QPay01".into(), ext_map: crate::ExtMap::default(), ..request };
        assert_eq!(to_vec(&nothing).map_err(|error| error.to_string()), Err("extMap: at least one pair".to_owned()));
    }
}
