//! What the platform tells unasked: bytes, verified, matched, answered. Section 6.
//!
//! Which product a notice belongs to, the address tells that the merchant gave for it, never the header.

use std::borrow::Cow;

use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use mmsp_json::{
    Envelope, FrontReturn, Malformed,
    notice::{GatewayNotice, QuickPayNotice, ScanNotice},
    notice_body, parse,
};
use paycore::{Ack, Error, Notice, Raw, TradeState};
use paysign::{Md5Key, Verified};

use crate::{Gateway, QuickPay, Scan, judge, outcome};

/// A notice of one of the three products.
pub trait Push: Notice + Sized {
    /// The id of the notice.
    const ID: &'static str;

    /// Reads the notice from the base whose signature was verified.
    ///
    /// # Errors
    /// A field that every notice has and this one has not: it is another signed message.
    fn read(base: &[u8]) -> Result<Self, Malformed>;

    /// What the notice says about its order, once it is matched. Anything but a success finalises nothing: ask.
    fn state(&self) -> TradeState;
}

macro_rules! push {
    ($notice:ident, $id:literal, $state:path) => {
        impl Push for $notice {
            const ID: &'static str = $id;

            fn read(base: &[u8]) -> Result<Self, Malformed> {
                $notice::read(base).map(|received| received.notice)
            }

            fn state(&self) -> TradeState {
                $state(&self.status)
            }
        }
    };
}

push!(QuickPayNotice, "mmsp.quickpay.notice", outcome::of_quickpay_notice);
push!(ScanNotice, "mmsp.scan.notice", outcome::of_scan_notice);
push!(GatewayNotice, "mmsp.gateway.notice", outcome::of_gateway_notice);

/// Verifies the body of a notice and parses exactly what was verified. The keys are tried in their order:
/// [`Account::keys`](crate::Account::keys). `RetCode` is not asked (decision D11).
///
/// # Errors
/// [`Error::Untrusted`] says why the notice is not to be believed, and repeats nothing of it. Answer it with [`refusal`].
pub fn verify<N: Push>(keys: &[Md5Key], body: &[u8]) -> Result<Verified<N>, Error> {
    verified(keys, body).map_err(|message| untrusted(body, message))
}

fn verified<N: Push>(keys: &[Md5Key], body: &[u8]) -> Result<Verified<N>, String> {
    let body = notice_body(body).map_err(|error| error.to_string())?;
    let document = parse(&body).map_err(|error| error.to_string())?;
    let envelope = Envelope::read(&document).map_err(|error| error.to_string())?;
    let base = envelope.base().map_err(|error| error.to_string())?;
    let verified = judge::verify(keys, &base, &envelope.sign()).map_err(|error| format!("Sign: {error}"))?;
    verified.parse(N::read).map_err(|error| error.to_string())
}

fn untrusted(body: &[u8], message: String) -> Error {
    Error::Untrusted { message, raw: Raw::from(bytes::Bytes::copy_from_slice(body)) }
}

/// The same, with the members of the Body as received. The header, which no signature covers, stands under `_head`.
///
/// # Errors
/// As [`verify`].
#[cfg(feature = "registry")]
pub fn verify_json<N: Push>(keys: &[Md5Key], body: &[u8]) -> Result<(Verified<N>, paywire::registry::Received), Error> {
    let notice = verify(keys, body)?;
    let json = || {
        let envelope = notice_body(body)?;
        let document = parse(&envelope)?;
        Ok::<_, Malformed>(mmsp_json::registry::message_to_json(&Envelope::read(&document)?))
    };
    match json() {
        Ok(json) => Ok((notice, json.into())),
        Err(error) => Err(untrusted(body, error.to_string())),
    }
}

/// What a notice says about its order, once it is matched.
pub fn state(notice: &impl Push) -> TradeState {
    notice.state()
}

impl QuickPay<'_> {
    /// Takes the body of a notice. Match it with the stored order before anything is shipped: [`matched`](Verified::matched).
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason; answer it with [`refusal`].
    pub fn notice(&self, body: &[u8]) -> Result<Verified<QuickPayNotice>, Error> {
        verify(self.0.keys(), body)
    }
}

impl Scan<'_> {
    /// Takes the body of a push. Match it with the stored order before anything is shipped: [`matched`](Verified::matched).
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason; answer it with [`refusal`].
    pub fn notice(&self, body: &[u8]) -> Result<Verified<ScanNotice>, Error> {
        verify(self.0.keys(), body)
    }
}

impl Gateway<'_> {
    /// Takes the body of a notice. Match it with the stored order before anything is shipped: [`matched`](Verified::matched).
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason; answer it with [`refusal`].
    pub fn notice(&self, body: &[u8]) -> Result<Verified<GatewayNotice>, Error> {
        verify(self.0.keys(), body)
    }

    /// Reads what the payer's browser brings back to `JUMP_URL`, by the raw query string. It is unsigned and proves nothing: show a page,
    /// then ask.
    ///
    /// ```compile_fail,E0277
    /// fn shipped_on<N: paycore::Notice>(_: N) {}
    /// # fn example(mmsp: mmsp::Mmsp) {
    /// shipped_on(mmsp.gateway().front_return("STATUS=1").unwrap());
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Untrusted`] for what is no query string.
    pub fn front_return(&self, raw_query: &str) -> Result<FrontReturn, Error> {
        let read = FrontReturn::from_query(raw_query);
        read.map(|(returned, _)| returned).map_err(|error| untrusted(raw_query.as_bytes(), error.to_string()))
    }
}

/// The HTTP answer to a verified notice, once it is stored.
pub fn answer(ack: Ack) -> Response<String> {
    text(StatusCode::OK, ack.content_type, ack.body.into())
}

/// The HTTP answer to what did not verify, speaks of no known order or could not be stored: the platform sends it again.
pub fn refusal() -> Response<String> {
    text(StatusCode::BAD_REQUEST, "text/plain", Cow::Borrowed("FAIL"))
}

fn text(status: StatusCode, content_type: &'static str, body: Cow<'static, str>) -> Response<String> {
    let mut response = Response::new(body.into_owned());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
