//! How amounts and times stand on this wire, for `#[serde(with = ..)]`.

/// Fen: digits without leading zeros.
pub(crate) mod fen {
    use paycore::Fen;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(amount: &Fen, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&amount.to_fen())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fen, D::Error> {
        let text = String::deserialize(deserializer)?;
        let amount = Fen::parse_fen(&text).map_err(|_| D::Error::custom("whole fen: digits only"))?;
        if text.len() > 1 && text.starts_with('0') { Err(D::Error::custom("no leading zeros")) } else { Ok(amount) }
    }
}

/// Yuan with two decimals: the refund alone has them.
pub(crate) mod yuan {
    use paycore::Fen;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(amount: &Fen, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&amount.to_yuan())
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

    /// The same where the field may be absent.
    pub(crate) mod maybe {
        use super::{BeijingTime, Deserialize, Deserializer, Error, Serializer};

        pub(crate) fn serialize<S: Serializer>(time: &Option<BeijingTime>, serializer: S) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => super::serialize(time, serializer),
                None => serializer.serialize_none(),
            }
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<BeijingTime>, D::Error> {
            let text = Option::<String>::deserialize(deserializer)?;
            text.map(|text| BeijingTime::parse_compact(&text).map_err(D::Error::custom)).transpose()
        }
    }
}
