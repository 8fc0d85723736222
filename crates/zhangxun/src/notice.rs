//! What the platform tells unasked, and what a payer's browser brings back: bytes, verified, matched, answered. Sections 4.6 to 4.8 and 6.
//!
//! Which notice a message is, the address tells to which it came, never its fields.

use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use paycore::{Ack, Error, Raw, TradeState};
use paysign::{Md5Key, Verified};
use paywire::flat::Node;
use zx_form::{FrontReturn, Malformed, Message, Notification, PayNotice, PayoutNotice, Signed};

use crate::{Zhangxun, outcome};

/// A notice of payments or of payouts.
pub trait Push: Notification {
    /// What the notice says about its order, once it is matched.
    fn state(&self) -> TradeState;
}

impl Push for PayNotice {
    fn state(&self) -> TradeState {
        outcome::of_notice(&self.ord_status)
    }
}

impl Push for PayoutNotice {
    fn state(&self) -> TradeState {
        outcome::of_payout_notice(&self.ord_status)
    }
}

/// Verifies the body of a notice, a form or JSON, and reads exactly what was verified. Whose it is, [`of_merchant`] tells.
///
/// # Errors
/// [`Error::Untrusted`] says why the notice is not to be believed, and repeats nothing of it. Answer it with [`refusal`].
pub fn verify<N: Push>(key: &Md5Key, body: &[u8]) -> Result<Verified<N>, Error> {
    verified(key, body, Message::parse(body), N::read)
}

/// The same, with the verified fields as received.
///
/// # Errors
/// As [`verify`].
pub fn verify_nodes<N: Push>(key: &Md5Key, body: &[u8]) -> Result<Verified<(N, Vec<Node>)>, Error> {
    verified(key, body, Message::parse(body), |signed| Ok((N::read(signed)?, signed.nodes()?)))
}

/// Verifies the raw query string of a front return. It stays for display only: it is no notice, so it can never be matched.
///
/// ```compile_fail,E0599
/// # fn example(key: paysign::Md5Key, stored: paycore::Expected) {
/// let returned = zhangxun::notice::verify_front_return(&key, b"ordStatus=01").unwrap();
/// returned.matched(&stored);
/// # }
/// ```
///
/// # Errors
/// [`Error::Untrusted`] says why it is not even to be shown.
pub fn verify_front_return(key: &Md5Key, query: &[u8]) -> Result<Verified<FrontReturn>, Error> {
    verified(key, query, Message::from_form(query), |signed| signed.read())
}

/// The same, with the verified parameters as received.
///
/// # Errors
/// As [`verify_front_return`].
pub fn verify_front_return_nodes(key: &Md5Key, query: &[u8]) -> Result<Verified<(FrontReturn, Vec<Node>)>, Error> {
    verified(key, query, Message::from_form(query), |signed| Ok((signed.read()?, signed.nodes()?)))
}

fn verified<'b, N>(
    key: &Md5Key,
    received: &[u8],
    message: Result<Message<'b>, Malformed>,
    read: impl FnOnce(&Signed<'b>) -> Result<N, Malformed>,
) -> Result<Verified<N>, Error> {
    let believed = || {
        let message = message.map_err(|error| error.to_string())?;
        let given = String::from_utf8_lossy(message.signature().ok_or("no sign")?).into_owned();
        let verified = key.verify(message.for_md5(), &given).map_err(|error| format!("sign: {error}"))?;
        verified.read(read).map_err(|error| error.to_string())
    };
    believed().map_err(|message: String| untrusted(received, message))
}

fn untrusted(received: &[u8], message: String) -> Error {
    Error::Untrusted { message, raw: Raw::from(bytes::Bytes::copy_from_slice(received)) }
}

/// Whether a notice speaks to that merchant.
///
/// # Errors
/// [`Error::Untrusted`] names the number that differs.
pub fn of_merchant(notice: &impl Push, org: &str, merchant: &str) -> Result<(), Error> {
    owned([("orgNo", Some(notice.org_no()), org), ("custId", Some(notice.cust_id()), merchant)])
}

fn owned(numbers: [(&str, Option<&str>, &str); 2]) -> Result<(), Error> {
    match numbers.into_iter().find(|(_, told, own)| *told != Some(*own)) {
        Some((field, ..)) => Err(untrusted(&[], format!("{field} is another merchant's"))),
        None => Ok(()),
    }
}

/// What a notice says about its order, once it is matched.
pub fn state(notice: &impl Push) -> TradeState {
    notice.state()
}

impl Zhangxun {
    /// Takes what the platform posted to `backUrl`. Match it with the stored order before anything is shipped:
    /// [`matched`](Verified::matched). Whatever it then says, answer its ack once it is stored.
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason; answer it with [`refusal`].
    pub fn notice(&self, body: &[u8]) -> Result<Verified<PayNotice>, Error> {
        self.to_us(body)
    }

    /// Takes what the platform posted to `callBackUrl`. Match it with the stored payout: [`matched`](Verified::matched).
    ///
    /// # Errors
    /// As [`notice`](Self::notice).
    pub fn payout_notice(&self, body: &[u8]) -> Result<Verified<PayoutNotice>, Error> {
        self.to_us(body)
    }

    fn to_us<N: Push>(&self, body: &[u8]) -> Result<Verified<N>, Error> {
        let notice = verify::<N>(&self.account().key, body)?;
        of_merchant(notice.get(), &self.account().org, &self.account().merchant)?;
        Ok(notice)
    }

    /// Takes the raw query string with which the payer's browser came to `frontUrl`: for display, and then ask. No answer but a page is due.
    ///
    /// # Errors
    /// [`Error::Untrusted`] with the reason.
    pub fn front_return(&self, raw_query: &[u8]) -> Result<Verified<FrontReturn>, Error> {
        let (account, returned) = (self.account(), verify_front_return(&self.account().key, raw_query)?);
        let (org, merchant) = (returned.org_no.as_deref(), returned.cust_id.as_deref());
        owned([("orgNo", org, &account.org), ("custId", merchant, &account.merchant)])?;
        Ok(returned)
    }
}

/// The HTTP answer to a verified notice, once it is stored.
pub fn answer(ack: Ack) -> Response<String> {
    text(StatusCode::OK, ack.content_type, ack.body)
}

/// The HTTP answer to what did not verify or could not be stored: the platform sends it again.
pub fn refusal() -> Response<String> {
    text(StatusCode::BAD_REQUEST, "text/plain", "FAIL".to_owned())
}

fn text(status: StatusCode, content_type: &'static str, body: String) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
