//! Why there is no believable answer, and what that means for the money.

use std::fmt;

use crate::{Advice, FieldErrors, Raw};

/// A call without a believable reply. [`Error::order`] says what became of the order, which is what matters.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the request breaks a rule. Nothing was sent.
    #[error("{0}")]
    Invalid(FieldErrors),
    /// The client's settings are wrong. Nothing was sent.
    #[error("{0}")]
    Config(ConfigError),
    /// No byte of the request left this machine: it may be tried again.
    #[error("nothing was sent: {0}")]
    NotSent(String),
    /// The request may have reached the provider, and nothing believable came back. Unless it only reads, never send it again; ask.
    #[error("{0}")]
    Unknown(Box<Unknown>),
    /// A reply to a reading call, or a notice, that cannot be believed.
    #[error("not to be believed: {message}")]
    Untrusted {
        /// Why not.
        message: String,
        /// What was received.
        raw: Raw,
    },
    /// The provider's front door refused the call.
    #[error("{0}")]
    Refused(Box<Refusal>),
}

/// A request without a believable answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("no believable answer ({reason}): {message}")]
pub struct Unknown {
    /// What kind of silence it is.
    pub reason: Reason,
    /// What happened, in words.
    pub message: String,
    /// What was received, if anything.
    pub raw: Raw,
    /// Unknown too, unless the call only reads.
    pub order: Order,
}

/// The provider's front door said no.
#[derive(Debug, Clone, thiserror::Error)]
#[error("refused by the provider: {code} {message}")]
pub struct Refusal {
    /// The provider's own code.
    pub code: String,
    /// The provider's own text.
    pub message: String,
    /// What to do, for the codes that the specification names.
    pub advice: Option<Advice>,
    /// What the refusal says about the order.
    pub order: Order,
    /// The refusal as received.
    pub raw: Raw,
}

/// What kind of silence an unknown outcome is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// No complete reply in time.
    Timeout,
    /// The connection broke after the request began to leave.
    Reset,
    /// An HTTP status other than 200.
    Status,
    /// The reply cannot be read.
    Unparsable,
    /// The reply can be read and not believed: a foreign echo, a wrong signature, a contradiction.
    Untrusted,
}

impl Reason {
    /// The word of the reason, as the command prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Reset => "reset",
            Self::Status => "status",
            Self::Unparsable => "unparsable",
            Self::Untrusted => "untrusted",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What became of the order, when the call gave no believable reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// The provider does not have it: nothing was sent, or the refusal is final.
    NotPlaced,
    /// Nobody knows yet; the query settles it, where there is one.
    Unknown(Option<Query>),
    /// The call only reads: no order became other than it was.
    Unchanged,
}

/// The operation and the fields that ask the provider what became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The id of the operation.
    pub id: &'static str,
    /// Its fields, by wire name.
    pub fields: Vec<(&'static str, String)>,
}

/// A setting that cannot work: where it stands and what is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file, where the settings come from one.
    pub file: Option<String>,
    /// The key, such as `kuaiqian.agreement.identity`.
    pub key: Option<String>,
    /// What is wrong and what is expected.
    pub problem: String,
}

impl ConfigError {
    /// `key` has a `problem`.
    pub fn new(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { file: None, key: Some(key.into()), problem: problem.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [&self.file, &self.key].into_iter().flatten() {
            write!(f, "{part}: ")?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for ConfigError {}

impl Error {
    /// What became of the order.
    pub fn order(&self) -> Order {
        match self {
            Self::Invalid(_) | Self::Config(_) | Self::NotSent(_) => Order::NotPlaced,
            Self::Unknown(unknown) => unknown.order.clone(),
            Self::Untrusted { .. } => Order::Unchanged,
            Self::Refused(refusal) => refusal.order.clone(),
        }
    }

    /// The word of the kind, as the command prints it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Config(_) => "config",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
            Self::Untrusted { .. } => "untrusted",
            Self::Refused(_) => "refused",
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<crate::FieldError> for Error {
    fn from(error: crate::FieldError) -> Self {
        Self::Invalid(error.into())
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}
