//! Texts between their quotation marks.

use std::borrow::Cow;

/// How many bytes there are before a quotation mark, a backslash or a control character; all of them where there is none.
///
/// Eight at a time: texts are most of a message.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    // The lowest bit that is set belongs to the first byte below `limit`; bits above it mean nothing.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(ONES * limit) & !bytes & HIGHS;
    let mut chunks = bytes.chunks_exact(8);
    let mut length = 0;
    for chunk in &mut chunks {
        let eight = chunk.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte));
        let found = below(eight, 0x20) | below(eight ^ (ONES * 0x22), 1) | below(eight ^ (ONES * 0x5C), 1);
        if found != 0 {
            return length + found.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = chunks.remainder();
    length + rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')).unwrap_or(rest.len())
}

/// What a text says that is known to be well-formed; `spelt` is what stands between its quotation marks.
pub(super) fn decode(spelt: &str) -> Cow<'_, str> {
    let Some(first) = spelt.find('\\') else { return Cow::Borrowed(spelt) };
    let mut text = String::with_capacity(spelt.len());
    let (plain, mut rest) = spelt.split_at(first);
    text.push_str(plain);
    while let Some(escape) = rest.strip_prefix('\\') {
        let (c, behind) = one(escape);
        text.push(c);
        let next = behind.find('\\').unwrap_or(behind.len());
        text.push_str(&behind[..next]);
        rest = &behind[next..];
    }
    Cow::Owned(text)
}

/// The character of an escape behind its backslash, and what stands behind it.
fn one(escape: &str) -> (char, &str) {
    let mut rest = escape.chars();
    let c = match rest.next() {
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return unicode(rest.as_str()),
        Some(itself) => itself,
        None => char::REPLACEMENT_CHARACTER,
    };
    (c, rest.as_str())
}

fn unicode(digits: &str) -> (char, &str) {
    let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let behind = digits.get(4..).unwrap_or_default();
    let low = behind.strip_prefix("\\u").and_then(unit);
    let units = [unit(digits), low].into_iter().flatten();
    match char::decode_utf16(units).next() {
        Some(Ok(c)) if c.len_utf16() == 2 => (c, behind.get(6..).unwrap_or_default()),
        Some(Ok(c)) => (c, behind),
        // The parser has refused this.
        _ => (char::REPLACEMENT_CHARACTER, behind),
    }
}

/// Writes a text with its quotation marks: only what JSON cannot carry is escaped, so slashes and everything above ASCII stay.
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    loop {
        let (plain, behind) = rest.split_at(plain_length(rest.as_bytes()));
        out.push_str(plain);
        let Some(byte) = behind.bytes().next() else { break };
        write_escaped(byte, out);
        rest = &behind[1..];
    }
    out.push('"');
}

/// Writes the escape of an ASCII character; the short one where JSON has one.
fn write_escaped(byte: u8, out: &mut String) {
    let short = match byte {
        b'"' => '"',
        b'\\' => '\\',
        0x08 => 'b',
        0x0C => 'f',
        b'\n' => 'n',
        b'\r' => 'r',
        b'\t' => 't',
        _ => {
            let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
            out.push_str("\\u00");
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
            return;
        }
    };
    out.push('\\');
    out.push(short);
}
