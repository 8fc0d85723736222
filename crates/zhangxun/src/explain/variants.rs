//! The fields as somebody may have signed them: one mistake each.

use paycore::Finding;
use paywire::{
    Limits,
    charset::Charset,
    flat::field_names,
    form::{self, Pairs},
    json::{Document, Kind, write_text},
};
use zx_form::{Balance, FORM_LIMITS, FrontReturn, Operation, Pay, PayNotice, Payout, PayoutNotice, PayoutQuery, Query, SIGNATURE, Wire};

/// One reading of the fields, joined, without the end.
pub(super) struct Variant {
    /// The mistake; `None` for the right reading.
    pub(super) finding: Option<Finding>,
    /// Which field it is about.
    pub(super) remark: Option<String>,
    /// The text.
    pub(super) text: Vec<u8>,
}

type Pair<'a> = (&'a [u8], &'a [u8]);

/// The right reading, and every wrong one.
pub(super) struct Variants {
    pub(super) right: Variant,
    pub(super) wrong: Vec<Variant>,
}

impl Variants {
    /// Of a message with each name once, in the order in which it came.
    pub(super) fn of(received: &Pairs<'_>, wire: Wire, message: &[u8]) -> Self {
        let arrived: Vec<Pair<'_>> = received.iter().filter(|(name, _)| *name != SIGNATURE.as_bytes()).collect();
        let mut sorted = arrived.clone();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        let fields: Vec<_> = sorted.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
        let right = join(&fields);
        let mut mistakes = Mistakes::default();
        mistakes.order(&arrived, &fields);
        mistakes.empties(&arrived, &sorted, &fields);
        mistakes.left_out(&fields);
        mistakes.blanks(&fields);
        match wire {
            Wire::Form => mistakes.as_on_the_wire(&fields, message),
            Wire::Json => mistakes.json_values(&fields, &sorted, message),
        }
        mistakes.values(&fields);
        mistakes.joined(&fields);
        mistakes.reserialised(&arrived, &fields);
        mistakes.charset(&right);
        mistakes.0.retain(|variant| variant.text != right);
        Self { right: Variant { finding: None, remark: None, text: right }, wrong: mistakes.0 }
    }
}

