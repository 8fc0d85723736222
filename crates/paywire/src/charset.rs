//! Charsets of the acquirers: UTF-8, and the GB family of older systems.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

/// A charset that an acquirer may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// GBK, of which GB2312 is a part.
    Gbk,
    /// GB2312: read as GBK, written strictly.
    Gb2312,
    /// GB18030, the superset of GBK that names every character.
    Gb18030,
}

/// The bytes are not text of the charset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are not {0:?} text")]
pub struct CharsetError(Charset);

impl Charset {
    /// The charset that a label (`GBK`, `gb2312`, `utf-8` …) names, if it is one of ours.
    pub fn from_label(label: &str) -> Option<Self> {
        match label.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "gbk" | "cp936" => Some(Self::Gbk),
            "gb2312" => Some(Self::Gb2312),
            "gb18030" => Some(Self::Gb18030),
            _ => None,
        }
    }

    /// Decodes the whole of `bytes`, refusing what the charset does not know.
    ///
    /// # Errors
    /// A byte sequence that is not text of this charset.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, CharsetError> {
        self.encoding().decode_without_bom_handling_and_without_replacement(bytes).ok_or(CharsetError(self))
    }

    /// Encodes `text`. What the charset cannot write becomes a numeric reference, so look before where that matters.
    pub fn encode(self, text: &str) -> Vec<u8> {
        self.encoding().encode(text).0.into_owned()
    }

    /// Encodes `text`, refusing the first character that the charset does not have. In GBK that is the euro sign too, which systems
    /// disagree about.
    ///
    /// # Errors
    /// The character.
    pub fn encode_exactly(self, text: &str) -> Result<Cow<'_, [u8]>, char> {
        let encodes = |c: char| {
            let mut buffer = [0; 4];
            let (bytes, _, unmappable) = self.encoding().encode(c.encode_utf8(&mut buffer));
            match (self, &*bytes) {
                _ if unmappable => false,
                (Self::Gbk | Self::Gb2312, [0x80]) => false,
                (Self::Gb2312, [lead, trail]) => matches!(lead, 0xa1..=0xa9 | 0xb0..=0xf7) && matches!(trail, 0xa1..=0xfe),
                _ => true,
            }
        };
        if self != Self::Utf8
            && let Some(stranger) = text.chars().filter(|c| !c.is_ascii()).find(|c| !encodes(*c))
        {
            return Err(stranger);
        }
        Ok(self.encoding().encode(text).0)
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Gbk | Self::Gb2312 => GBK,
            Self::Gb18030 => GB18030,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_strictly() {
        assert_eq!(Charset::Gb18030.decode(b"\xbd\xbb\xd2\xd7").as_deref(), Ok("交易"));
        assert_eq!(Charset::Gbk.decode(b"\xbd\xbb\xff"), Err(CharsetError(Charset::Gbk)));
        assert_eq!(Charset::Utf8.decode(b"\xbd\xbb"), Err(CharsetError(Charset::Utf8)));
        assert_eq!(Charset::from_label(" GB2312"), Some(Charset::Gb2312));
        assert_eq!(Charset::from_label("latin1"), None);
    }

    #[test]
    fn encodes_exactly_or_names_the_character() {
        assert_eq!(Charset::Gbk.encode_exactly("红茶 & 镕").as_deref(), Ok(&b"\xba\xec\xb2\xe8 & \xe9F"[..]));
        // 镕 is in GBK only, the euro sign in neither, the emoji in UTF-8 only.
        assert_eq!(Charset::Gb2312.encode_exactly("红茶镕"), Err('镕'));
        assert_eq!(Charset::Gbk.encode_exactly("5€"), Err('€'));
        assert_eq!(Charset::Gb2312.encode_exactly("a🙂b"), Err('🙂'));
        assert_eq!(Charset::Utf8.encode_exactly("a🙂€").as_deref(), Ok("a🙂€".as_bytes()));
    }
}
