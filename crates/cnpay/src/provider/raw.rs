//! A notice as HTTP brought it.

use http::{Request, header::CONTENT_TYPE};

/// A notice as it came, unread. Nothing may have decoded or rewritten it: signatures cover the very bytes.
#[derive(Clone, Copy, Default)]
pub struct RawNotice<'r> {
    /// The body; empty where there is none.
    pub body: &'r [u8],
    /// The raw query string, without its question mark.
    pub query: &'r [u8],
    /// The `Content-Type` header.
    pub content_type: Option<&'r str>,
}

impl<'r, B: AsRef<[u8]>> From<&'r Request<B>> for RawNotice<'r> {
    fn from(request: &'r Request<B>) -> Self {
        Self {
            body: request.body().as_ref(),
            query: request.uri().query().unwrap_or_default().as_bytes(),
            content_type: request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()),
        }
    }
}
