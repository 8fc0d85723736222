//! The issuer's approval, whose blanks count.

use serde::{Deserialize, Serialize};

/// The issuer's approval code, at most six characters. May be padded with blanks on the right, which belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// The name makes the flat format keep the blanks: paywire::flat::UNTRIMMED.
#[serde(rename = "$untrimmed")]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema), schemars(inline))]
pub struct AuthorizationCode(pub String);
