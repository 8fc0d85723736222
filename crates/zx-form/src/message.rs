//! From received bytes to what a signature covers, and from verified fields to a message. Section 3.

use std::{borrow::Cow, fmt};

use paywire::{
    Limits,
    charset::Charset,
    flat::{FlatError, Item, Names, Node, Source, read_struct},
    form::Pairs,
    json::{self, Kind},
};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::{EXACT_NAMES, FORM_LIMITS, Malformed, REPLY_LIMITS};

/// The field that carries the signature.
pub const SIGNATURE: &str = "sign";

/// What stands between the last field and the key. It ends the base.
pub const JOINER: &str = "&key=";

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wire {
    /// A form or a query string.
    Form,
    /// A JSON object.
    Json,
}

type Pair<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// The names and values of a form or a JSON object in the order in which they came, the values as a signature covers them: decoded from the
/// form, or of JSON the text of a string, a number as it is spelt, `true` and `false` as these words, `null` as nothing, and an object or
/// array as its text. A JSON object is told by its first character, behind white space and a byte order mark.
///
/// # Errors
/// What is neither, or is beyond [`FORM_LIMITS`]. A name may stand twice in a form.
pub fn pairs(bytes: &[u8]) -> Result<(Wire, Pairs<'_>), Malformed> {
    if without_mark(bytes).trim_ascii_start().starts_with(b"{") {
        return Ok((Wire::Json, of_json(bytes, FORM_LIMITS)?));
    }
    let pairs = Pairs::parse(bytes, FORM_LIMITS).map_err(|error| Malformed::wire(error.to_string()))?;
    Ok((Wire::Form, pairs))
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

pub(crate) fn of_json(bytes: &[u8], limits: Limits) -> Result<Pairs<'static>, Malformed> {
    let document = json::Document::parse(without_mark(bytes), limits)?;
    if document.root().kind() != Kind::Object {
        return Err(Malformed::wire("a JSON object is expected"));
    }
    let members = document.root().members().map(|(name, value)| {
        let value = match value.kind() {
            Kind::Null => Cow::Borrowed(""),
            _ => value.text().unwrap_or(Cow::Borrowed(value.lexeme())),
        };
        (name.as_bytes().to_vec(), value.into_owned().into_bytes())
    });
    Ok(members.collect())
}

/// A received message. Nothing of it is to be believed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Message<'a> {
    wire: Wire,
    /// Without the signature, in the order of the base.
    pairs: Vec<Pair<'a>>,
    signature: Option<Cow<'a, [u8]>>,
}

impl<'a> Message<'a> {
    /// Reads a notice: a form or a JSON object, whichever it is (decision Z28).
    ///
    /// # Errors
    /// As [`pairs`]; a name that stands twice.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let (wire, pairs) = pairs(bytes)?;
        Self::of(wire, pairs)
    }

    /// Reads a form or a query string, whatever its first character is.
    ///
    /// # Errors
    /// What is beyond [`FORM_LIMITS`]; a name that stands twice.
    pub fn from_form(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let pairs = Pairs::parse(bytes, FORM_LIMITS).map_err(|error| Malformed::wire(error.to_string()))?;
        Self::of(Wire::Form, pairs)
    }

    /// Reads a reply: a JSON object, behind a byte order mark or not.
    ///
    /// # Errors
    /// Anything but one JSON object within [`REPLY_LIMITS`] in which no name stands twice.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::of(Wire::Json, of_json(bytes, REPLY_LIMITS)?)
    }

    /// The message of pairs in whatever order.
    ///
    /// # Errors
    /// A name that stands twice, even with equal values: it leaves open which one was meant.
    pub fn of(wire: Wire, pairs: Pairs<'a>) -> Result<Self, Malformed> {
        let mut pairs: Vec<Pair<'a>> = pairs.into_iter().collect();
        pairs.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        if let Some(twice) = pairs.windows(2).find(|two| two[0].0 == two[1].0) {
            return Err(Malformed::twice(&twice[0].0));
        }
        let at = pairs.binary_search_by(|(name, _)| (**name).cmp(SIGNATURE.as_bytes())).ok();
        let signature = at.map(|at| pairs.remove(at).1);
        Ok(Self { wire, pairs, signature })
    }

    /// How it was written.
    pub fn wire(&self) -> Wire {
        self.wire
    }

    /// The signature as it stands in the message; `None` when it is absent or empty.
    pub fn signature(&self) -> Option<&[u8]> {
        self.signature.as_deref().filter(|signature| !signature.is_empty())
    }

    /// The value of a field; `None` when it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let at = self.pairs.binary_search_by(|(given, _)| (**given).cmp(name.as_bytes())).ok()?;
        Some(&*self.pairs[at].1).filter(|value| !value.is_empty())
    }

    /// Name and value of each field but the signature, in the byte order of the names, the empty ones too.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> + Clone {
        self.pairs.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The base (section 3.1): `name=value` of all that is not empty, raw, sorted by name, joined with `&`, up to where the key begins.
    pub fn base(&self) -> Vec<u8> {
        join(self.iter())
    }

    /// The message with the bytes that its signature covers up to the key, which [`paysign`'s `Md5Key`] appends.
    ///
    /// [`paysign`'s `Md5Key`]: https://docs.rs/paysign
    pub fn for_md5(self) -> Signed<'a> {
        Signed { bytes: Zeroizing::new(self.base()), message: self }
    }
}

