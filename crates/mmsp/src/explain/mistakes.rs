//! The mistakes of section 3.5: of the text, and of the key behind it.

use mmsp_json::JOINER;
use paycore::{Finding, Sensitive};
use paywire::{charset::Charset, json::Value};
use zeroize::Zeroizing;

use super::spelling::{Empty, Numbers, Order, Spelling, form, is_number};

/// A mistake in what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    PlainSlash,
    Unicode,
    Quoted,
    Bare,
    /// One member quoted or bare, by its place.
    Turned(usize, Finding),
    Unsorted,
    Blanks,
    Envelope,
    UnsortedEnvelope,
    Gbk,
    EmptyDropped,
    EmptyNull,
    SlashTwice,
    Html,
    Form,
    SortedIgnoringCase,
    NestedSorted,
}

impl Mistake {
    /// Those that need no member of their own, in the order in which they are tried.
    const GENERAL: [Self; 16] = [
        Self::PlainSlash,
        Self::Unicode,
        Self::Quoted,
        Self::Bare,
        Self::Unsorted,
        Self::Blanks,
        Self::Envelope,
        Self::UnsortedEnvelope,
        Self::Gbk,
        Self::EmptyDropped,
        Self::EmptyNull,
        Self::SlashTwice,
        Self::Html,
        Self::Form,
        Self::SortedIgnoringCase,
        Self::NestedSorted,
    ];

    pub(super) const fn finding(self) -> Finding {
        match self {
            Self::PlainSlash => Finding::SlashPlain,
            Self::Unicode => Finding::UnicodeEscaped,
            Self::Quoted => Finding::NumberQuoted,
            Self::Bare => Finding::NumberBare,
            Self::Turned(_, finding) => finding,
            Self::Unsorted | Self::SortedIgnoringCase | Self::NestedSorted => Finding::FieldOrder,
            Self::Blanks => Finding::Whitespace,
            Self::Envelope | Self::UnsortedEnvelope => Finding::EnvelopeSigned,
            Self::Gbk => Finding::Charset,
            Self::EmptyDropped => Finding::EmptyDropped,
            Self::Html => Finding::HtmlEscaped,
            Self::EmptyNull | Self::SlashTwice | Self::Form => Finding::Reserialised,
        }
    }

    /// What the finding's word does not say.
    const fn remark(self) -> Option<&'static str> {
        match self {
            Self::SortedIgnoringCase => Some("the names were sorted without regard to case: _ stands behind the capitals"),
            Self::NestedSorted => Some("nested objects were sorted too: only the top level is"),
            Self::EmptyNull => Some("empty texts were written as null"),
            Self::SlashTwice => Some("slashes were escaped twice"),
            Self::Form => Some("written as A=b&C=d instead of JSON"),
            _ => None,
        }
    }
}

/// The members to sign, and the envelope that they came in, if any.
#[derive(Clone, Copy)]
pub(super) struct Message<'d> {
    pub(super) body: Value<'d>,
    pub(super) envelope: Option<Value<'d>>,
}

