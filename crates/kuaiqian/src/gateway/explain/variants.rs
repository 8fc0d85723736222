//! The fields as somebody may have signed them: one mistake each.

use kq_form::{Listed, Signing};
use paycore::Finding;
use paywire::{charset::Charset, form};

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

impl Variant {
    /// The right reading.
    pub(super) fn as_it_is(listed: &Listed<'_>, signing: Signing) -> Self {
        let fields: Vec<_> = filled(listed);
        Self { finding: None, remark: None, text: join(&fields, listed.list().between(signing)) }
    }
}

fn filled<'l>(listed: &'l Listed<'_>) -> Vec<Pair<'l>> {
    all(listed).into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn all<'l>(listed: &'l Listed<'_>) -> Vec<Pair<'l>> {
    listed.iter().map(|(name, value)| (name.as_bytes(), value)).collect()
}

fn join(fields: &[Pair<'_>], between: &str) -> Vec<u8> {
    let parts: Vec<_> = fields.iter().map(|(name, value)| [name, &b"="[..], value].concat()).collect();
    parts.join(between.as_bytes())
}

/// Every wrong reading.
pub(super) fn variants(listed: &Listed<'_>, signing: Signing, message: &[u8], charset: Charset) -> Vec<Variant> {
    let mut mistakes = Mistakes { between: listed.list().between(signing), found: Vec::new() };
    mistakes.order(listed, message);
    mistakes.empties(listed, message);
    mistakes.left_out(listed);
    mistakes.foreign(listed, message);
    mistakes.values(listed, message);
    mistakes.charset(listed, charset);
    let other = if mistakes.between.is_empty() { "&" } else { "" };
    let text = join(&filled(listed), other);
    mistakes.found.push(Variant { finding: Some(Finding::KeyJoiner), remark: None, text });
    let right = Variant::as_it_is(listed, signing).text;
    mistakes.found.retain(|variant| variant.text != right);
    mistakes.found
}

struct Mistakes {
    between: &'static str,
    found: Vec<Variant>,
}

impl Mistakes {
    fn add(&mut self, finding: Finding, fields: &[Pair<'_>]) {
        self.found.push(Variant { finding: Some(finding), remark: None, text: join(fields, self.between) });
    }

    fn add_about(&mut self, finding: Finding, remark: String, fields: &[Pair<'_>]) {
        self.add(finding, fields);
        if let Some(added) = self.found.last_mut() {
            added.remark = Some(remark);
        }
    }

    /// The same fields with each value rewritten.
    fn map(&mut self, finding: Finding, fields: &[Pair<'_>], rewrite: impl Fn(&[u8], &[u8]) -> Vec<u8>) {
        let values: Vec<_> = fields.iter().map(|(name, value)| rewrite(name, value)).collect();
        let rewritten: Vec<_> = fields.iter().zip(&values).map(|((name, _), value)| (*name, &value[..])).collect();
        self.add(finding, &rewritten);
    }

    fn order(&mut self, listed: &Listed<'_>, message: &[u8]) {
        let fields = filled(listed);
        let mut sorted = fields.clone();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        self.add(Finding::FieldOrder, &sorted);
        sorted.sort_by_key(|(name, _)| name.to_ascii_lowercase());
        self.add(Finding::FieldOrder, &sorted);
        self.add(Finding::FieldOrder, &arrived(&fields, message));
        let at = |wanted: &[u8]| fields.iter().position(|(name, _)| *name == wanted);
        if let (Some(page), Some(background)) = (at(b"pageUrl"), at(b"bgUrl")) {
            let mut swapped = fields.clone();
            swapped.swap(page, background);
            self.add(Finding::FieldOrder, &swapped);
        }
    }

    fn empties(&mut self, listed: &Listed<'_>, message: &[u8]) {
        let sent = all(listed);
        self.add(Finding::EmptyKept, &sent);
        self.add(Finding::EmptyKept, &arrived(&sent, message));
        let mut sorted = sent;
        sorted.sort_unstable_by_key(|(name, _)| *name);
        self.add(Finding::EmptyKept, &sorted);
        let every: Vec<_> = listed.list().fields.iter().map(|name| (name.as_bytes(), listed.get(name).unwrap_or_default())).collect();
        self.add(Finding::EmptyKept, &every);
        let fields = filled(listed);
        let without_zero: Vec<_> = fields.iter().copied().filter(|(_, value)| *value != b"0").collect();
        self.add(Finding::ZeroDropped, &without_zero);
    }

    /// One field left out, or several of those that older integrations do not know.
    fn left_out(&mut self, listed: &Listed<'_>) {
        const YOUNGER: [&str; 3] = ["payerIP", "orderTimestamp", "bankId"];
        let fields = filled(listed);
        let subsets = (1..1_usize << YOUNGER.len()).map(|bits| {
            let chosen = YOUNGER.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            chosen.map(|(_, name)| name.as_bytes()).collect::<Vec<_>>()
        });
        let singles = fields.iter().map(|(name, _)| vec![*name]);
        for names in subsets.chain(singles) {
            let kept: Vec<_> = fields.iter().copied().filter(|(name, _)| !names.contains(name)).collect();
            if kept.len() + names.len() == fields.len() {
                let remark = format!("left out: {}", String::from_utf8_lossy(&names.join(&b", "[..])));
                self.add_about(Finding::UnlistedFieldLeftOut, remark, &kept);
            }
        }
    }

    /// What the list does not name, signed all the same: `terminalIp`, `tdpformName`, or a field of a later edition.
    fn foreign(&mut self, listed: &Listed<'_>, message: &[u8]) {
        let fields = filled(listed);
        let foreign: Vec<_> = listed.foreign().iter().filter(|(name, value)| is_name(name) && !value.is_empty()).take(8).collect();
        for (name, value) in &foreign {
            for at in (0..=fields.len()).rev() {
                let mut with = fields.clone();
                with.insert(at, (name, value));
                self.add_about(Finding::UnlistedFieldLeftOut, signed_too(&[(name, value)]), &with);
            }
        }
        let with = [&fields[..], &foreign].concat();
        self.add_about(Finding::UnlistedFieldLeftOut, signed_too(&foreign), &with);
        self.add_about(Finding::UnlistedFieldLeftOut, signed_too(&foreign), &arrived(&with, message));
    }

    fn values(&mut self, listed: &Listed<'_>, message: &[u8]) {
        let fields = filled(listed);
        let encoded = |value: &[u8]| form::encode([(&b""[..], value)]).split_off(1);
        let lower = |text: String| {
            let mut digits = 0;
            let cased = text.chars().map(|c| {
                digits = if c == '%' { 3 } else { digits };
                let is_digit = digits > 0;
                digits -= i32::from(is_digit);
                if is_digit { c.to_ascii_lowercase() } else { c }
            });
            cased.collect::<String>()
        };
        self.map(Finding::PlusForBlank, &fields, |_, value| replace(value, " ", "+"));
        self.map(Finding::PlusForBlank, &fields, |_, value| replace(value, "+", " "));
        let is_url = |name: &[u8]| matches!(name, b"pageUrl" | b"bgUrl");
        self.map(Finding::UrlEncoded, &fields, |name, value| raw(message, name).unwrap_or(value).to_vec());
        self.map(Finding::UrlEncoded, &fields, |_, value| encoded(value).into_bytes());
        self.map(Finding::UrlEncoded, &fields, |_, value| encoded(value).replace('+', "%20").into_bytes());
        self.map(Finding::UrlEncoded, &fields, |_, value| lower(encoded(value)).into_bytes());
        // JavaScript's encodeURIComponent; Python's quote, without and with `safe=""`, and quote_plus.
        for plain in ["-_.!~*'()", "-_.~/", "-_.~"] {
            self.map(Finding::UrlEncoded, &fields, |_, value| percent(value, plain));
        }
        self.map(Finding::UrlEncoded, &fields, |_, value| replace(&percent(value, "-_.~ "), " ", "+"));
        self.map(Finding::UrlEncoded, &fields, |name, value| if is_url(name) { encoded(value).into_bytes() } else { value.to_vec() });
        // Encoded twice on its way.
        self.map(Finding::UrlEncoded, &fields, |_, value| decoded(value));
        for escapes in [
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")][..],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#039;")],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#x27;")],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")],
            &[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")],
            &[("&", "&amp;")],
        ] {
            self.map(Finding::HtmlEscaped, &fields, |_, value| {
                escapes.iter().fold(value.to_vec(), |value, (from, to)| replace(&value, from, to))
            });
            self.map(Finding::HtmlEscaped, &fields, |_, value| {
                escapes.iter().rev().fold(value.to_vec(), |value, (from, to)| replace(&value, to, from))
            });
        }
        self.map(Finding::Whitespace, &fields, |_, value| value.trim_ascii().to_vec());
        self.map(Finding::Whitespace, &fields, |_, value| replace(value, " ", ""));
        self.map(Finding::Whitespace, &fields, |_, value| replace(value, "\r\n", "\n"));
    }

    fn charset(&mut self, listed: &Listed<'_>, charset: Charset) {
        let text = join(&filled(listed), self.between);
        let mut add = |text: Vec<u8>| self.found.push(Variant { finding: Some(Finding::Charset), remark: None, text });
        for from in [charset, Charset::Utf8, Charset::Gbk, Charset::Gb18030] {
            let Ok(decoded) = from.decode(&text) else { continue };
            for to in [Charset::Utf8, Charset::Gbk, Charset::Gb18030] {
                add(to.encode(&decoded));
            }
            // What a one-byte charset makes of Chinese.
            add(decoded.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect::<String>().into_bytes());
        }
    }
}

/// The fields in the order of the message.
fn arrived<'a>(fields: &[Pair<'a>], message: &[u8]) -> Vec<Pair<'a>> {
    let mut arrived = fields.to_vec();
    arrived.sort_by_key(|(name, _)| parts(message).position(|(given, _)| given == *name));
    arrived
}

/// Names and values as they stand in the message, encoded.
fn parts(message: &[u8]) -> impl Iterator<Item = Pair<'_>> {
    message.split(|byte| *byte == b'&').map(|part| {
        let equals = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
        (&part[..equals], part.get(equals + 1..).unwrap_or_default())
    })
}

