//! The characters, names and references of XML 1.0.

/// A character that may stand in a document (section 2.2).
pub(super) const fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// What one look over a whole document tells, so that no text in it must be looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Survey {
    /// A carriage return: line ends need translation.
    pub(super) returns: bool,
    /// A bracket: a text may hold the end of a CDATA section.
    pub(super) brackets: bool,
}

/// Looks over a document.
///
/// # Errors
/// The first character that may not stand in a document, and where.
pub(super) fn survey(text: &str) -> Result<Survey, (usize, char)> {
    // U+FFFE and U+FFFF begin with 0xEF, as do many good characters. Without branches: the compiler looks at many bytes at once.
    let suspect = |b: u8| (b < b' ') | (b == b']') | (b == 0xef);
    if !text.bytes().fold(false, |found, b| found | suspect(b)) {
        return Ok(Survey { returns: false, brackets: false });
    }
    match text.char_indices().find(|(_, c)| !is_xml_char(*c)) {
        Some(forbidden) => Err(forbidden),
        None => Ok(Survey { returns: text.contains('\r'), brackets: text.contains(']') }),
    }
}

/// White space (section 2.3).
pub(super) const fn is_blank_byte(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

/// `text` as a reader gives it: one line feed for every kind of line end (section 2.11).
pub(super) fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Nothing, or blanks.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_blank_byte)
}

/// A name (section 2.3); beyond ASCII, of letters and digits only.
pub(super) fn is_name(name: &str) -> bool {
    let begins = |c: char| c.is_alphabetic() || c == '_' || c == ':';
    name.starts_with(begins) && name.chars().all(|c| begins(c) || c.is_alphanumeric() || c == '-' || c == '.')
}

/// ASCII characters of names.
pub(super) const NAME_BYTES: ByteSet = ByteSet::new(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-.");

/// Bytes of characters that a text must not have as they are, and those that may be such bytes: U+FFFE and U+FFFF begin with 0xEF.
pub(super) const SUSPECT_BYTES: ByteSet = ByteSet::new(
    b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f&<>\xef",
);

/// A set of bytes. A table, because every byte of every message is looked up.
pub(super) struct ByteSet([bool; 256]);

impl ByteSet {
    const fn new(bytes: &[u8]) -> Self {
        let mut table = [false; 256];
        let mut at = 0;
        while at < bytes.len() {
            table[bytes[at] as usize] = true;
            at += 1;
        }
        Self(table)
    }

    /// Whether the set has the byte.
    #[inline]
    pub(super) const fn has(&self, b: u8) -> bool {
        self.0[b as usize]
    }
}

/// What begins a name among [`NAME_BYTES`].
pub(super) const fn begins_name(b: u8) -> bool {
    b.is_ascii_alphabetic() || matches!(b, b'_' | b':')
}

/// The character that a reference (without `&` and `;`) stands for; without a DOCTYPE XML defines five names.
pub(super) fn resolve(reference: &str) -> Option<char> {
    let character = match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "quot" => '"',
        _ => {
            let number = reference.strip_prefix('#')?;
            let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
            // `from_str_radix` would take a sign.
            let code = digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, radix))?;
            char::from_u32(code.ok()?)?
        }
    };
    is_xml_char(character).then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (reference, character) in
            [("amp", '&'), ("#65", 'A'), ("#x4e00", '一'), ("#x10FFFF", '\u{10FFFF}'), ("#0065", 'A'), ("#13", '\r')]
        {
            assert_eq!(resolve(reference), Some(character), "{reference}");
        }
        for reference in [
            "",
            "#",
            "#x",
            "#0",
            "#x0",
            "#1",
            "#X41",
            "#+65",
            "#-1",
            "# 65",
            "#6_5",
            "#xD800",
            "#xDFFF",
            "#xFFFE",
            "#x110000",
            "#99999999999",
            "AMP",
            "nbsp",
            "amp ",
        ] {
            assert_eq!(resolve(reference), None, "{reference}");
        }
    }

    #[test]
    fn names() {
        for name in ["a", "_", "ns:a", "a-1.b", "交易", "é-1"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1", "-a", ".a", "a b", "a/", "a=", "a\u{1}", "×", "a×", "a\u{3000}", "\u{FEFF}", "a\u{FEFF}"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_survey_finds_what_needs_care() {
        let plain = Survey { returns: false, brackets: false };
        assert_eq!(survey("tab\tline\n，，。｡ ｱ 😀 \u{7f}\u{85}\u{FFFD}"), Ok(plain));
        assert_eq!(survey("\r"), Ok(Survey { returns: true, ..plain }));
        assert_eq!(survey("]"), Ok(Survey { brackets: true, ..plain }));
        assert_eq!(survey("，\u{FFFF}"), Err((3, '\u{FFFF}')));
        for wrong in ["\0", "a\u{1}", "\u{1f}b", "\u{b}", "\u{FFFE}"] {
            assert!(survey(wrong).is_err(), "{wrong:?}");
        }
    }
}
