//! How amounts, times and counts stand on this wire, for `#[serde(with = ..)]`.

/// Fen, as digits.
pub(crate) mod fen {
    use paycore::Fen;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(amount: &Fen, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&amount.to_fen())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fen, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_plain = text == "0" || !text.starts_with('0');
        Fen::parse_fen(&text).ok().filter(|_| is_plain).ok_or_else(|| D::Error::custom("fen as digits, without a leading zero"))
    }
}

/// A count, as digits.
pub(crate) mod count {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(count: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&count.to_string())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_plain).ok_or_else(|| D::Error::custom("a whole number is expected"))
    }
}

/// Beijing time as `YYYYMMDDHHmmss`.
pub(crate) mod compact {
    use paycore::BeijingTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(time: &BeijingTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time.compact())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BeijingTime, D::Error> {
        BeijingTime::parse_compact(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Beijing time as `YYYY-MM-DD HH:MM:SS`, where there is one.
pub(crate) mod dashed {
    use paycore::BeijingTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(time: &Option<BeijingTime>, serializer: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.serialize_str(&time.dashed()),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<BeijingTime>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| BeijingTime::parse_dashed(&text)).transpose().map_err(D::Error::custom)
    }
}
