//! The text that an MD5 signature covers: the Body and nothing else. Section 3.1.

use paywire::json::{Kind, Value};

/// What joins the Body and the key. It ends the base.
pub const JOINER: &str = "&key=";

/// The base of a received Body, ending where the key begins; `None` where the Body is no object.
///
/// The members of the Body in the byte order of their names, compact; nested objects keep their order and numbers their spelling; texts are
/// written anew, with every slash as `\/`. The base without its [`JOINER`] is JSON and says the same as the Body.
pub fn signing_text(body: Value<'_>) -> Option<String> {
    if body.kind() != Kind::Object {
        return None;
    }
    if is_written_alike(body) {
        return Some(of_written(body.lexeme()));
    }
    let mut members: Vec<_> = body.members().collect();
    if !members.is_sorted_by_key(|(name, _)| *name) {
        members.sort_unstable_by_key(|(name, _)| *name);
    }
    let mut base = String::with_capacity(body.lexeme().len() + body.lexeme().len() / 16 + 32);
    base.push('{');
    for (at, (name, value)) in members.into_iter().enumerate() {
        write_member(at, name, value, &mut base);
    }
    base.push('}');
    base.push_str(JOINER);
    Some(base)
}

/// Whether a Body is written as this crate writes one: sorted, compact, no escapes. Most are; then the base is nearly a copy. A Body with
/// lists is looked at more closely.
fn is_written_alike(body: Value<'_>) -> bool {
    let (mut last, mut length) = ("", "{}".len());
    for (at, (name, value)) in body.members().enumerate() {
        if (at > 0 && name <= last) || matches!(value.kind(), Kind::Object | Kind::Array) {
            return false;
        }
        last = name;
        length += name.len() + value.lexeme().len() + "\"\":".len() + usize::from(at > 0);
    }
    // Blanks between the members would make it longer, escapes in a name too.
    length == body.lexeme().len() && !body.lexeme().bytes().fold(false, |found, byte| found | (byte == b'\\'))
}

/// The base of a Body that this crate wrote, compact and sorted: only the slashes and two line separators differ.
pub(crate) fn of_written(body: &str) -> String {
    let mut base = String::with_capacity(body.len() + 48);
    escape(body, |byte| matches!(byte, b'/' | LINE_SEPARATOR), &mut base);
    base.push_str(JOINER);
    base
}

fn write_member(at: usize, name: &str, value: Value<'_>, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    write_text(name, out);
    out.push(':');
    write_value(value, out);
}

fn write_value(value: Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Object => {
            out.push('{');
            value.members().enumerate().for_each(|(at, (name, value))| write_member(at, name, value, out));
            out.push('}');
        }
        Kind::Array => {
            out.push('[');
            for (at, item) in value.items().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_value(item, out);
            }
            out.push(']');
        }
        // Most texts are spelt as they are signed.
        Kind::Text if is_spelt_alike(value.lexeme()) => out.push_str(value.lexeme()),
        Kind::Text => write_text(&value.text().unwrap_or_default(), out),
        Kind::Number | Kind::Truth | Kind::Null => out.push_str(value.lexeme()),
    }
}

/// Looks at every byte, so that many are looked at together.
fn is_spelt_alike(text: &str) -> bool {
    !text.bytes().fold(false, |found, byte| found | matches!(byte, b'\\' | b'/' | LINE_SEPARATOR))
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    escape(text, |byte| byte < b' ' || matches!(byte, b'"' | b'\\' | b'/' | LINE_SEPARATOR), out);
    out.push('"');
}

/// The first byte of U+2028 and U+2029, and of many others.
const LINE_SEPARATOR: u8 = 0xE2;

/// Writes a text, escaping the characters that begin with a byte to escape.
fn escape(text: &str, is_escaped: impl Fn(u8) -> bool, out: &mut String) {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !is_escaped(*byte) {
            continue;
        }
        let (escaped, length) = match (byte, bytes.get(at + 1..at + 3)) {
            (b'/', _) => ("\\/", 1),
            (b'"', _) => ("\\\"", 1),
            (b'\\', _) => ("\\\\", 1),
            (0x08, _) => ("\\b", 1),
            (0x0C, _) => ("\\f", 1),
            (b'\n', _) => ("\\n", 1),
            (b'\r', _) => ("\\r", 1),
            (b'\t', _) => ("\\t", 1),
            (&LINE_SEPARATOR, Some([0x80, 0xA8])) => ("\\u2028", 3),
            (&LINE_SEPARATOR, Some([0x80, 0xA9])) => ("\\u2029", 3),
            (&LINE_SEPARATOR, _) => continue,
            (control, _) => {
                out.push_str(&text[written..at]);
                out.push_str(&format!("\\u{control:04x}"));
                written = at + 1;
                continue;
            }
        };
        out.push_str(&text[written..at]);
        out.push_str(escaped);
        written = at + length;
    }
    out.push_str(&text[written..]);
}
