//! Every operation by id.

use paycore::{Answer, Error, FieldError};
use paywire::registry::{Entry, Received};
use serde_json::{Map, Value};

use crate::{
    Config,
    config::Via,
    product::{self, PRODUCTS},
};

/// Every operation of the providers that are switched on.
pub fn operations() -> impl Iterator<Item = &'static dyn Entry> {
    PRODUCTS.iter().flat_map(|product| product.operations.iter().copied())
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
    match product::of(id) {
        Some(product) => (product.call)(config, id, fields, via).await,
        None => Err(FieldError::new(id.to_owned(), "is no operation").into()),
    }
}

/// What masks the wire logs of the operation `id`.
pub fn mask(id: &str) -> fn(&[u8]) -> String {
    product::of(id).map_or(|bytes| format!("({} bytes)", bytes.len()), |product| product.mask)
}
