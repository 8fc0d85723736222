//! Names and values as they came.

use std::{borrow::Cow, fmt};

use crate::{
    Limits,
    charset::Charset,
    flat::{FlatError, Item, Source},
};

/// A form is larger than its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// More bytes than are read at all.
    #[error("more than {0} bytes")]
    TooLong(usize),
    /// More pairs than are read at all.
    #[error("more than {0} parameters")]
    TooMany(usize),
}

/// The pairs of a form in their order, each decoded once. Values may be secrets: `Debug` prints the names only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Pairs<'a>(Vec<Pair<'a>>);

/// A name and its value.
type Pair<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

impl<'a> Pairs<'a> {
    /// Splits a query string or form body at `&`, each part at its first `=`, and undoes `+` and `%XX` once.
    ///
    /// A `%` without two hexadecimal digits behind it stands for itself, as browsers read it. Of `limits` the bytes and the children count.
    ///
    /// # Errors
    /// More than the limits allow.
    pub fn parse(raw: &'a [u8], limits: Limits) -> Result<Self, FormError> {
        if raw.len() > limits.bytes {
            return Err(FormError::TooLong(limits.bytes));
        }
        let mut pairs = Vec::with_capacity(32.min(limits.children));
        for part in raw.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
            if pairs.len() == limits.children {
                return Err(FormError::TooMany(limits.children));
            }
            let equals = part.iter().position(|byte| *byte == b'=');
            let (name, value) = equals.map_or((part, &[][..]), |at| (&part[..at], &part[at + 1..]));
            pairs.push((decode(name), decode(value)));
        }
        Ok(Self(pairs))
    }

    /// Adds a pair at the end.
    pub fn push(&mut self, name: impl Into<Cow<'a, [u8]>>, value: impl Into<Cow<'a, [u8]>>) {
        self.0.push((name.into(), value.into()));
    }

    /// Name and value of each pair.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The value of the first pair of that name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.iter().find(|(given, _)| *given == name.as_bytes()).map(|(_, value)| value)
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A message's fields, the texts decoded from `charset`.
    pub fn source(&self, charset: Charset) -> PairSource<'_> {
        PairSource { pairs: &self.0, at: 0, charset }
    }
}

impl<'a, N: Into<Cow<'a, [u8]>>, V: Into<Cow<'a, [u8]>>> FromIterator<(N, V)> for Pairs<'a> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl<'a> IntoIterator for Pairs<'a> {
    type Item = Pair<'a>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Debug for Pairs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| String::from_utf8_lossy(name))).finish()
    }
}

/// Reads a message from [`Pairs`].
pub struct PairSource<'a> {
    pairs: &'a [Pair<'a>],
    at: usize,
    charset: Charset,
}

impl<'a> Source<'a> for PairSource<'a> {
    type Error = FlatError;

    fn next(&mut self) -> Result<Option<Item<'a>>, FlatError> {
        let Some((name, value)) = self.pairs.get(self.at) else { return Ok(None) };
        self.at += 1;
        let name = std::str::from_utf8(name).map_err(|_| FlatError::Wire("a name is not ASCII".into()))?;
        let value = self.charset.decode(value).map_err(|error| FlatError::field(name.to_owned(), error.to_string()))?;
        Ok(Some(Item::Leaf(name, value)))
    }
}

fn decode(part: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = part.iter().position(|byte| matches!(byte, b'+' | b'%')) else { return Cow::Borrowed(part) };
    let mut decoded = Vec::with_capacity(part.len());
    decoded.extend_from_slice(&part[..first]);
    let mut rest = &part[first..];
    while let [byte, after @ ..] = rest {
        rest = match (byte, after) {
            (b'+', _) => {
                decoded.push(b' ');
                after
            }
            (b'%', [high, low, after @ ..]) if let (Some(high), Some(low)) = (digit(*high), digit(*low)) => {
                decoded.push(high << 4 | low);
                after
            }
            _ => {
                decoded.push(*byte);
                after
            }
        };
    }
    Cow::Owned(decoded)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Writes pairs as `application/x-www-form-urlencoded`: a blank becomes `+`; all but letters, digits and `*-._` becomes `%XX`.
pub fn encode<'p>(pairs: impl IntoIterator<Item = (&'p [u8], &'p [u8])>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        escape(name, &mut text);
        text.push('=');
        escape(value, &mut text);
    }
    text
}

fn escape(bytes: &[u8], text: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => text.push(byte.into()),
            b' ' => text.push('+'),
            _ => text.extend(['%', HEX[usize::from(byte >> 4)].into(), HEX[usize::from(byte & 15)].into()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { bytes: 64, depth: 0, children: 4 };

    fn parsed(raw: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
        let pairs = Pairs::parse(raw.as_bytes(), LIMITS).expect("within the limits");
        pairs.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect()
    }

    #[test]
    fn splits_and_decodes_once() {
        for (raw, expected) in [
            ("", &[][..]),
            ("a=1&b=", &[("a", "1"), ("b", "")]),
            ("a&&=x&", &[("a", ""), ("", "x")]),
            ("a=b=c&%61=%2B+%2b", &[("a", "b=c"), ("a", "+ +")]),
            ("a=%2541&b=100%&c=%4&d=%zz", &[("a", "%41"), ("b", "100%"), ("c", "%4"), ("d", "%zz")]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec())).collect();
            assert_eq!(parsed(raw), expected, "{raw}");
        }
    }

    #[test]
    fn keeps_to_its_limits() {
        assert_eq!(Pairs::parse(b"a&b&c&d&e", LIMITS), Err(FormError::TooMany(4)));
        assert_eq!(Pairs::parse(&[b'a'; 65], LIMITS), Err(FormError::TooLong(64)));
    }

    #[test]
    fn writes_what_it_reads() {
        let pairs = Pairs::from_iter([(&b"a b"[..], &b"\xb2\xe8+/=&"[..]), (b"c*-._", b"")]);
        let text = encode(pairs.iter());
        assert_eq!(text, "a+b=%B2%E8%2B%2F%3D%26&c*-._=");
        assert_eq!(Pairs::parse(text.as_bytes(), LIMITS), Ok(pairs));
    }

    #[test]
    fn debug_shows_names_only() {
        assert_eq!(format!("{:?}", Pairs::parse(b"payerName=secret&a=1", LIMITS)), r#"Ok({"payerName", "a"})"#);
    }
}
