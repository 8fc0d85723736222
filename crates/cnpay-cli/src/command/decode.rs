//! `cnpay decode CODEC < bytes`: what a message says. Nothing is verified.

use cnpay::kq_xml::{Document, Tr3, registry::message_to_json};
use serde_json::json;

use super::stdin;
use crate::{args::Codec, exit::Exit, failure::Failure, output::Output};

pub(crate) fn run(output: &Output, codec: Codec) -> Result<Exit, Failure> {
    let bytes = stdin()?;
    let (operation, message) = match codec {
        Codec::KqXml => {
            // A notice may come in GBK; nothing else does.
            let document = Document::from_slice(&bytes).or_else(|error| Tr3::document(&bytes).map_err(|_| error));
            let document = document.map_err(|error| Failure::invalid(format!("{error}; it looks like {}", kind(&bytes))))?;
            (document.operation(), message_to_json(&document))
        }
    };
    let object = json!({ "operation": operation, "verified": false, "message": message });
    output.result(&object, || format!("{object:#}"));
    Ok(Exit::Done)
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
