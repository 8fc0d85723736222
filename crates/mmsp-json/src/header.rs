//! The unsigned header that we write.

use std::borrow::Cow;

use crate::{Head, Signed};

/// The header of an envelope, as it is written. Nothing of it is signed. Section 2.1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Command id 命令字.
    pub command_id: u32,
    /// Sequence number.
    pub seq_id: u64,
    /// Kind of caller, 3.
    pub node_type: u32,
    /// Entry name, at most 20 characters; `POS` for cash registers and terminals.
    pub node_id: String,
    /// Protocol version, `1.0.0`.
    pub version: String,
    /// `RetCode` and `ErrorMsg`: only in what the platform sends.
    pub result: Option<(u32, String)>,
    /// Agent number 代理商编号; empty when there is none.
    pub agent_no: String,
    /// Merchant number 商户号.
    pub mer_no: String,
    /// Terminal number 终端号.
    pub term_no: String,
    /// Extension text, at most 255 characters.
    pub extends: Option<String>,
}

impl Header {
    /// The header of a request to the operation `O`.
    pub fn request<O: Signed>(mer_no: impl Into<String>, term_no: impl Into<String>) -> Self {
        Self {
            command_id: O::COMMAND,
            seq_id: 1,
            node_type: 3,
            node_id: O::PRODUCT.node_id().into(),
            version: "1.0.0".into(),
            result: None,
            agent_no: String::new(),
            mer_no: mer_no.into(),
            term_no: term_no.into(),
            extends: None,
        }
    }

    /// The header of an answer: that of the request, with another command and a result.
    pub fn answer(request: &Head<'_>, command_id: u32, ret_code: u32, error_msg: impl Into<String>) -> Self {
        let text = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned).unwrap_or_default();
        Self {
            command_id,
            seq_id: request.seq_id().and_then(|text| text.parse().ok()).unwrap_or(1),
            node_type: 3,
            node_id: text(request.node_id()),
            version: text(request.version()),
            result: Some((ret_code, error_msg.into())),
            agent_no: text(request.agent_no()),
            mer_no: text(request.mer_no()),
            term_no: text(request.term_no()),
            extends: None,
        }
    }
}
