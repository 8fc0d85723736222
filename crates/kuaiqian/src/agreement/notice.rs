//! The way of a TR3: bytes, verified, matched, answered. Section 4 of the specification.

use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{ALLOW, CONTENT_TYPE},
};
use kq_xml::{Document, Malformed, SignedPart, Tr3};
use paycore::{Ack, Error, Expected, Raw, TradeState};
use paysign::{Matched, RsaVerifier, Verified};

use super::{Agreement, outcome};

/// The id of the notice.
pub const ID: &str = "kuaiqian.agreement.tr3";

/// Verifies the bytes of a TR3 and parses exactly what was verified.
///
/// # Errors
/// [`Error::Untrusted`] says why the notice is not to be believed, and repeats nothing of it.
pub fn verify(keys: &RsaVerifier, body: &[u8], content_type: Option<&str>) -> Result<Verified<Tr3>, Error> {
    verify_as(keys, body, content_type, Tr3::read)
}

/// The same, with the tree of the notice as received: nothing of it is lost.
///
/// # Errors
/// As [`verify`].
pub fn verify_document(keys: &RsaVerifier, body: &[u8], content_type: Option<&str>) -> Result<Verified<(Tr3, Document)>, Error> {
    verify_as(keys, body, content_type, |message, cut| Ok((Tr3::read(message, cut)?, Tr3::document(message)?)))
}

fn verify_as<N>(
    keys: &RsaVerifier,
    body: &[u8],
    content_type: Option<&str>,
    parse: impl FnOnce(&[u8], usize) -> Result<N, Malformed>,
) -> Result<Verified<N>, Error> {
    let signed = SignedPart::find(body).map_err(|error| untrusted(body, error))?;
    let check = |signed: SignedPart| {
        let (cut, signature) = (signed.cut(), signed.signature().to_vec());
        keys.verify(signed, &signature).map(|verified| (verified, cut))
    };
    let (verified, cut) = match check(signed) {
        Ok(verified) => verified,
        // Signed as UTF-8 and sent in the GB family (section 4.4, step 5).
        Err(error) => match SignedPart::find_in_gb18030(body, content_type).map(check) {
            Some(Ok(verified)) => verified,
            _ => return Err(untrusted(body, error)),
        },
    };
    verified.parse(|message| parse(message, cut)).map_err(|error| untrusted(body, error))
}

fn untrusted(body: &[u8], error: impl ToString) -> Error {
    Error::Untrusted { message: error.to_string(), raw: Raw::from(bytes::Bytes::copy_from_slice(body)) }
}

/// What a verified TR3 says about its order.
pub fn state(notice: &Tr3) -> TradeState {
    let upper = |text: &Option<String>| text.as_ref().map(|text| text.to_ascii_uppercase());
    let (kind, code, status) = (upper(&notice.txn_type), upper(&notice.response_code), upper(&notice.txn_status));
    outcome::of_tr3(kind.as_deref(), code.as_deref(), status.as_deref())
}

impl Agreement {
    /// Takes a TR3 as it came over HTTP. Match it with the stored order before anything is shipped:
    /// [`matched`](paysign::Verified::matched).
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason; answer it with [`refusal`]. [`Error::Config`] when the account has no key to verify with.
    pub fn tr3<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<Verified<Tr3>, Error> {
        if request.method() != Method::POST {
            return Err(untrusted(request.body().as_ref(), "a TR3 comes by POST"));
        }
        let keys = self.account().notice_keys.as_ref();
        let keys = keys.ok_or_else(|| paycore::ConfigError::new("notice_keys", "99bill's public key or certificate is expected"))?;
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        verify(keys, request.body().as_ref(), content_type)
    }

    /// What a matched TR3 says about its order, confirmed by a query where the account wants that for "paid".
    ///
    /// # Errors
    /// The query's own; the order is then still open.
    pub async fn confirmed(&self, notice: &Matched<Tr3>, order: &Expected) -> Result<TradeState, Error> {
        match state(notice) {
            TradeState::Succeeded if self.account().confirm_by_query => {
                // The query must find the very transaction that the notice speaks of.
                let order = notice.ref_number.iter().fold(order.clone(), |order, reference| order.reference(reference));
                self.ask(&order).await.map(|asked| asked.state)
            }
            state => Ok(state),
        }
    }
}

/// The HTTP answer to a matched notice, once it is stored.
pub fn answer(ack: Ack) -> Response<String> {
    let mut response = Response::new(ack.body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(ack.content_type));
    response
}

/// The HTTP answer to what is no notice (section 4.6): no TR4, no detail.
pub fn refusal<B>(request: &Request<B>) -> Response<String> {
    let mut response = Response::new(String::new());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    if request.method() != Method::POST {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

/// The HTTP answer to a verified notice that cannot be applied or stored: the gateway sends it again.
pub fn not_now() -> Response<String> {
    let mut response = Response::new(String::new());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
