//! The characters, names and references of XML 1.0.

/// White space of XML.
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// A character that may stand in a document (section 2.2).
pub(super) const fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// The first character of `text` that may not stand in a document, and where.
pub(super) fn forbidden(text: &str) -> Option<(usize, char)> {
    // Only control bytes and U+FFFE and U+FFFF, which begin with 0xEF, are ever wrong. Without a branch this look is a few bytes a cycle.
    let suspect = |b: u8| (b < b' ') & (b != b'\n') & (b != b'\t') & (b != b'\r') | (b == 0xef);
    if !text.bytes().fold(false, |found, b| found | suspect(b)) {
        return None;
    }
    text.char_indices().find(|(_, c)| !is_xml_char(*c))
}

/// Nothing, or blanks.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

/// A name (section 2.3).
pub(super) fn is_name(name: &str) -> bool {
    let ascii_letter = |b: u8| b.is_ascii_alphabetic() || b == b'_' || b == b':';
    let ascii_mark = |b: u8| b.is_ascii_digit() || b == b'-' || b == b'.';
    if name.is_ascii() {
        return name.bytes().next().is_some_and(ascii_letter) && name.bytes().all(|b| ascii_letter(b) || ascii_mark(b));
    }
    let letter = |c: char| match u8::try_from(c) {
        Ok(b) if b.is_ascii() => ascii_letter(b),
        _ => matches!(c, '\u{C0}'..='\u{2FF}' | '\u{370}'..='\u{1FFF}' | '\u{200C}' | '\u{200D}' | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
            | '\u{10000}'..='\u{EFFFF}')
            && !matches!(c, '\u{D7}' | '\u{F7}' | '\u{37E}'),
    };
    let mark = |c: char| {
        u8::try_from(c).is_ok_and(ascii_mark) || matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}' | '\u{2040}')
    };
    name.starts_with(letter) && name.chars().all(|c| letter(c) || mark(c))
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
        for (reference, character) in [("amp", '&'), ("#65", 'A'), ("#x4e00", '一'), ("#x10FFFF", '\u{10FFFF}'), ("#0065", 'A'), ("#13", '\r')] {
            assert_eq!(resolve(reference), Some(character), "{reference}");
        }
        for reference in ["", "#", "#x", "#0", "#x0", "#1", "#X41", "#+65", "#-1", "# 65", "#6_5", "#xD800", "#xDFFF", "#xFFFE", "#x110000", "#99999999999", "AMP", "nbsp", "amp "] {
            assert_eq!(resolve(reference), None, "{reference}");
        }
    }

    #[test]
    fn names() {
        for name in ["a", "_", "ns:a", "a-1.b", "交易", "é", "a·"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1", "-a", ".a", "a b", "a/", "a=", "a\u{1}", "×", "a×", "·a", "a\u{3000}", "\u{FEFF}"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn forbidden_characters() {
        assert_eq!(forbidden("tab\tline\nreturn\r，，。｡ ｱ 😀 \u{7f}\u{85}\u{FFFD}"), None);
        assert_eq!(forbidden("，\u{FFFF}"), Some((3, '\u{FFFF}')));
        for wrong in ["\0", "a\u{1}", "\u{1f}b", "\u{b}", "\u{FFFE}"] {
            assert!(forbidden(wrong).is_some(), "{wrong:?}");
        }
    }
}
