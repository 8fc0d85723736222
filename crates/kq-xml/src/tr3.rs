//! TR3: the gateway's signed notification. Sections 4.2 to 4.4.
//!
//! The way of a TR3 is: [`SignedPart::find`] cuts the signature out by position, the keys verify [`SignedPart::message`], and only then
//! [`Tr3::read`] parses exactly those bytes.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use garde::Validate;
use paycore::{Ack, Expected, Fen, Mismatch, Notice, Sensitive};
use paywire::{
    charset::Charset,
    xml::{Strictness, XmlReader},
};
use serde::{Deserialize, Serialize};

use crate::{
    AuthorizationCode, Document, EXACT_NAMES, LIMITS, Malformed, NAMESPACE, Tr4,
    envelope::{enter, malformed, read_notice},
};

const OPEN: &[u8] = b"<signature>";
const CLOSE: &[u8] = b"</signature>";
const MAX_BYTES: usize = 64 << 10;

/// The notification: a transaction has come to a result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct Tr3 {
    /// Type.
    #[garde(length(chars, min = 3, max = 3))]
    pub txn_type: Option<String>,
    /// Message state, `TR3`.
    #[garde(length(chars, min = 3, max = 3))]
    pub interactive_status: Option<String>,
    /// Amount in yuan, as the merchant wrote it.
    #[garde(length(chars, max = 12))]
    pub amount: Option<String>,
    /// Merchant number.
    #[garde(length(chars, min = 15, max = 15))]
    pub merchant_id: Option<String>,
    /// Terminal number.
    #[garde(length(chars, min = 8, max = 8))]
    pub terminal_id: Option<String>,
    /// Merchant's time.
    #[garde(length(chars, min = 14, max = 14))]
    pub entry_time: Option<String>,
    /// Order number.
    #[garde(length(chars, max = 32))]
    pub external_ref_number: Option<String>,
    /// The gateway's time.
    #[garde(length(chars, min = 14, max = 14))]
    pub trans_time: Option<String>,
    /// 99bill's number.
    #[garde(length(chars, min = 12, max = 12))]
    pub ref_number: Option<String>,
    /// Result of the transaction, section 5.4.
    #[garde(length(chars, min = 2, max = 2))]
    pub response_code: Option<String>,
    /// Card organisation.
    #[garde(length(chars, min = 2, max = 2))]
    pub card_org: Option<String>,
    /// Abbreviated card number.
    #[garde(length(chars, min = 10, max = 10))]
    pub storable_card_no: Option<String>,
    /// Issuer's approval.
    #[garde(length(chars, max = 6))]
    pub authorization_code: Option<AuthorizationCode>,
    /// Customer; optional extra.
    #[garde(length(chars, max = 32))]
    pub customer_id: Option<String>,
    /// Settlement merchant; optional extra.
    #[garde(length(chars, min = 15, max = 15))]
    pub settle_merchant_id: Option<String>,
    /// State of the transaction; optional extra. A contradiction to the response code is settled by a query.
    #[garde(length(chars, min = 1, max = 1))]
    pub txn_status: Option<String>,
    /// Text of the result; optional extra.
    #[garde(length(chars, max = 128))]
    pub response_text_message: Option<String>,
    /// Bank's name; optional extra.
    #[garde(length(chars, max = 64))]
    pub issuer: Option<String>,
    /// Pay token; optional extra.
    #[garde(length(chars, max = 32))]
    pub pay_token: Option<Sensitive>,
}

/// Why a received document is not a signed notification. Says the rule, never what stood there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Tr3Error {
    /// More than 64 KiB.
    #[error("more than 64 KiB")]
    TooLarge,
    /// A NUL byte.
    #[error("a NUL byte")]
    Nul,
    /// DOCTYPE, comment or CDATA.
    #[error("a DOCTYPE, comment or CDATA section")]
    Markup,
    /// A processing instruction beyond the XML declaration.
    #[error("a processing instruction")]
    ProcessingInstruction,
    /// No signature element.
    #[error("no signature element")]
    NoSignature,
    /// More than one, or a tag that only looks like one.
    #[error("more than one signature tag, or one that is not written <signature> ... </signature>")]
    SignatureTags,
    /// The signature is not one line of canonical base64.
    #[error("the signature is not base64 in one line")]
    SignatureText,
}

/// A notification split into what is signed and its signature. Nothing of it is to be believed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedPart {
    message: Vec<u8>,
    signature: Vec<u8>,
    cut: usize,
}

impl std::fmt::Debug for SignedPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedPart({} bytes, signature of {})", self.message.len(), self.signature.len())
    }
}

impl SignedPart {
    /// Cuts the signature out of the received bytes, decoding nothing first.
    ///
    /// # Errors
    /// Anything that could hide a second signature or text from the verification: steps 1 to 3 of section 4.4.
    pub fn find(received: &[u8]) -> Result<Self, Tr3Error> {
        if received.len() > MAX_BYTES {
            return Err(Tr3Error::TooLarge);
        }
        let (open, close) = tags(received)?;
        let text = &received[open + OPEN.len()..close];
        let signature = STANDARD.decode(text).map_err(|_| Tr3Error::SignatureText)?;
        if signature.is_empty() {
            return Err(Tr3Error::SignatureText);
        }
        let mut message = Vec::with_capacity(received.len());
        message.extend_from_slice(&received[..open]);
        message.extend_from_slice(&received[close + CLOSE.len()..]);
        Ok(Self { message, signature, cut: open })
    }

