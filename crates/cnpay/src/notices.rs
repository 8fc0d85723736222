//! Every notice by id: how it comes, what it is checked with, what it says.

use paycore::{Ack, Error, FieldError, TradeState};
use paysign::{Hash, Md5Key, RsaVerifier};
use paywire::{charset::Charset, registry::Received};

use crate::product::{self, PRODUCTS};

/// A kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoticeEntry {
    /// The id, such as `kuaiqian.agreement.tr3`.
    pub id: &'static str,
    /// What it tells, in a few words.
    pub title: &'static str,
    /// How it comes over HTTP.
    pub comes: Comes,
    /// The hashes that its RSA signatures may use; none where it has no such signature.
    pub hashes: &'static [Hash],
    /// Whether the ack sends the payer's browser somewhere.
    pub redirects: bool,
    /// Whether it is signed at all.
    pub signed: bool,
}

/// How a notice comes over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comes {
    /// As the body of a POST.
    Body,
    /// As the query string of a GET.
    Query,
}

/// Every notice of the providers that are switched on.
pub fn notices() -> impl Iterator<Item = &'static NoticeEntry> {
    PRODUCTS.iter().flat_map(|product| product.notices)
}

/// What a notice is checked with. [`Config::notice`](crate::Config::notice) reads it from the settings.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoticeSettings {
    /// The keys.
    pub keys: NoticeKeys,
    /// The merchant whose notices these are; `None` compares no merchant number.
    pub merchant: Option<String>,
    /// The charset of the order, where the notice does not say.
    pub charset: Charset,
    /// Where the payer is sent, where the ack says so.
    pub redirect_url: Option<String>,
}

/// The keys that a notice is verified with.
#[derive(Debug)]
pub enum NoticeKeys {
    /// The provider's public keys.
    Rsa(RsaVerifier),
    /// Shared keys, tried in order.
    Md5(Vec<Md5Key>),
    /// None: the notice is not signed.
    None,
}

impl NoticeSettings {
    /// Keys, with any merchant, UTF-8 and no page.
    pub fn new(keys: NoticeKeys) -> Self {
        Self { keys, merchant: None, charset: Charset::Utf8, redirect_url: None }
    }
}

/// A notice, as the command prints it. Compare it with the stored order before anything is shipped.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Notified {
    /// Whether a good signature covers it. Without one it says nothing about an order.
    pub verified: bool,
    /// What it says about its order.
    pub state: TradeState,
    /// What a person should know of it, such as a contradiction in it.
    pub message: Option<String>,
    /// Its fields.
    pub notice: Received,
    /// What to answer once it is stored; nothing to a page return.
    pub ack: Option<Ack>,
}

/// Verifies a notice, given as it came (a body, or a raw query string), and says what it says.
///
/// # Errors
/// [`Error::Untrusted`] for whatever does not verify or speaks of another merchant; an unknown id is [`Error::Invalid`].
pub fn notify(id: &str, raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    match product::of(id).filter(|product| product.notices.iter().any(|notice| notice.id == id)) {
        Some(product) => (product.notify)(id, raw, settings),
        None => Err(FieldError::new(id.to_owned(), "is no notice").into()),
    }
}
