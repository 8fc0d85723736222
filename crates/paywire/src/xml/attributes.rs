//! The attributes of a tag, read strictly: quick-xml's own reader forgives missing blanks and looks into no value.

use super::chars::{is_blank, is_blank_byte, is_name, resolve};

/// Walks over the attributes of a start tag or of the XML declaration: what stands behind the name.
pub(super) struct Attributes<'a>(pub(super) &'a str);

/// What is between the tags is no attribute.
pub(super) struct NotWellFormed;

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<(&'a str, &'a str), NotWellFormed>;

    fn next(&mut self) -> Option<Self::Item> {
        if is_blank(self.0) {
            return None;
        }
        Some(self.attribute().ok_or(NotWellFormed))
    }
}

impl<'a> Attributes<'a> {
    /// Blanks, a name, `=` with blanks around it or not, a quoted value.
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let start = trim(self.0);
        if start.len() == self.0.len() {
            return None;
        }
        let end = start.bytes().position(|b| b == b'=' || is_blank_byte(b))?;
        let (name, rest) = start.split_at(end);
        let rest = trim(trim(rest).strip_prefix('=')?);
        let quote = rest.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))?;
        let end = 1 + rest.bytes().skip(1).position(|b| b == quote)?;
        let value = &rest[1..end];
        self.0 = &rest[end + 1..];
        (is_name(name) && is_value(value)).then_some((name, value))
    }
}

fn trim(text: &str) -> &str {
    let blanks = text.bytes().take_while(|b| is_blank_byte(*b)).count();
    &text[blanks..]
}

/// No `<`, and no `&` but that of a reference.
fn is_value(value: &str) -> bool {
    if !value.bytes().any(|b| matches!(b, b'<' | b'&')) {
        return true;
    }
    let resolves = |text: &str| text.split_once(';').is_some_and(|(reference, _)| resolve(reference).is_some());
    !value.contains('<') && value.split('&').skip(1).all(resolves)
}
