//! From pairs to the bytes that a signature covers, and from verified pairs to a message.

use std::{borrow::Cow, convert::Infallible, fmt};

use paycore::Sensitive;
use paywire::{
    charset::Charset,
    flat::{Item, Node, Source, read_struct},
    form::Pairs,
};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::{EXACT_NAMES, Malformed, SignedList, Signing};

/// Why pairs are no message of a list: the same name twice, even with equal values, leaves open which one was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} stands twice")]
pub struct Twice(pub &'static str);

/// What a message holds of a signed list. Nothing of it is to be believed yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed<'a> {
    list: &'static SignedList,
    /// One for each field of the list; an empty one says no more than none.
    values: Vec<Option<Cow<'a, [u8]>>>,
    signature: Option<Cow<'a, [u8]>>,
    foreign: Pairs<'a>,
}

impl SignedList {
    /// Sorts received pairs into the list. What the list does not name is kept apart.
    ///
    /// # Errors
    /// A name of the list, or the signature's, that stands twice.
    pub fn take<'a>(&'static self, pairs: Pairs<'a>) -> Result<Listed<'a>, Twice> {
        let mut listed = Listed { list: self, values: vec![None; self.fields.len()], signature: None, foreign: Pairs::default() };
        let mut expected = 0;
        for (name, value) in pairs {
            // Messages come in the order of the list more often than not.
            let at = match self.fields[expected..].iter().chain(&self.fields[..expected]).position(|field| field.as_bytes() == &*name) {
                Some(at) => (expected + at) % self.fields.len(),
                None if *name == *self.signature.as_bytes() => {
                    if listed.signature.replace(value).is_some() {
                        return Err(Twice(self.signature));
                    }
                    continue;
                }
                None => {
                    listed.foreign.push(name, value);
                    continue;
                }
            };
            if listed.values[at].replace(value).is_some() {
                return Err(Twice(self.fields[at]));
            }
            expected = (at + 1) % self.fields.len();
        }
        Ok(listed)
    }

    /// The base string of pairs that are in the list's order.
    pub(crate) fn join<'n, 'v>(&self, signing: Signing, pairs: impl Iterator<Item = (&'n str, &'v [u8])>) -> Vec<u8> {
        let between = self.between(signing).as_bytes();
        let mut base = Vec::with_capacity(512);
        for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
            if !base.is_empty() {
                base.extend_from_slice(between);
            }
            base.extend_from_slice(name.as_bytes());
            base.push(b'=');
            base.extend_from_slice(value);
        }
        base.extend_from_slice(self.key_joint(signing).unwrap_or_default().as_bytes());
        base
    }

    /// Sorts the texts of a received tree into the list; what lies deeper is no part of it.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub fn take_nodes<'a>(&'static self, nodes: &'a [Node]) -> Result<Listed<'a>, Twice> {
        self.take(nodes.iter().filter_map(|node| Some((node.name.as_bytes(), node.text()?.as_bytes()))).collect())
    }
}

