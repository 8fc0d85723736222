//! TR4: the merchant's answer to a TR3. Section 4.6.

use paywire::xml::Strictness;
use serde::{Deserialize, Serialize};

use crate::{
    EXACT_NAMES, Malformed, Tr3,
    envelope::{notice_to_string, open, read_notice},
};

/// Tells the gateway that its notification is stored; without it the gateway sends again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Tr4 {
    /// Echo of the TR3.
    pub txn_type: Option<String>,
    /// Message state, `TR4`.
    pub interactive_status: Option<String>,
    /// Echo of the TR3.
    pub merchant_id: Option<String>,
    /// Echo of the TR3.
    pub terminal_id: Option<String>,
    /// Echo of the TR3, where it has one.
    pub settle_merchant_id: Option<String>,
    /// Echo of the TR3.
    pub ref_number: Option<String>,
}

impl Tr4 {
    /// The answer to `notice`.
    pub fn answering(notice: &Tr3) -> Self {
        Self {
            txn_type: notice.txn_type.clone(),
            interactive_status: Some("TR4".into()),
            merchant_id: notice.merchant_id.clone(),
            terminal_id: notice.terminal_id.clone(),
            settle_merchant_id: notice.settle_merchant_id.clone(),
            ref_number: notice.ref_number.clone(),
        }
    }

    /// The document to answer with, as `text/xml; charset=utf-8`.
    ///
    /// # Errors
    /// A text that XML cannot carry, which no text that came out of XML is.
    pub fn to_xml(&self) -> Result<String, Malformed> {
        Ok(notice_to_string("TxnMsgContent", self)?)
    }

    /// Reads an answer: what a simulator does.
    ///
    /// # Errors
    /// Whatever is not a TR4.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = open(bytes, EXACT_NAMES, Strictness::Exact)?;
        let (answer, _) = read_notice(&mut reader, "TR4", |answer: &Self| answer.interactive_status.as_deref())?;
        reader.finish()?;
        Ok(answer)
    }
}
