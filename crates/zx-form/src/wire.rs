//! How amounts stand on this wire: whole fen, for `#[serde(with = ..)]` and for whoever compares.

use paycore::Fen;

/// Reads an amount: decimal digits without sign, point or leading zero. Anything else is no amount of this protocol, though it may be
/// worth one.
///
/// ```
/// assert_eq!(zx_form::parse_fen("1990"), Some(paycore::Fen::new(1990)));
/// assert!(["19.90", "1990.0", "01990", "+1990", "1e3", ""].iter().all(|text| zx_form::parse_fen(text).is_none()));
/// ```
pub fn parse_fen(text: &str) -> Option<Fen> {
    let is_plain = text == "0" || !text.starts_with('0');
    Fen::parse_fen(text).ok().filter(|_| is_plain)
}

pub(crate) mod fen {
    use paycore::Fen;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(amount: &Fen, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&amount.to_fen())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fen, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_fen(&text).ok_or_else(|| D::Error::custom("fen as digits, without a leading zero"))
    }
}
