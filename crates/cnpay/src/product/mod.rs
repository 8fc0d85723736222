//! Every product of every provider, a file each: what it can do, and how its clients are reached by id.
//!
//! A new product is a file here, a line in [`PRODUCTS`], and its table in `config/`.

#[cfg(feature = "kuaiqian")]
mod kuaiqian_agreement;
#[cfg(feature = "kuaiqian")]
mod kuaiqian_gateway;
#[cfg(feature = "mmsp")]
mod mmsp;
#[cfg(feature = "zhangxun")]
mod zhangxun;

use std::{future::Future, pin::Pin};

use paycore::{Answer, ConfigError, Error};
use paywire::registry::{Entry, Received};
use serde_json::{Map, Value};

use crate::{Config, NoticeEntry, NoticeSettings, Notified, config::Via};

/// The products that are switched on.
pub(crate) const PRODUCTS: &[Product] = &[
    #[cfg(feature = "kuaiqian")]
    kuaiqian_agreement::PRODUCT,
    #[cfg(feature = "kuaiqian")]
    kuaiqian_gateway::PRODUCT,
    #[cfg(feature = "mmsp")]
    mmsp::PRODUCT,
    #[cfg(feature = "zhangxun")]
    zhangxun::PRODUCT,
];

/// A product.
pub(crate) struct Product {
    /// What its ids begin with.
    pub(crate) prefix: &'static str,
    pub(crate) operations: &'static [&'static dyn Entry],
    pub(crate) notices: &'static [NoticeEntry],
    /// Masks its wire logs.
    pub(crate) mask: fn(&[u8]) -> String,
    /// Sends one of its operations.
    pub(crate) call: for<'a> fn(&'a Config, &'a str, Map<String, Value>, Via<'a>) -> Called<'a>,
    /// What one of its notices is checked with.
    pub(crate) notice: fn(&Config, &str) -> Result<NoticeSettings, ConfigError>,
    /// Verifies one of its notices.
    pub(crate) notify: fn(&str, &[u8], NoticeSettings) -> Result<Notified, Error>,
}

/// A call on its way.
pub(crate) type Called<'a> = Pin<Box<dyn Future<Output = Result<Answer<Received>, Error>> + Send + 'a>>;

/// The product to which the id belongs.
pub(crate) fn of(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| id.starts_with(product.prefix))
}

/// A notice of another merchant is not to be believed here.
#[cfg(any(feature = "kuaiqian", feature = "zhangxun"))]
fn same_merchant(field: &str, received: Option<&String>, expected: Option<&String>) -> Result<(), Error> {
    if expected.is_some() && expected != received {
        return Err(untrusted(format!("{field} is not the merchant of the settings")));
    }
    Ok(())
}

#[cfg(any(feature = "kuaiqian", feature = "zhangxun"))]
fn untrusted(message: String) -> Error {
    Error::Untrusted { message, raw: paycore::Raw::default() }
}

/// The keys that were given cannot verify this notice.
#[cfg(any(feature = "kuaiqian", feature = "mmsp", feature = "zhangxun"))]
fn other_keys(id: &str) -> Error {
    ConfigError::new(id, "is verified with keys of another kind").into()
}
