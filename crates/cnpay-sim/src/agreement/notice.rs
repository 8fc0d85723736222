//! TR3: the signed notice of a result, and the TR4 that ends it. Sections 4.2, 4.3 and 4.6.

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use encoding_rs::GBK;
use http::{HeaderValue, Request, Response, StatusCode, header::CONTENT_TYPE};
use kq_xml::{NAMESPACE, Tr3, Tr4};
use paysign::{Hash, RsaSigner};
use paywire::{
    flat::{FlatError, Sink, write_struct},
    xml::XmlWriter,
};

use super::codes::Code;
use crate::outbox::{Form, Letter};

/// The pauses before each resend, in seconds.
const PAUSES: [u64; 10] = [10, 30, 60, 2 * 60, 5 * 60, 10 * 60, 20 * 60, 30 * 60, 60 * 60, 120 * 60];

/// Writes and signs the notices.
pub(super) struct Office {
    signer: RsaSigner,
    /// Where a notice goes whose transaction names no address.
    url: Option<String>,
}

impl Office {
    pub(super) fn new(signer: RsaSigner, url: Option<String>) -> Self {
        Self { signer, url }
    }

    /// A notice to `url`, else to the configured address; `None` without either.
    pub(super) fn letter(&self, notice: Tr3, code: Code, url: Option<&str>) -> Option<Arc<dyn Letter>> {
        let url = url.or(self.url.as_deref())?.to_owned();
        Some(Arc::new(Tr3Letter { notice, code, url, signer: self.signer.clone() }))
    }
}

struct Tr3Letter {
    notice: Tr3,
    code: Code,
    url: String,
    signer: RsaSigner,
}

impl Tr3Letter {
    /// The document, signed.
    fn document(&self, charset: &str, notice: &Tr3) -> Option<String> {
        let head = head(charset, notice).ok()?;
        let tail = "</TxnMsgContent></MasMessage>";
        // What is signed is the document without the signature element, which is the last child of the content element.
        let signature = self.signer.sign(Hash::Sha1, format!("{head}{tail}").as_bytes()).ok()?;
        Some(format!("{head}<signature>{}</signature>{tail}", BASE64_STANDARD.encode(signature)))
    }

    /// GBK only shows in a text that is not ASCII, so this form carries the text of the result. The signature is over the UTF-8 form.
    fn in_gbk(&self) -> Option<Vec<u8>> {
        let notice = Tr3 { response_text_message: Some(self.code.text.into()), ..self.notice.clone() };
        let document = self.document("GBK", &notice)?;
        let (bytes, _, unmappable) = GBK.encode(&document);
        (!unmappable).then(|| bytes.into_owned())
    }
}

impl Letter for Tr3Letter {
    fn write(&self, form: Form) -> Option<Request<Bytes>> {
        let (content_type, body) = match form {
            Form::Genuine => ("text/xml; charset=utf-8", self.document("UTF-8", &self.notice)?.into_bytes()),
            Form::Tampered => ("text/xml; charset=utf-8", tampered(&self.document("UTF-8", &self.notice)?).into_bytes()),
            Form::Gbk => ("text/xml; charset=gbk", self.in_gbk()?),
        };
        let mut request = Request::post(&self.url).body(Bytes::from(body)).ok()?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Some(request)
    }

    fn accepts(&self, answer: &Response<Bytes>) -> bool {
        let Ok(tr4) = Tr4::from_slice(answer.body()) else { return false };
        answer.status() == StatusCode::OK && tr4.ref_number.is_some() && tr4.ref_number == self.notice.ref_number
    }

    fn pause(&self, resend: u32) -> Option<Duration> {
        PAUSES.get(usize::try_from(resend).ok()?).copied().map(Duration::from_secs)
    }
}

/// The document up to the place of the signature.
fn head(charset: &str, notice: &Tr3) -> Result<String, FlatError> {
    let mut xml = XmlWriter::new(&format!(r#"<?xml version="1.0" encoding="{charset}" standalone="yes"?>"#));
    xml.root("MasMessage", NAMESPACE);
    xml.leaf("version", "1.0")?;
    xml.open("TxnMsgContent")?;
    write_struct(notice, &mut xml)?;
    Ok(xml.into_string())
}

/// Another amount under the same signature.
fn tampered(document: &str) -> String {
    const AMOUNT: &str = "<amount>";
    match document.split_once(AMOUNT) {
        Some((before, after)) => format!("{before}{AMOUNT}1{after}"),
        None => format!("{document}\n"),
    }
}

impl fmt::Debug for Tr3Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tr3Letter").field("order", &self.notice.external_ref_number).finish_non_exhaustive()
    }
}
