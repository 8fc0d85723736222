//! Writes a JSON object from the flat format.

use super::text::write_text;
use crate::flat::{FlatError, Sink};

/// Which names are more than a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// Names whose values are the items of an array, one or many. They stand side by side.
    pub lists: &'static [&'static str],
    /// Names whose values are written bare where they are spelt as JSON spells a whole number.
    pub numbers: &'static [&'static str],
}

/// Writes one object, compact, in the order given; texts as [`write_text`] writes them.
#[derive(Debug)]
pub struct JsonWriter {
    out: String,
    shape: Shape,
    /// The array that is open, of the object that is open.
    list: Option<&'static str>,
    /// The arrays of the objects around it.
    outer: Vec<Option<&'static str>>,
    /// Where the members of the outermost object begin.
    members: Vec<(&'static str, usize)>,
}

impl JsonWriter {
    /// A writer of an object.
    pub fn new(shape: Shape) -> Self {
        Self { out: opened(), shape, list: None, outer: Vec::new(), members: Vec::with_capacity(16) }
    }

    /// The text of the object.
    pub fn into_string(mut self) -> String {
        self.end_list();
        self.out.push('}');
        self.out
    }

    /// The text of the object with its members, but not those of objects inside it, in the byte order of their names.
    pub fn into_sorted_string(mut self) -> String {
        let mut members = std::mem::take(&mut self.members);
        let text = self.into_string();
        if members.is_sorted_by_key(|(name, _)| *name) {
            return text;
        }
        let ends: Vec<_> = members.iter().skip(1).map(|(_, next)| next - 1).chain([text.len() - 1]).collect();
        let mut spans: Vec<_> = members.drain(..).zip(ends).map(|((name, start), end)| (name, &text[start..end])).collect();
        spans.sort_unstable_by_key(|(name, _)| *name);
        let mut sorted = String::with_capacity(text.len());
        for (at, (_, member)) in spans.into_iter().enumerate() {
            sorted.push(if at == 0 { '{' } else { ',' });
            sorted.push_str(member);
        }
        sorted.push('}');
        sorted
    }

    fn end_list(&mut self) {
        if self.list.take().is_some() {
            self.out.push(']');
        }
    }

    fn comma(&mut self) {
        if !self.out.ends_with(['{', '[']) {
            self.out.push(',');
        }
    }

    /// What stands before a value of that name.
    fn begin(&mut self, name: &'static str) {
        if self.list == Some(name) {
            self.out.push(',');
            return;
        }
        self.end_list();
        self.comma();
        if self.outer.is_empty() {
            self.members.push((name, self.out.len()));
        }
        write_text(name, &mut self.out);
        self.out.push(':');
        if self.shape.lists.contains(&name) {
            self.out.push('[');
            self.list = Some(name);
        }
    }
}

impl Sink for JsonWriter {
    fn leaf(&mut self, name: &'static str, text: &str) -> Result<(), FlatError> {
        self.begin(name);
        if self.shape.numbers.contains(&name) && is_whole_number(text) {
            self.out.push_str(text);
        } else {
            write_text(text, &mut self.out);
        }
        Ok(())
    }

    fn open(&mut self, name: &'static str) -> Result<(), FlatError> {
        self.begin(name);
        self.out.push('{');
        self.outer.push(self.list.take());
        Ok(())
    }

    fn close(&mut self, _: &'static str) -> Result<(), FlatError> {
        self.end_list();
        self.out.push('}');
        self.list = self.outer.pop().flatten();
        Ok(())
    }
}

/// Most requests fit.
fn opened() -> String {
    let mut out = String::with_capacity(512);
    out.push('{');
    out
}

fn is_whole_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'))
}