fn raw<'m>(message: &'m [u8], wanted: &[u8]) -> Option<&'m [u8]> {
    parts(message).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

fn decoded(value: &[u8]) -> Vec<u8> {
    let limits = paywire::Limits { bytes: usize::MAX, depth: 1, children: 1 };
    let text = [b"=", &replace(value, "&", "%26")[..]].concat();
    form::Pairs::parse(&text, limits).ok().and_then(|pairs| pairs.get("").map(<[u8]>::to_vec)).unwrap_or_default()
}

/// Percent-encoded, but for letters, digits and what is `plain`.
fn percent(value: &[u8], plain: &str) -> Vec<u8> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || plain.as_bytes().contains(&byte);
    value.iter().flat_map(|byte| if is_plain(*byte) { vec![*byte] } else { format!("%{byte:02X}").into_bytes() }).collect()
}

fn replace(value: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (from, to) = (from.as_bytes(), to.as_bytes());
    let mut replaced = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(first) = rest.first() {
        if let Some(after) = rest.strip_prefix(from) {
            replaced.extend_from_slice(to);
            rest = after;
        } else {
            replaced.push(*first);
            rest = &rest[1..];
        }
    }
    replaced
}

fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && name.len() <= 32 && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn signed_too(foreign: &[Pair<'_>]) -> String {
    let names: Vec<_> = foreign.iter().map(|(name, _)| String::from_utf8_lossy(name)).collect();
    format!("signed, and not in the list: {}", names.join(", "))
}
