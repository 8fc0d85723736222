//! Addresses that merchants name.

/// Whether it is an absolute http or https address with a host.
pub(crate) fn is_absolute(text: &str) -> bool {
    text.parse::<http::Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty()))
}
