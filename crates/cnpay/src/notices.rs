//! Every notice by id: how it comes, what it is checked with, what it says.

use paycore::{Ack, Error, FieldError, TradeState};
use paysign::{Hash, Md5Key, RsaVerifier};
use paywire::{charset::Charset, registry::Received};

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
pub const NOTICES: &[NoticeEntry] = &[
    #[cfg(feature = "kuaiqian")]
    NoticeEntry {
        id: kuaiqian::agreement::notice::ID,
        title: "the result of a transaction",
        comes: Comes::Body,
        hashes: &[Hash::Sha1],
        redirects: false,
    },
    #[cfg(feature = "kuaiqian")]
    NoticeEntry {
        id: kuaiqian::gateway::notice::ID,
        title: "the result of an order, and its page return",
        comes: Comes::Query,
        hashes: &[Hash::Sha1, Hash::Sha256],
        redirects: true,
    },
];

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
    #[cfg(feature = "kuaiqian")]
    match id {
        kuaiqian::agreement::notice::ID => return agreement(raw, settings),
        kuaiqian::gateway::notice::ID => return gateway(raw, settings),
        _ => {}
    }
    let _ = (raw, settings);
    Err(FieldError::new(id.to_owned(), "is no notice").into())
}

#[cfg(feature = "kuaiqian")]
fn agreement(raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    use kuaiqian::agreement::notice;
    use paycore::Notice;

    let NoticeKeys::Rsa(keys) = &settings.keys else { return Err(other_keys(notice::ID)) };
    let verified = notice::verify_document(keys, raw, None)?;
    let (tr3, document) = verified.get();
    same_merchant("merchantId", tr3.merchant_id.as_ref(), settings.merchant.as_ref())?;
    let notice = kq_xml::registry::message_to_json(document).into();
    Ok(Notified { verified: true, state: notice::state(tr3), notice, ack: Some(tr3.ack()) })
}

#[cfg(feature = "kuaiqian")]
fn gateway(raw: &[u8], settings: NoticeSettings) -> Result<Notified, Error> {
    use kuaiqian::gateway::{Verifier, notice};
    use paycore::Notice;

    let NoticeSettings { keys, merchant, charset, redirect_url } = settings;
    let verifier = match keys {
        NoticeKeys::Rsa(keys) => Verifier::Rsa(keys),
        NoticeKeys::Md5(keys) => Verifier::Md5(keys.into_iter().next().ok_or_else(|| other_keys(notice::ID))?),
    };
    let verified = notice::verify_nodes(&verifier, raw, charset)?;
    let (told, nodes) = verified.get();
    same_merchant("merchantAcctId", told.merchant_acct_id.as_ref(), merchant.as_ref())?;
    let ack = redirect_url.map_or_else(|| Ok(told.ack()), |url| kq_form::notice::redirect_ack(&url))?;
    let notice = kq_form::registry::nodes_to_json(nodes).map_err(|error| untrusted(error.to_string()))?;
    Ok(Notified { verified: true, state: notice::state(told), notice: notice.into(), ack: Some(ack) })
}

/// A notice of another merchant is not to be believed here.
#[cfg(feature = "kuaiqian")]
fn same_merchant(field: &str, received: Option<&String>, expected: Option<&String>) -> Result<(), Error> {
    if expected.is_some() && expected != received {
        return Err(untrusted(format!("{field} is not the merchant of the settings")));
    }
    Ok(())
}

#[cfg(feature = "kuaiqian")]
fn untrusted(message: String) -> Error {
    Error::Untrusted { message, raw: paycore::Raw::default() }
}

#[cfg(feature = "kuaiqian")]
fn other_keys(id: &str) -> Error {
    paycore::ConfigError::new(id, "is verified with keys of another kind").into()
}
