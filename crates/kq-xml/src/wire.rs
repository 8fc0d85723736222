//! How amounts, times and lists stand on this wire, for serde's attributes.

use serde::{Deserialize, Deserializer};

use crate::ExtMap;

/// The list of an agreement payment: one that holds nothing was not given.
pub(crate) fn ext_map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ExtMap, D::Error> {
    let given = ExtMap::deserialize(deserializer)?;
    Ok(if given.pairs.is_empty() { ExtMap::agreement() } else { given })
}

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
