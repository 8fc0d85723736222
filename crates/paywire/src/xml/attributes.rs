//! The attributes of a tag, read strictly: quick-xml's own reader forgives missing blanks and looks into no value.

use super::chars::{BLANKS, is_blank, is_name, resolve};

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
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let (name, rest) = self.0.strip_prefix(BLANKS)?.split_once('=')?;
        let name = name.trim_matches(BLANKS);
        let rest = rest.trim_start_matches(BLANKS);
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, rest) = rest[1..].split_once(quote)?;
        self.0 = rest;
        let mut references = value.split('&').skip(1);
        let resolved = references.all(|text| text.split_once(';').is_some_and(|(reference, _)| resolve(reference).is_some()));
        (is_name(name) && !value.contains('<') && resolved).then_some((name, value))
    }
}
