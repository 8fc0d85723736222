//! The characters, names and references of XML 1.0.

/// A character that may stand in a document (section 2.2).
pub(super) const fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// What a look over a whole document tells, so that no text in it must be looked at again.
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

/// Nothing, or blanks.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(is_blank_byte)
}

/// A name (section 2.3).
pub(super) fn is_name(name: &str) -> bool {
    match name.as_bytes() {
        [first, rest @ ..] if rest.iter().all(|b| ASCII_NAME[usize::from(*b)]) && ASCII_NAME[usize::from(*first)] => !is_ascii_mark(*first),
        _ => is_wide_name(name),
    }
}

/// The ASCII characters of names.
const ASCII_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0u8;
    while b < 128 {
        table[b as usize] = b.is_ascii_alphanumeric() || matches!(b, b'_' | b':') || is_ascii_mark(b);
        b += 1;
    }
    table
};

/// What is in names, but does not begin one.
const fn is_ascii_mark(b: u8) -> bool {
    b.is_ascii_digit() || matches!(b, b'-' | b'.')
}

fn is_wide_name(name: &str) -> bool {
    let ascii = |c: char| c.is_ascii() && ASCII_NAME[c as usize];
    let begins = |c: char| match c {
        _ if c.is_ascii() => ascii(c) && !is_ascii_mark(c as u8),
        '\u{D7}' | '\u{F7}' | '\u{37E}' => false,
        '\u{C0}'..='\u{2FF}' | '\u{370}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' => true,
        '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}' => {
            !matches!(c, '\u{E000}'..='\u{F8FF}')
        }
        _ => false,
    };
    let continues = |c: char| begins(c) || ascii(c) || matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}');
    name.starts_with(begins) && name.chars().all(continues)
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
        for name in ["a", "_", "ns:a", "a-1.b", "交易", "é", "a·"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1", "-a", ".a", "a b", "a/", "a=", "a\u{1}", "×", "a×", "·a", "a\u{3000}", "\u{FEFF}"] {
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
