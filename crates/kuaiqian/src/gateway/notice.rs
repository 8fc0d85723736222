//! The way of a result notice, and of the page return, which is the same message: bytes, verified, matched, answered. Section 7.

use http::{HeaderValue, Response, header::CONTENT_TYPE};
use kq_form::{PayNotice, Signed, notice::parse};
use paycore::{Ack, Advice, Error, Raw, TradeState};
use paysign::Verified;
use paywire::{charset::Charset, flat::Node};

use super::{
    Gateway, Verifier,
    advice::{self, CONFLICT, Interface},
    outcome,
};

pub use kq_form::notice::{ID, redirect_ack};

/// Verifies the raw query string of a notice and reads exactly what was verified. `charset` is that of the order; where it does not fit, the
/// texts are read in another, and the notice stays verified.
///
/// # Errors
/// [`Error::Untrusted`] says why the notice is not to be believed, and repeats nothing of it. Answer it with [`refusal`].
pub fn verify(verifier: &Verifier, query: &[u8], charset: Charset) -> Result<Verified<PayNotice>, Error> {
    verify_as(verifier, query, |signed| signed.read(charset))
}

/// The same, with the verified fields as received. Parameters that no signature covers are not among them.
///
/// # Errors
/// As [`verify`].
pub fn verify_nodes(verifier: &Verifier, query: &[u8], charset: Charset) -> Result<Verified<(PayNotice, Vec<Node>)>, Error> {
    verify_as(verifier, query, |signed| Ok((signed.read(charset)?, signed.nodes(charset)?)))
}

fn verify_as<N>(
    verifier: &Verifier,
    query: &[u8],
    read: impl FnOnce(&Signed<'_>) -> Result<N, kq_form::Malformed>,
) -> Result<Verified<N>, Error> {
    let untrusted = |message: String| Error::Untrusted { message, raw: Raw::from(bytes::Bytes::copy_from_slice(query)) };
    let listed = parse(query).map_err(|error| untrusted(error.to_string()))?;
    let verified = verifier.verify(listed).map_err(untrusted)?;
    verified.read(read).map_err(|error| untrusted(error.to_string()))
}

/// What a verified notice says about its order, once it is matched. A failure may be followed by a success (section 7.7).
pub fn state(notice: &PayNotice) -> TradeState {
    outcome::of_notice(notice.pay_result.as_deref(), amounts(notice))
}

/// Why a person has to look at a verified notice, where one has to: it says "paid" and its amounts do not. Store it and acknowledge it all
/// the same (section 12, decision 42).
pub fn conflict(notice: &PayNotice) -> Option<&'static str> {
    outcome::is_conflict(notice.pay_result.as_deref(), amounts(notice)).then_some(CONFLICT)
}

fn amounts(notice: &PayNotice) -> outcome::Amounts<'_> {
    [notice.order_amount.as_deref(), notice.pay_amount.as_deref()]
}

/// What to do about a [`conflict`], else what the notice's `errCode` means and what to do. It explains, and never turns a result into
/// another.
pub fn advice(notice: &PayNotice) -> Option<Advice> {
    if conflict(notice).is_some() {
        return Some(advice::ASK_A_PERSON);
    }
    let code = notice.err_code.as_deref()?;
    advice::code(Interface::Payment, code).map(|code| code.advice)
}

impl Gateway {
    /// Takes the raw query string with which 99bill called `bgUrl`, or sent the payer's browser. Look the order up by the notice's
    /// `order_id`, and match it before anything is shipped: [`matched`](paysign::Verified::matched). Whatever it says, and also where it
    /// contradicts the stored order, answer [`ack`](Self::ack) once it is stored.
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason; answer it with [`refusal`].
    pub fn notice(&self, raw_query: &[u8]) -> Result<Verified<PayNotice>, Error> {
        verify(&self.account().notices, raw_query, self.account().charset.charset())
    }
}

/// The HTTP answer to a verified notice, once it is stored.
pub fn answer(ack: Ack) -> Response<String> {
    let mut response = Response::new(ack.body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(ack.content_type));
    response
}

/// The HTTP answer to what did not verify or could not be stored: 99bill sends a notice again.
pub fn refusal() -> Response<String> {
    answer(kq_form::notice::refusal())
}