fn join(fields: &[Pair<'_>]) -> Vec<u8> {
    let parts: Vec<_> = fields.iter().map(|(name, value)| [name, &b"="[..], value].concat()).collect();
    parts.join(&b'&')
}

#[derive(Default)]
struct Mistakes(Vec<Variant>);

impl Mistakes {
    fn add_text(&mut self, finding: Finding, text: Vec<u8>) {
        self.0.push(Variant { finding: Some(finding), remark: None, text });
    }

    fn add(&mut self, finding: Finding, fields: &[Pair<'_>]) {
        self.add_text(finding, join(fields));
    }

    /// The same fields with each value rewritten.
    fn map(&mut self, finding: Finding, fields: &[Pair<'_>], rewrite: impl Fn(&[u8], &[u8]) -> Vec<u8>) {
        let values: Vec<_> = fields.iter().map(|(name, value)| rewrite(name, value)).collect();
        let rewritten: Vec<_> = fields.iter().zip(&values).map(|((name, _), value)| (*name, &value[..])).collect();
        self.add(finding, &rewritten);
    }

    fn order(&mut self, arrived: &[Pair<'_>], fields: &[Pair<'_>]) {
        let filled: Vec<_> = arrived.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
        self.add(Finding::FieldOrder, &filled);
        let mut other = fields.to_vec();
        other.reverse();
        self.add(Finding::FieldOrder, &other);
        other.reverse();
        other.sort_by_key(|(name, _)| name.to_ascii_lowercase());
        self.add(Finding::FieldOrder, &other);
    }

    fn empties(&mut self, arrived: &[Pair<'_>], sorted: &[Pair<'_>], fields: &[Pair<'_>]) {
        self.add(Finding::EmptyKept, sorted);
        self.add(Finding::EmptyKept, arrived);
        for fields in [fields, sorted] {
            let mut with_signature = fields.to_vec();
            with_signature.push((SIGNATURE.as_bytes(), b""));
            with_signature.sort_unstable_by_key(|(name, _)| *name);
            self.add(Finding::EmptyKept, &with_signature);
        }
        let without_zero: Vec<_> = fields.iter().copied().filter(|(_, value)| *value != b"0").collect();
        self.add(Finding::ZeroDropped, &without_zero);
    }

    /// A fixed list signed in place of all that came: without what no table lists, or without one field.
    fn left_out(&mut self, fields: &[Pair<'_>]) {
        let unlisted: Vec<_> = fields.iter().map(|(name, _)| *name).filter(|name| !is_listed(name)).collect();
        let with_version = [&unlisted[..], &[b"version"]].concat();
        let singles = fields.iter().map(|(name, _)| vec![*name]);
        for names in [unlisted, with_version].into_iter().chain(singles).filter(|names| !names.is_empty()) {
            let kept: Vec<_> = fields.iter().copied().filter(|(name, _)| !names.contains(name)).collect();
            self.add(Finding::UnlistedFieldLeftOut, &kept);
            if let Some(added) = self.0.last_mut() {
                added.remark = Some(format!("left out: {}", String::from_utf8_lossy(&names.join(&b", "[..]))));
            }
        }
    }

    /// The smallest of the mistakes that decoding makes, so it is named before those that also make it.
    fn blanks(&mut self, fields: &[Pair<'_>]) {
        self.map(Finding::PlusForBlank, fields, |_, value| replace(value, " ", "+"));
        self.map(Finding::PlusForBlank, fields, |_, value| replace(value, "+", " "));
    }

    /// The values of a form as they stand in it.
    fn as_on_the_wire(&mut self, fields: &[Pair<'_>], message: &[u8]) {
        let raw = |wanted: &[u8]| {
            let mut parts = message.split(|byte| *byte == b'&');
            parts.find_map(|part| part.strip_prefix(wanted)?.strip_prefix(b"="))
        };
        self.map(Finding::UrlEncoded, fields, |name, value| raw(name).unwrap_or(value).to_vec());
    }

    /// What libraries make of numbers and of `null`.
    fn json_values(&mut self, fields: &[Pair<'_>], sorted: &[Pair<'_>], message: &[u8]) {
        let message = message.strip_prefix(b"\xef\xbb\xbf").unwrap_or(message);
        let Ok(document) = Document::parse(message, FORM_LIMITS) else { return };
        let kind = |name: &[u8]| document.root().members().find(|(known, _)| known.as_bytes() == name).map(|(_, value)| value.kind());
        for decimals in [".0", ".00"] {
            self.map(Finding::Reserialised, fields, |name, value| match kind(name) {
                Some(Kind::Number) if value.iter().all(u8::is_ascii_digit) => [value, decimals.as_bytes()].concat(),
                Some(Kind::Number) => value.strip_suffix(decimals.as_bytes()).unwrap_or(value).to_vec(),
                _ => value.to_vec(),
            });
        }
        let nulls: Vec<_> =
            sorted.iter().map(|(name, value)| (*name, if kind(name) == Some(Kind::Null) { b"null" } else { *value })).collect();
        let nulls: Vec<_> = nulls.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.add(Finding::EmptyKept, &nulls);
        // An object or array without the blanks between its parts.
        self.map(Finding::Reserialised, fields, |name, value| match kind(name) {
            Some(Kind::Object | Kind::Array) => compact(value),
            _ => value.to_vec(),
        });
    }

    fn values(&mut self, fields: &[Pair<'_>]) {
        let encoded = |value: &[u8]| form::encode([(&b""[..], value)]).split_off(1);
        self.map(Finding::UrlEncoded, fields, |_, value| encoded(value).into_bytes());
        self.map(Finding::UrlEncoded, fields, |_, value| encoded(value).replace('+', "%20").into_bytes());
        self.map(Finding::UrlEncoded, fields, |_, value| with_small_digits(&encoded(value)).into_bytes());
        self.map(
            Finding::UrlEncoded,
            fields,
            |name, value| {
                if name.ends_with(b"Url") { encoded(value).into_bytes() } else { value.to_vec() }
            },
        );
        // Encoded twice on its way.
        self.map(Finding::UrlEncoded, fields, |_, value| decoded(value));
        for escapes in [
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")][..],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#039;")],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")],
            &[("&", "&amp;")],
        ] {
            let there = |value: &[u8]| escapes.iter().fold(value.to_vec(), |value, (from, to)| replace(&value, from, to));
            let back = |value: &[u8]| escapes.iter().rev().fold(value.to_vec(), |value, (from, to)| replace(&value, to, from));
            self.map(Finding::HtmlEscaped, fields, |_, value| there(value));
            self.map(Finding::HtmlEscaped, fields, |_, value| back(value));
        }
        self.map(Finding::Whitespace, fields, |_, value| value.trim_ascii().to_vec());
        self.map(Finding::Whitespace, fields, |_, value| replace(value, " ", ""));
        self.map(Finding::Whitespace, fields, |_, value| replace(value, "\r\n", "\n"));
    }

    /// Fields that are joined in another way.
    fn joined(&mut self, fields: &[Pair<'_>]) {
        let concat = |part: &dyn Fn(&Pair<'_>) -> Vec<u8>| fields.iter().flat_map(part).collect::<Vec<u8>>();
        self.add_text(Finding::KeyJoiner, concat(&|(_, value)| value.to_vec()));
        self.add_text(Finding::KeyJoiner, concat(&|(name, value)| [*name, value].concat()));
        self.add_text(Finding::KeyJoiner, concat(&|(name, value)| [*name, &b"="[..], value].concat()));
        self.add_text(Finding::KeyJoiner, concat(&|(name, value)| [*name, &b"="[..], value, b"&"].concat()));
    }

    /// The JSON text of the fields in place of the base.
    fn reserialised(&mut self, arrived: &[Pair<'_>], fields: &[Pair<'_>]) {
        let arrived: Vec<_> = arrived.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
        for fields in [fields, &arrived] {
            let json = json(fields);
            let beyond_ascii = |text: &str| text.chars().flat_map(escaped).collect::<String>();
            let slashes = json.replace('/', "\\/");
            for text in [beyond_ascii(&json), beyond_ascii(&slashes), slashes, json] {
                self.add_text(Finding::Reserialised, text.into_bytes());
            }
        }
    }

    fn charset(&mut self, right: &[u8]) {
        let Ok(text) = Charset::Utf8.decode(right) else { return };
        for charset in [Charset::Gbk, Charset::Gb18030] {
            self.add_text(Finding::Charset, charset.encode(&text));
        }
        // What a one-byte charset makes of Chinese.
        self.add_text(Finding::Charset, text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect::<String>().into_bytes());
    }
}

/// Whether a table lists a field of that name.
fn is_listed(name: &[u8]) -> bool {
    fn both<O: Operation>() -> [&'static [&'static str]; 2] {
        [field_names::<O>(), field_names::<O::Reply>()]
    }
    let operations = [both::<Pay>(), both::<Query>(), both::<Payout>(), both::<PayoutQuery>(), both::<Balance>()];
    let told = [field_names::<PayNotice>(), field_names::<PayoutNotice>(), field_names::<FrontReturn>()];
    operations.iter().flatten().chain(&told).any(|names| names.iter().any(|listed| listed.as_bytes() == name))
}

fn json(fields: &[Pair<'_>]) -> String {
    let mut text = String::from("{");
    for (at, (name, value)) in fields.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        write_text(&String::from_utf8_lossy(name), &mut text);
        text.push(':');
        write_text(&String::from_utf8_lossy(value), &mut text);
    }
    text.push('}');
    text
}

/// A character as JSON writers spell it that write ASCII only.
fn escaped(c: char) -> Vec<char> {
    if c.is_ascii() {
        return vec![c];
    }
    c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| format!("\\u{unit:04x}").chars().collect::<Vec<_>>()).collect()
}

/// JSON without the blanks that stand outside its texts.
fn compact(json: &[u8]) -> Vec<u8> {
    let (mut in_text, mut is_escaped) = (false, false);
    let kept = json.iter().filter(|byte| {
        let keeps = in_text || !byte.is_ascii_whitespace();
        in_text ^= **byte == b'"' && !is_escaped;
        is_escaped = **byte == b'\\' && !is_escaped;
        keeps
    });
    kept.copied().collect()
}

/// `%2F` as `%2f`.
fn with_small_digits(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text + "%" + &digits.to_ascii_lowercase() + rest
    })
}

fn decoded(value: &[u8]) -> Vec<u8> {
    let limits = Limits { bytes: usize::MAX, depth: 1, children: 1 };
    let text = [b"=", &replace(value, "&", "%26")[..]].concat();
    Pairs::parse(&text, limits).ok().and_then(|pairs| pairs.get("").map(<[u8]>::to_vec)).unwrap_or_default()
}

fn replace(value: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(first) = rest.first() {
        if let Some(after) = rest.strip_prefix(from.as_bytes()) {
            replaced.extend_from_slice(to.as_bytes());
            rest = after;
        } else {
            replaced.push(*first);
            rest = &rest[1..];
        }
    }
    replaced
}
