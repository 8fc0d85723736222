//! Ways to write a JSON value anew, the right one and the wrong ones.

use paywire::json::{Kind, Value};

/// In which order members are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As they were received.
    Received,
    /// The top level sorted by byte: the platform's order.
    Sorted,
    /// The top level sorted without regard to case.
    IgnoringCase,
    /// Every level sorted.
    AllSorted,
}

/// What becomes of numbers and of texts that look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    Received,
    AllQuoted,
    AllBare,
    /// Quoted where it was bare and the reverse: the member that was received at this place.
    Turned(usize),
}

/// What becomes of members with an empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    Kept,
    Dropped,
    Null,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) order: Order,
    pub(super) slash: &'static str,
    /// Whether characters beyond ASCII are written as `\u` escapes.
    pub(super) unicode: bool,
    pub(super) numbers: Numbers,
    /// Whether a blank stands behind each colon and comma.
    pub(super) blanks: bool,
    pub(super) empty: Empty,
}

impl Spelling {
    /// The text that an MD5 signature covers (section 3.1).
    pub(super) const SIGNED: Self =
        Self { order: Order::Sorted, slash: "\\/", unicode: false, numbers: Numbers::Received, blanks: false, empty: Empty::Kept };

    /// A plaintext, compact and in its own order.
    pub(super) const COMPACT: Self = Self { order: Order::Received, slash: "/", ..Self::SIGNED };

    /// The object, without its member `without`.
    pub(super) fn write(&self, object: Value<'_>, without: &str) -> String {
        let mut out = String::with_capacity(object.lexeme().len() * 2);
        self.object(object, without, true, &mut out);
        out
    }

    fn object(&self, object: Value<'_>, without: &str, is_top: bool, out: &mut String) {
        let mut members: Vec<_> = object.members().enumerate().filter(|(_, (name, _))| *name != without).collect();
        match self.order {
            Order::Sorted if is_top => members.sort_by_key(|(_, (name, _))| *name),
            Order::AllSorted => members.sort_by_key(|(_, (name, _))| *name),
            Order::IgnoringCase if is_top => members.sort_by_key(|(_, (name, _))| name.to_lowercase()),
            _ => {}
        }
        members.retain(|(_, (_, value))| !(self.empty == Empty::Dropped && is_empty(*value)));
        out.push('{');
        for (nth, (place, (name, value))) in members.into_iter().enumerate() {
            self.comma(nth, out);
            self.text(name, out);
            out.push_str(if self.blanks { ": " } else { ":" });
            self.value(value, is_top && self.numbers == Numbers::Turned(place), out);
        }
        out.push('}');
    }

    fn value(&self, value: Value<'_>, is_turned: bool, out: &mut String) {
        match value.kind() {
            Kind::Object => self.object(value, "", false, out),
            Kind::Array => {
                out.push('[');
                for (nth, item) in value.items().enumerate() {
                    self.comma(nth, out);
                    self.value(item, false, out);
                }
                out.push(']');
            }
            Kind::Text if self.empty == Empty::Null && is_empty(value) => out.push_str("null"),
            Kind::Text => {
                let text = value.text().unwrap_or_default();
                if (is_turned || self.numbers == Numbers::AllBare) && is_number(&text) {
                    out.push_str(&text);
                } else {
                    self.text(&text, out);
                }
            }
            Kind::Number if is_turned || self.numbers == Numbers::AllQuoted => self.text(value.lexeme(), out),
            Kind::Number | Kind::Truth | Kind::Null => out.push_str(value.lexeme()),
        }
    }

    fn comma(&self, nth: usize, out: &mut String) {
        if nth > 0 {
            out.push_str(if self.blanks { ", " } else { "," });
        }
    }

    fn text(&self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            match c {
                '/' => out.push_str(self.slash),
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if c < ' ' || matches!(c, '\u{2028}' | '\u{2029}') || (self.unicode && !c.is_ascii()) => {
                    let mut units = [0; 2];
                    c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }
}

fn is_empty(value: Value<'_>) -> bool {
    value.kind() == Kind::Text && value.lexeme() == "\"\""
}

/// A text that stays a number when its quotation marks are taken away.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'))
}

/// `A=b&C=d`, sorted: what other providers sign.
pub(super) fn form(object: Value<'_>) -> String {
    let mut members: Vec<_> = object.members().collect();
    members.sort_by_key(|(name, _)| *name);
    let value = |value: Value<'_>| value.text().unwrap_or_else(|| value.lexeme().into()).into_owned();
    members.into_iter().map(|(name, member)| format!("{name}={}", value(member))).collect::<Vec<_>>().join("&")
}
