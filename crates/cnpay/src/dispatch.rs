//! Every operation by id.

use paycore::{Answer, Error, FieldError};
use paywire::registry::{Entry, Received};
use serde_json::{Map, Value};

use crate::{Config, config::Via};

/// Every operation of the providers that are switched on.
pub fn operations() -> impl Iterator<Item = &'static dyn Entry> {
    let operations: &[&[&dyn Entry]] = &[
        #[cfg(feature = "kuaiqian")]
        kq_xml::registry::OPERATIONS,
        #[cfg(feature = "kuaiqian")]
        kq_form::registry::OPERATIONS,
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
    #[cfg(feature = "kuaiqian")]
    if id.starts_with("kuaiqian.gateway.") {
        return config.gateway_via(via)?.call(id, fields).await;
    }
    let _ = (config, fields, via);
    Err(FieldError::new(id.to_owned(), "is no operation").into())
}

/// What masks the wire logs of the operation `id`.
pub fn mask(id: &str) -> fn(&[u8]) -> String {
    #[cfg(feature = "kuaiqian")]
    if id.starts_with("kuaiqian.agreement.") {
        return kq_xml::masked;
    }
    #[cfg(feature = "kuaiqian")]
    if id.starts_with("kuaiqian.gateway.") {
        return kq_form::masked;
    }
    let _ = id;
    |bytes| format!("({} bytes)", bytes.len())
}