/// The base of pairs that are sorted by name.
pub(crate) fn join<'p>(sorted: impl Iterator<Item = (&'p [u8], &'p [u8])> + Clone) -> Vec<u8> {
    let filled = sorted.filter(|(_, value)| !value.is_empty());
    // As long as it will be: whoever wipes it wipes its spare room too.
    let length: usize = filled.clone().map(|(name, value)| name.len() + value.len() + "=&".len()).sum();
    let mut base = Vec::with_capacity(length + JOINER.len());
    for (name, value) in filled {
        if !base.is_empty() {
            base.push(b'&');
        }
        base.extend_from_slice(name);
        base.push(b'=');
        base.extend_from_slice(value);
    }
    base.extend_from_slice(JOINER.as_bytes());
    base
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| String::from_utf8_lossy(name))).finish()
    }
}

/// A message beside the bytes that its signature covers, which are [`AsRef`] of it: verify it, then [`read`](Self::read) it.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed<'a> {
    bytes: Zeroizing<Vec<u8>>,
    message: Message<'a>,
}

impl Signed<'_> {
    /// The message. Give it nothing that is not verified.
    ///
    /// # Errors
    /// A text that is no UTF-8, two spellings of one field that differ.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Malformed> {
        self.read_as(crate::RECEIVED_NAMES)
    }

    /// A request, as the provider receives it, and the fields that are none of the operation's: what a simulator does.
    ///
    /// # Errors
    /// As [`read`](Self::read); a missing field, or one that its type refuses.
    pub fn read_request<T: DeserializeOwned>(&self) -> Result<(T, Vec<Node>), Malformed> {
        let mut extra = Vec::new();
        let request = read_struct(&mut PairSource(self.message.pairs.iter()), EXACT_NAMES, &mut extra)?;
        Ok((request, extra))
    }

    pub(crate) fn read_as<T: DeserializeOwned>(&self, names: Names) -> Result<T, Malformed> {
        Ok(read_struct(&mut PairSource(self.message.pairs.iter()), names, &mut Vec::new())?)
    }

    /// The fields as nodes but the signature, the empty ones too.
    ///
    /// # Errors
    /// A text that is no UTF-8.
    pub fn nodes(&self) -> Result<Vec<Node>, Malformed> {
        Ok(Node::read_all(&mut PairSource(self.message.pairs.iter()))?)
    }

    /// The value of a field; `None` when it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.message.get(name)
    }
}

impl AsRef<[u8]> for Signed<'_> {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

struct PairSource<'s, 'a>(std::slice::Iter<'s, Pair<'a>>);

impl<'s> Source<'s> for PairSource<'s, '_> {
    type Error = FlatError;

    fn next(&mut self) -> Result<Option<Item<'s>>, FlatError> {
        let Some((name, value)) = self.0.next() else { return Ok(None) };
        let name = std::str::from_utf8(name).map_err(|_| FlatError::Wire("a name is not UTF-8".into()))?;
        let value = Charset::Utf8.decode(value).map_err(|error| FlatError::field(name.to_owned(), error.to_string()))?;
        Ok(Some(Item::Leaf(name, value)))
    }
}