impl<'a> Listed<'a> {
    /// The list.
    pub fn list(&self) -> &'static SignedList {
        self.list
    }

    /// The signature as it stands in the message, decoded from the form; `None` when it is absent or empty.
    pub fn signature(&self) -> Option<&[u8]> {
        self.signature.as_deref().filter(|signature| !signature.is_empty())
    }

    /// The value of a field, as bytes; `None` when it is absent or empty.
    pub fn get(&self, field: &str) -> Option<&[u8]> {
        let at = self.list.fields.iter().position(|name| *name == field)?;
        self.values[at].as_deref().filter(|value| !value.is_empty())
    }

    /// The field, if any, whose value repeats a field: `a=1&b=2` may be one field or two, and the signature is the same (section 11,
    /// point 8). Not to be believed, however well it is signed.
    pub fn ambiguous(&self) -> Option<&'static str> {
        let is_field = |name: &[u8]| self.list.fields.iter().any(|field| field.as_bytes() == name);
        let repeats = |value: &[u8]| {
            let mut parts = value.split(|byte| *byte == b'&').skip(1);
            parts.any(|part| part.iter().position(|byte| *byte == b'=').is_some_and(|at| is_field(&part[..at])))
        };
        self.iter().find(|(_, value)| repeats(value)).map(|(name, _)| name)
    }

    /// The pairs that the list does not name. No signature covers them.
    pub fn foreign(&self) -> &Pairs<'a> {
        &self.foreign
    }

    /// The fields that came, in the order of the list, the empty ones too.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.list.fields.iter().zip(&self.values).filter_map(|(name, value)| Some((*name, value.as_deref()?)))
    }

    /// The base string (section 4.1): `name=value` of all that is not empty, raw, joined; where a key ends the text, up to the key.
    pub fn base(&self, signing: Signing) -> Vec<u8> {
        self.list.join(signing, self.iter())
    }

    /// The message with the bytes that an MD5 signature covers up to the key, which [`paysign`'s `Md5Key`] appends.
    ///
    /// [`paysign`'s `Md5Key`]: https://docs.rs/paysign
    pub fn for_md5(self) -> Signed<'a> {
        Signed { bytes: Zeroizing::new(self.base(Signing::Md5)), listed: self }
    }

    /// The message with the bytes that an RSA signature covers: the query key ends them where the list says so.
    pub fn for_rsa(self, query_key: &Sensitive) -> Signed<'a> {
        let mut bytes = Zeroizing::new(self.base(Signing::Rsa));
        if self.list.key_joint(Signing::Rsa).is_some() {
            bytes.extend_from_slice(query_key.expose().as_bytes());
        }
        Signed { bytes, listed: self }
    }
}

impl fmt::Debug for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// A message beside the bytes that its signature covers, which are [`AsRef`] of it: verify it, then [`read`](Self::read) it.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed<'a> {
    bytes: Zeroizing<Vec<u8>>,
    listed: Listed<'a>,
}

impl Signed<'_> {
    /// As [`Listed::ambiguous`].
    pub fn ambiguous(&self) -> Option<&'static str> {
        self.listed.ambiguous()
    }

    /// The message, of signed fields alone. Give it nothing that is not verified.
    ///
    /// Texts are read in `charset`; where it does not fit them, in UTF-8 or GBK. Bytes that are text in none of the three become U+FFFD:
    /// the signature covers them all the same.
    ///
    /// # Errors
    /// A text that the field's type refuses.
    pub fn read<T: DeserializeOwned>(&self, charset: Charset) -> Result<T, Malformed> {
        let mut source = self.source(charset);
        read_struct(&mut source, EXACT_NAMES, &mut Vec::new()).map_err(Malformed)
    }

    /// The signed fields as nodes, the empty ones too.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn nodes(&self, charset: Charset) -> Result<Vec<Node>, Malformed> {
        Node::read_all(&mut self.source(charset)).map_err(Malformed)
    }

    fn source(&self, charset: Charset) -> ListedSource<'_, '_> {
        let fits = |charset: &Charset| self.listed.iter().all(|(_, value)| charset.decode(value).is_ok());
        ListedSource { listed: &self.listed, at: 0, charset: [charset, Charset::Utf8, Charset::Gbk].into_iter().find(fits) }
    }
}

impl AsRef<[u8]> for Signed<'_> {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.listed.fmt(f)
    }
}

struct ListedSource<'s, 'a> {
    listed: &'s Listed<'a>,
    at: usize,
    /// `None` where no charset fits.
    charset: Option<Charset>,
}

impl<'s> Source<'s> for ListedSource<'s, '_> {
    type Error = Infallible;

    fn next(&mut self) -> Result<Option<Item<'s>>, Infallible> {
        while let (Some(name), Some(value)) = (self.listed.list.fields.get(self.at), self.listed.values.get(self.at)) {
            self.at += 1;
            if let Some(value) = value {
                let text = self.charset.and_then(|charset| charset.decode(value).ok());
                return Ok(Some(Item::Leaf(name, text.unwrap_or_else(|| String::from_utf8_lossy(value)))));
            }
        }
        Ok(None)
    }
}
