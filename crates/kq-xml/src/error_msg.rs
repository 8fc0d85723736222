//! ErrorMsgContent: the gateway refused before the back end ran.

use garde::Validate;
use serde::{Deserialize, Serialize};

/// A basic check failed (length, format, account): there is no response code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
#[cfg_attr(feature = "registry", derive(schemars::JsonSchema))]
pub struct ErrorMsg {
    /// The gateway's code, such as `B.MGW.0120`.
    #[garde(length(chars, max = 16))]
    pub error_code: Option<String>,
    /// The gateway's text. Never parse it.
    #[garde(length(chars, max = 128))]
    pub error_message: Option<String>,
}

impl ErrorMsg {
    /// The content element's name.
    pub const ELEMENT: &'static str = "ErrorMsgContent";

    /// The code without the blanks that some deployments print into it, in upper case; empty when there is none.
    pub fn code(&self) -> String {
        self.error_code.iter().flat_map(|code| code.chars()).filter(|c| !c.is_ascii_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
    }
}
