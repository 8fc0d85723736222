//! What an address in the settings may look like.

use paytransport::is_absolute;

/// Where a provider is reached: no password, and nothing that would swallow the path behind it.
pub(super) fn is_base_url(text: &str) -> bool {
    is_url(text) && !text.contains(['@', '?', '#']) && text.parse().is_ok_and(|uri| is_absolute(&uri))
}

pub(super) const BASE_URL: &str = "an absolute http or https URL without a password is expected";

/// Where a provider sends something, in at most `longest` characters.
pub(super) fn is_url_of(longest: usize) -> impl Fn(&str) -> bool {
    move |text| is_url(text) && text.len() <= longest
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':'])) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where the notice `id` goes when nobody says: below the merchant's public address.
pub(super) fn notice_url(public_url: Option<&str>, id: &str) -> Option<String> {
    public_url.map(|url| format!("{}/notices/{id}", url.trim_end_matches('/')))
}
