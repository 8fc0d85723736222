//! Any document of this protocol as a tree, for tools that do not know which message it is.

use paywire::{
    flat::Node,
    xml::{Strictness, XmlReader},
};

use crate::{
    ErrorMsg, LIMITS, Malformed, NAMESPACE, REPLY_NAMES,
    envelope::{distinct, enter, malformed},
};

/// Content elements that only one operation has.
const CONTENTS: &[(&str, &str)] = &[
    ("indAuthContent", "kuaiqian.agreement.ind_auth"),
    ("indAuthDynVerifyContent", "kuaiqian.agreement.ind_auth_verify"),
    ("QryTxnMsgContent", "kuaiqian.agreement.query_txn"),
    ("PciDeleteContent", "kuaiqian.agreement.pci_del"),
    ("PciQueryContent", "kuaiqian.agreement.pci_query"),
    ("QryCardContent", "kuaiqian.agreement.query_cardinfo"),
    ("CardInfoContent", "kuaiqian.agreement.query_cardinfo"),
    ("GetDynNumContent", "kuaiqian.agreement.get_dyn_num"),
];

/// Transaction types, where the content element is that of every transaction.
const TYPES: &[(&str, &str)] = &[
    ("PUR", "kuaiqian.agreement.purchase"),
    ("RFD", "kuaiqian.agreement.refund"),
    ("VTX", "kuaiqian.agreement.void"),
    ("PRE", "kuaiqian.agreement.preauth"),
    ("CFM", "kuaiqian.agreement.confirm"),
    ("INP", "kuaiqian.agreement.installment_purchase"),
];

/// A MasMessage as it was received: the content elements in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Everything under the root but `version`.
    pub contents: Vec<Node>,
}

impl Document {
    /// Reads a document as tolerantly as a reply.
    ///
    /// # Errors
    /// Whatever section 2.5 of the specification calls malformed.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::read(XmlReader::new(bytes, NAMESPACE, Strictness::Tolerant, LIMITS)?)
    }

    /// The same of a text that was decoded to UTF-8, whatever charset its declaration still names.
    pub(crate) fn from_text(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::read(XmlReader::new(bytes, NAMESPACE, Strictness::Tolerant, LIMITS)?.decoded())
    }

    fn read(reader: XmlReader<'_>) -> Result<Self, Malformed> {
        let mut reader = enter(reader, REPLY_NAMES)?;
        let mut contents = Node::read_all(&mut reader)?;
        reader.finish()?;
        distinct(&contents)?;
        let is_version = |node: &Node| REPLY_NAMES.same(&node.name, "version");
        if contents.iter().any(|node| is_version(node) && node.text().is_none()) {
            return Err(malformed("version has child elements"));
        }
        contents.retain(|node| !is_version(node));
        if contents.is_empty() {
            return Err(malformed("no content element"));
        }
        Ok(Self { contents })
    }

    /// The content element of that name.
    pub fn content(&self, name: &str) -> Option<&Node> {
        self.contents.iter().find(|node| REPLY_NAMES.same(&node.name, name))
    }

    /// The element that answers: `TxnMsgContent` or `CardInfoContent`, else the first that is no refusal.
    pub fn answer(&self) -> Option<&Node> {
        ["TxnMsgContent", "CardInfoContent"]
            .iter()
            .find_map(|name| self.content(name))
            .or_else(|| self.contents.iter().find(|node| !REPLY_NAMES.same(&node.name, ErrorMsg::ELEMENT)))
    }

    /// The text of a leaf directly in the answering element.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.answer()?.nodes().iter().find(|node| REPLY_NAMES.same(&node.name, name))?.text()
    }

    /// The operation or notice that the document belongs to, where its content tells.
    pub fn operation(&self) -> Option<&'static str> {
        let has = |name| self.content(name).is_some();
        let is = |name, value: &str| self.text(name).is_some_and(|text| text.trim_ascii().eq_ignore_ascii_case(value));
        if let Some((_, id)) = CONTENTS.iter().find(|(name, _)| has(name)) {
            return Some(id);
        }
        if is("interactiveStatus", "TR3") || is("interactiveStatus", "TR4") {
            return Some("kuaiqian.agreement.tr3");
        }
        if is("spFlag", "QuickPay") {
            return Some("kuaiqian.agreement.quick_purchase");
        }
        TYPES.iter().find(|(kind, _)| is("txnType", kind)).map(|(_, id)| *id)
    }
}