    /// The same for a message that was signed as UTF-8 and sent in the GB family: tried when [`find`](Self::find) gave bytes that do not
    /// verify. `None` unless the bytes are no UTF-8, or the XML declaration or `content_type` names GBK, GB2312 or GB18030.
    pub fn find_in_gb18030(received: &[u8], content_type: Option<&str>) -> Option<Self> {
        let declared = content_type.is_some_and(names_gb) || declaration(received).is_some_and(names_gb);
        if !declared && std::str::from_utf8(received).is_ok() {
            return None;
        }
        if received.len() > MAX_BYTES {
            return None;
        }
        let text = Charset::Gb18030.decode(received).ok()?;
        Self::find(text.as_bytes()).ok()
    }

    /// The signed bytes.
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// The signature.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Where in the signed bytes the signature element stood.
    pub const fn cut(&self) -> usize {
        self.cut
    }
}

impl AsRef<[u8]> for SignedPart {
    fn as_ref(&self) -> &[u8] {
        &self.message
    }
}

/// Where `<signature>` begins and where `</signature>` begins, if both stand there once and nothing looks like them.
fn tags(bytes: &[u8]) -> Result<(usize, usize), Tr3Error> {
    const NAME: &[u8] = b"signature";
    let begins = |at: usize| bytes.get(at..at + NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let (mut open, mut close) = (None, None);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            0 => return Err(Tr3Error::Nul),
            b':' if begins(at + 1) => return Err(Tr3Error::SignatureTags),
            b'<' => match bytes.get(at + 1) {
                Some(b'!') => return Err(Tr3Error::Markup),
                Some(b'?') if at != start || !bytes[at..].starts_with(b"<?xml") => return Err(Tr3Error::ProcessingInstruction),
                Some(b'/') if begins(at + 2) && close.replace(at).is_some() => return Err(Tr3Error::SignatureTags),
                _ if begins(at + 1) && open.replace(at).is_some() => return Err(Tr3Error::SignatureTags),
                _ => {}
            },
            _ => {}
        }
    }
    match (open, close) {
        (None, None) => Err(Tr3Error::NoSignature),
        (Some(open), Some(close)) if open < close && bytes[open..].starts_with(OPEN) && bytes[close..].starts_with(CLOSE) => {
            Ok((open, close))
        }
        _ => Err(Tr3Error::SignatureTags),
    }
}

fn declaration(bytes: &[u8]) -> Option<&str> {
    let end = bytes.iter().position(|b| *b == b'>')?;
    std::str::from_utf8(&bytes[..end]).ok().filter(|text| text.starts_with("<?xml"))
}

fn names_gb(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["gbk", "gb2312", "gb18030"].iter().any(|name| text.contains(name))
}

impl Tr3 {
    /// Parses the signed bytes, exactly: steps 6 and 7 of section 4.4. Give it nothing that is not verified.
    ///
    /// # Errors
    /// Another structure than that of a TR3, or a signature element that did not stand directly in `TxnMsgContent`.
    pub fn read(message: &[u8], cut: usize) -> Result<Self, Malformed> {
        // What verified as it came and is no UTF-8 was signed in the GB family; the bytes before the cut may grow or shrink.
        let (text, cut) = match std::str::from_utf8(message) {
            Ok(_) => (Cow::Borrowed(message), cut),
            Err(_) => {
                let decode = |bytes| Charset::Gb18030.decode(bytes).map_err(|error| malformed(error.to_string()));
                let (before, after) = message.split_at_checked(cut).ok_or_else(|| malformed("the signature stood beyond the end"))?;
                let (before, after) = (decode(before)?, decode(after)?);
                (Cow::Owned([before.as_bytes(), after.as_bytes()].concat()), before.len())
            }
        };
        let reader = XmlReader::new(&text, NAMESPACE, Strictness::Exact, LIMITS)?.decoded();
        let mut reader = enter(reader, EXACT_NAMES)?;
        reader.watch(cut);
        let (notice, place) = read_notice(&mut reader, "TR3", |notice: &Self| notice.interactive_status.as_deref())?;
        if !place.contains(&cut) || reader.watched() != Some(2) {
            return Err(malformed("the signature did not stand directly in TxnMsgContent"));
        }
        reader.finish()?;
        Ok(notice)
    }

    /// The same bytes as a tree, with the elements that no table lists.
    ///
    /// # Errors
    /// Whatever [`Document::from_slice`] refuses.
    pub fn document(message: &[u8]) -> Result<Document, Malformed> {
        match Charset::Gb18030.decode(message) {
            Ok(text) if std::str::from_utf8(message).is_err() => Document::from_text(text.as_bytes()),
            _ => Document::from_text(message),
        }
    }
}

impl Notice for Tr3 {
    fn compare(&self, order: &Expected) -> Result<(), Mismatch> {
        let same = |field, received: &Option<String>, stored: Option<&String>| {
            if received.is_some() && received.as_ref() == stored { Ok(()) } else { Err(Mismatch { field }) }
        };
        same("externalRefNumber", &self.external_ref_number, Some(&order.order))?;
        same("merchantId", &self.merchant_id, Some(&order.merchant))?;
        same("terminalId", &self.terminal_id, order.terminal.as_ref())?;
        same("txnType", &self.txn_type, order.kind.as_ref())?;
        if self.amount.as_deref().and_then(|amount| Fen::parse_yuan(amount).ok()) != Some(order.amount) {
            return Err(Mismatch { field: "amount" });
        }
        if order.reference.is_some() {
            same("refNumber", &self.ref_number, order.reference.as_ref())?;
        }
        if self.customer_id.is_some() {
            same("customerId", &self.customer_id, order.customer.as_ref())?;
        }
        Ok(())
    }

    fn ack(&self) -> Ack {
        // Every text of a TR3 came out of XML, so XML can carry it.
        Ack { content_type: "text/xml; charset=utf-8", body: Tr4::answering(self).to_xml().unwrap_or_default() }
    }
}
