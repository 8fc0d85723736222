//! Values that the specification fixes, as defaults of the fields that carry them.

use paywire::charset::Charset;
use serde::{Deserialize, Serialize};

use crate::Fields;

/// The charset of a payment's values (`inputCharset`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub enum InputCharset {
    /// `1`: UTF-8.
    #[default]
    #[serde(rename = "1")]
    Utf8,
    /// `2`: GBK.
    #[serde(rename = "2")]
    Gbk,
    /// `3`: GB2312.
    #[serde(rename = "3")]
    Gb2312,
}

impl InputCharset {
    /// The charset that a request names; UTF-8 where it has no `inputCharset`.
    pub fn of(fields: &Fields) -> Self {
        match fields.get("inputCharset") {
            Some("2") => Self::Gbk,
            Some("3") => Self::Gb2312,
            _ => Self::Utf8,
        }
    }

    /// The charset itself.
    pub const fn charset(self) -> Charset {
        match self {
            Self::Utf8 => Charset::Utf8,
            Self::Gbk => Charset::Gbk,
            Self::Gb2312 => Charset::Gb2312,
        }
    }

    /// What a page's `accept-charset` names (section 5.1, rule 4).
    pub const fn accept_charset(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gbk | Self::Gb2312 => "gbk",
        }
    }
}

/// The parameter `version` of the PC cashier and of the query services; the document's own number is another.
pub(crate) fn v2() -> String {
    "v2.0".into()
}

/// A flag or type whose one value is 1: language Chinese, inputCharset UTF-8, queryMode.
pub(crate) fn one() -> String {
    "1".into()
}

/// One order, by its number.
pub(crate) fn zero() -> String {
    "0".into()
}

/// The cashier with all methods that the merchant has.
pub(crate) fn all_methods() -> String {
    "00".into()
}

/// Offline remittance.
pub(crate) fn offline() -> String {
    "13".into()
}

/// Submitted by the merchant's own server.
pub(crate) fn back_end() -> String {
    "01".into()
}

/// The usual version of the refund.
pub(crate) fn drawback() -> String {
    "bill_drawback_api_1".into()
}

/// The one command of the refund.
pub(crate) fn refund_command() -> String {
    "001".into()
}
