//! `cnpay decode CODEC < bytes`: what a message says. Nothing is verified.

use cnpay::{kq_form, kq_xml, mmsp_json, zx_form};
use serde_json::{Map, Value, json};

use super::stdin;
use crate::{args::Codec, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, codec: Codec) -> Result<Exit, Failure> {
    let bytes = stdin()?;
    let decoded = match codec {
        Codec::KqXml => kuaiqian_xml(&bytes),
        Codec::KqForm => kuaiqian_form(&bytes),
        Codec::MmspJson => mmsp(&bytes),
        Codec::ZxForm => zhangxun(&bytes),
    };
    let (operation, message) = decoded.map_err(|error| Failure::invalid(format!("{error}; it looks like {}", kind(&bytes))))?;
    let object = json!({ "operation": operation, "verified": false, "message": message });
    output.result(&object, || format!("{object:#}"));
    Ok(Exit::Done)
}

/// The operation, where it can be told, and the message.
type Decoded = (Option<&'static str>, Map<String, Value>);

fn kuaiqian_xml(bytes: &[u8]) -> Result<Decoded, String> {
    // A notice may come in GBK; nothing else does.
    let document = kq_xml::Document::from_slice(bytes).or_else(|error| kq_xml::Tr3::document(bytes).map_err(|_| error));
    let document = document.map_err(|error| error.to_string())?;
    Ok((document.operation(), kq_xml::registry::message_to_json(&document)))
}

fn kuaiqian_form(bytes: &[u8]) -> Result<Decoded, String> {
    let document = kq_form::Document::from_slice(bytes).map_err(|error| error.to_string())?;
    let message = kq_form::registry::message_to_json(&document).map_err(|error| error.to_string())?;
    Ok((document.operation(), message))
}

fn mmsp(bytes: &[u8]) -> Result<Decoded, String> {
    let envelope = mmsp_json::notice_body(bytes).map_err(|error| error.to_string())?;
    mmsp_json::registry::document_to_json(&envelope).map_err(|error| error.to_string())
}

fn zhangxun(bytes: &[u8]) -> Result<Decoded, String> {
    let document = zx_form::Document::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok((document.operation(), zx_form::registry::message_to_json(&document)))
}

/// What bytes look like, by their beginning.
fn kind(bytes: &[u8]) -> &'static str {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match text {
        [] => "nothing at all",
        [b'<', b'!' | b'h' | b'H', ..] => "an HTML page",
        [b'<', ..] => "XML",
        [b'{' | b'[', ..] => "JSON",
        [0x1f, 0x8b, ..] => "gzip",
        _ if text.contains(&b'=') && text.is_ascii() => "a form",
        _ if std::str::from_utf8(bytes).is_ok() => "text",
        _ => "binary data or another charset than UTF-8",
    }
}
