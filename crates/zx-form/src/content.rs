//! What a payment's reply gives to show or to do. Section 5.

use crate::ContentType;

/// The `busContent` of a payment's reply, by its `contentType`. The same trade type may answer with each of the three, depending on the
/// channel, so a merchant handles all of them. None is a payment result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content<'a> {
    /// A text: that of a QR code for the scan types, else a link to open. The trade type decides. Also what has no kind, or an unknown one.
    Text(&'a str),
    /// JSON for the app's SDK, as it came; nothing has parsed it.
    Json(&'a str),
    /// A page, usually a form that submits itself to the bank. Output it as a page of its own, in UTF-8, from an origin of its own without
    /// the shop's cookies, and never inside a page of the shop: it is foreign HTML.
    Html(&'a str),
}

impl<'a> Content<'a> {
    pub(crate) fn new(kind: Option<&ContentType>, content: &'a str) -> Self {
        match kind {
            Some(ContentType::Json) => Self::Json(content),
            Some(ContentType::Html) => Self::Html(content),
            Some(ContentType::Text | ContentType::Other(_)) | None => Self::Text(content),
        }
    }

    /// A text that is an http or https address.
    pub fn link(self) -> Option<&'a str> {
        match self {
            Self::Text(text) if text.starts_with("https://") || text.starts_with("http://") => Some(text),
            Self::Text(_) | Self::Json(_) | Self::Html(_) => None,
        }
    }
}
