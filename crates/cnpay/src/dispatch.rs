//! Everything by id: operations, calls, notices.

use paycore::{Ack, Answer, Error, FieldError, TradeState};
use paysign::RsaVerifier;
use paywire::registry::{Entry, Received};
use serde_json::{Map, Value};

use crate::{Config, config::Via};

/// Every operation of the providers that are switched on.
pub fn operations() -> impl Iterator<Item = &'static dyn Entry> {
    let operations: &[&[&dyn Entry]] = &[
        #[cfg(feature = "kuaiqian")]
        kq_xml::registry::OPERATIONS,
    ];
    operations.iter().flat_map(|list| list.iter().copied()).collect::<Vec<_>>().into_iter()
}

/// The operation of that id.
pub fn operation(id: &str) -> Option<&'static dyn Entry> {
    operations().find(|operation| operation.id() == id)
}

/// Sends the operation `id` with fields by wire name, through `via`.
///
/// # Errors
/// As the provider's client; an unknown id is [`Error::Invalid`].
pub async fn call(config: &Config, id: &str, fields: Map<String, Value>, via: Via<'_>) -> Result<Answer<Received>, Error> {
    #[cfg(feature = "kuaiqian")]
    if id.starts_with("kuaiqian.agreement.") {
        return config.agreement_via(via)?.call(id, fields).await;
    }
    let _ = (config, fields, via);
    Err(FieldError::new(id.to_owned(), "is no operation").into())
}

/// A verified notice, as the command prints it. Compare it with the stored order before anything is shipped.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Notified {
    /// What it says about its order.
    pub state: TradeState,
    /// Its fields.
    pub notice: Received,
    /// What to answer once it is stored.
    pub ack: Ack,
}

/// What a notice is checked with.
#[derive(Debug)]
pub struct NoticeKeys {
    /// The provider's public keys.
    pub keys: RsaVerifier,
    /// The merchant whose notices these are; `None` compares no merchant number.
    pub merchant: Option<String>,
}

/// Verifies a notice and says what it says.
///
/// # Errors
/// [`Error::Untrusted`] for whatever does not verify or speaks of another merchant; an unknown id is [`Error::Invalid`].
pub fn notify(id: &str, body: &[u8], keys: &NoticeKeys) -> Result<Notified, Error> {
    #[cfg(feature = "kuaiqian")]
    if id == kuaiqian::agreement::notice::ID {
        return agreement_notice(body, keys);
    }
    let _ = (body, keys);
    Err(FieldError::new(id.to_owned(), "is no notice").into())
}

#[cfg(feature = "kuaiqian")]
fn agreement_notice(body: &[u8], keys: &NoticeKeys) -> Result<Notified, Error> {
    use kuaiqian::agreement::notice;
    use paycore::Notice;

    let verified = notice::verify_document(&keys.keys, body, None)?;
    let (tr3, document) = verified.get();
    if keys.merchant.is_some() && keys.merchant != tr3.merchant_id {
        return Err(Error::Untrusted { message: "merchantId is not the merchant of the settings".into(), raw: paycore::Raw::default() });
    }
    Ok(Notified { state: notice::state(tr3), notice: kq_xml::registry::message_to_json(document).into(), ack: tr3.ack() })
}