impl Message<'_> {
    /// Every mistake of one kind. A huge Body has too many members to try each.
    pub(super) fn mistakes(&self) -> Vec<Mistake> {
        const MOST_MEMBERS: usize = 64;
        let turned = self.body.members().take(MOST_MEMBERS).enumerate().filter_map(|(place, (_, value))| {
            let finding = match (value.number(), value.text()) {
                (Some(_), _) => Finding::NumberQuoted,
                (None, Some(text)) if is_number(&text) => Finding::NumberBare,
                _ => return None,
            };
            Some(Mistake::Turned(place, finding))
        });
        Mistake::GENERAL.into_iter().chain(turned).collect()
    }

    /// The text with all of these mistakes; `None` where one cannot be made.
    pub(super) fn text(&self, mistakes: &[Mistake]) -> Option<Vec<u8>> {
        let mut spelling = Spelling::SIGNED;
        let (mut object, mut without) = (self.body, "");
        for mistake in mistakes {
            match mistake {
                Mistake::PlainSlash => spelling.slash = "/",
                Mistake::SlashTwice => spelling.slash = "\\\\/",
                Mistake::Unicode => spelling.unicode = true,
                Mistake::Quoted => spelling.numbers = Numbers::AllQuoted,
                Mistake::Bare => spelling.numbers = Numbers::AllBare,
                Mistake::Turned(place, _) => spelling.numbers = Numbers::Turned(*place),
                Mistake::Unsorted => spelling.order = Order::Received,
                Mistake::SortedIgnoringCase => spelling.order = Order::IgnoringCase,
                Mistake::NestedSorted => spelling.order = Order::AllSorted,
                Mistake::Blanks => spelling.blanks = true,
                Mistake::EmptyDropped => spelling.empty = Empty::Dropped,
                Mistake::EmptyNull => spelling.empty = Empty::Null,
                Mistake::Envelope | Mistake::UnsortedEnvelope => {
                    (object, without) = (self.envelope?, "Sign");
                    if *mistake == Mistake::UnsortedEnvelope {
                        spelling.order = Order::Received;
                    }
                }
                Mistake::Gbk | Mistake::Html | Mistake::Form => {}
            }
        }
        let mut text = if mistakes.contains(&Mistake::Form) { form(object) } else { spelling.write(object, without) };
        if mistakes.contains(&Mistake::Html) {
            text = text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
        }
        Some(if mistakes.contains(&Mistake::Gbk) { Charset::Gb18030.encode(&text) } else { text.into_bytes() })
    }
}

/// What the remark of these mistakes is.
pub(super) fn remark(mistakes: &[Mistake], end: Option<Finding>) -> Option<String> {
    let said = mistakes.iter().filter_map(|mistake| mistake.remark().map(str::to_owned));
    let findings: Vec<_> = mistakes.iter().map(|mistake| mistake.finding()).chain(end).collect();
    let both = (findings.len() > 1).then(|| {
        let words: Vec<_> = findings.iter().map(|finding| finding.as_str()).collect();
        format!("more than one mistake: {}", words.join(", "))
    });
    let remarks: Vec<_> = both.into_iter().chain(said).collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

/// How the signed text ends: what joins the key, and the key, right or wrong.
pub(super) struct End {
    /// The mistake; `None` for the right end.
    pub(super) finding: Option<Finding>,
    pub(super) joiner: &'static str,
    pub(super) key: Zeroizing<String>,
}

impl End {
    fn new(finding: impl Into<Option<Finding>>, joiner: &'static str, key: impl Into<String>) -> Self {
        Self { finding: finding.into(), joiner, key: Zeroizing::new(key.into()) }
    }

    pub(super) fn right(key: &Sensitive) -> Self {
        Self::new(None, JOINER, key.expose())
    }

    /// The wrong ends: of the joiner, of the key, of another key.
    pub(super) fn wrong(key: &Sensitive, others: &[&Sensitive]) -> Vec<Self> {
        let text = key.expose();
        let joiners = ["", "&", "key=", "&KEY=", "&Key=", "&merchant_key="];
        let mut ends: Vec<_> = joiners.into_iter().map(|joiner| Self::new(Finding::KeyJoiner, joiner, text)).collect();
        ends.extend(["", JOINER].map(|joiner| Self::new(Finding::KeyMissing, joiner, "")));
        let others = others.iter().filter(|other| !other.is_empty() && **other != key);
        ends.extend(others.map(|other| Self::new(Finding::OtherKey, JOINER, other.expose())));
        let cased = [text.to_ascii_uppercase(), text.to_ascii_lowercase()];
        ends.extend(cased.into_iter().filter(|cased| cased != text).map(|cased| Self::new(Finding::KeyCase, JOINER, cased)));
        ends.extend(["\n", "\r\n"].map(|end| Self::new(Finding::KeyNewline, JOINER, format!("{text}{end}"))));
        if text.ends_with(['\r', '\n']) {
            ends.push(Self::new(Finding::KeyNewline, JOINER, text.trim_end_matches(['\r', '\n'])));
        }
        ends
    }
}
