//! Who may come in: the client certificate and the Basic authentication. Sections 1.1 to 1.3.

use std::time::SystemTime;

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{Request, header::AUTHORIZATION};
use paycore::{BeijingTime, Sensitive};

use super::{Account, Refusal};
use crate::PeerCertificate;

/// Why a request does not reach the operation.
#[derive(Debug)]
pub(super) enum TurnedAway {
    /// HTTP 400: there is no certificate, or it has expired.
    Certificate,
    /// A refusal in the gateway's own shape.
    Refused(Refusal),
}

impl From<Refusal> for TurnedAway {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The account that the request comes from.
pub(super) fn admit<'a>(request: &Request<Bytes>, accounts: &'a [Account], now: SystemTime) -> Result<&'a Account, TurnedAway> {
    let certificate = request.extensions().get::<PeerCertificate>().ok_or(TurnedAway::Certificate)?;
    if certificate.not_after < BeijingTime::from(now) {
        return Err(TurnedAway::Certificate);
    }
    let (merchant, login_key) = credentials(request).ok_or_else(Refusal::no_authentication)?;
    let account = accounts.iter().find(|account| account.merchant == merchant).ok_or_else(Refusal::wrong_merchant)?;
    if account.login_key != login_key {
        return Err(Refusal::wrong_login_key().into());
    }
    if certificate.common_name != format!("{merchant}90") {
        return Err(Refusal::wrong_certificate().into());
    }
    Ok(account)
}

/// `Basic base64(merchantId ":" loginKey)`.
fn credentials(request: &Request<Bytes>) -> Option<(String, Sensitive)> {
    let mut headers = request.headers().get_all(AUTHORIZATION).iter();
    let (Some(header), None) = (headers.next(), headers.next()) else { return None };
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = Sensitive::from(String::from_utf8(BASE64_STANDARD.decode(token.trim()).ok()?).ok()?);
    let (merchant, login_key) = text.expose().split_once(':')?;
    Some((merchant.to_owned(), login_key.into()))
}
