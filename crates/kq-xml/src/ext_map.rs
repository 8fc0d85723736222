//! The key-value list inside a transaction request.

use paycore::Sensitive;
use serde::{Deserialize, Serialize};

/// The key-value list of a transaction (element `extMap`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExtMap {
    /// The pairs in their order. The element is spelled `extDate`, not `extData`.
    #[serde(rename = "extDate", default)]
    pub pairs: Vec<ExtDate>,
}

/// One pair of an [`ExtMap`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct ExtDate {
    /// The key.
    pub key: String,
    /// The value; a phone number, a code or a token may stand here.
    #[serde(default)]
    pub value: Sensitive,
}

/// The pairs of an agreement payment.
pub(crate) const AGREEMENT: [(&str, &str); 5] = [("phone", ""), ("validCode", ""), ("savePciFlag", "0"), ("token", ""), ("payBatch", "2")];

impl ExtMap {
    /// The five pairs of an agreement payment: no SMS, card data not stored, a later payment.
    pub fn agreement() -> Self {
        AGREEMENT.into_iter().collect()
    }

    /// The same as JSON Schema shows it.
    #[cfg(feature = "registry")]
    pub(crate) fn agreement_pairs() -> Vec<ExtDate> {
        Self::agreement().pairs
    }

    /// The pairs of a first payment with an SMS code: the card data is stored.
    pub fn first_payment(phone: impl Into<Sensitive>, valid_code: impl Into<Sensitive>, token: impl Into<Sensitive>) -> Self {
        Self::default().and("phone", phone).and("validCode", valid_code).and("savePciFlag", "1").and("token", token).and("payBatch", "1")
    }

    /// The pairs of a later payment with an SMS code.
    pub fn later_payment(valid_code: impl Into<Sensitive>, token: impl Into<Sensitive>) -> Self {
        Self::default().and("validCode", valid_code).and("savePciFlag", "0").and("token", token).and("payBatch", "2")
    }

    /// With one more pair.
    #[must_use]
    pub fn and(mut self, key: impl Into<String>, value: impl Into<Sensitive>) -> Self {
        self.pairs.push(ExtDate { key: key.into(), value: value.into() });
        self
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Sensitive> {
        self.pairs.iter().find(|pair| pair.key == key).map(|pair| &pair.value)
    }
}

/// In JSON the list is an array of its pairs.
#[cfg(feature = "registry")]
impl schemars::JsonSchema for ExtMap {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ExtMap".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<ExtDate>::json_schema(generator)
    }
}

impl<K: Into<String>, V: Into<Sensitive>> FromIterator<(K, V)> for ExtMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        pairs.into_iter().fold(Self::default(), |map, (key, value)| map.and(key, value))
    }
}
