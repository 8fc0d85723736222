//! How amounts and times stand on this wire, for `#[serde(with = ..)]`.

/// Yuan: no decimals for whole yuan, else two. Reads any plain decimal with at most two.
pub(crate) mod yuan {
    use paycore::Fen;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(amount: &Fen, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&amount.to_short_yuan())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fen, D::Error> {
        Fen::parse_yuan(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Beijing time as `yyyyMMddHHmmss`.
pub(crate) mod time {
    use paycore::BeijingTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(time: &BeijingTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time.compact())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BeijingTime, D::Error> {
        BeijingTime::parse_compact(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
