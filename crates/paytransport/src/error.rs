//! Why there is no response, and what that means for the money.

use std::fmt;

/// A request without a complete response.
///
/// Read [`certainty`](Self::certainty) to decide what to do; [`kind`](Self::kind) and [`message`](Self::message) are for people. The message
/// names the base URL at most: no path, no header value, no body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({certainty})")]
pub struct SendError {
    /// Whether the request can have reached the provider.
    pub certainty: Certainty,
    /// What went wrong.
    pub kind: Kind,
    /// What happened, in words.
    pub message: String,
}

impl SendError {
    /// An error before the first byte of the request was handed to a connection.
    pub fn not_sent(kind: Kind, message: impl Into<String>) -> Self {
        Self { certainty: Certainty::NotSent, kind, message: message.into() }
    }

    /// An error after it.
    pub fn maybe_sent(kind: Kind, message: impl Into<String>) -> Self {
        Self { certainty: Certainty::MaybeSent, kind, message: message.into() }
    }
}

/// Whether the request can have reached the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// No byte of the request left: no money moved because of it, and it may be sent again.
    NotSent,
    /// At least one byte was handed to the connection: money may have moved. Ask the provider; never send it again.
    MaybeSent,
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "nothing was sent",
            Self::MaybeSent => "the request may have arrived",
        })
    }
}

/// What went wrong. It never decides whether the request arrived; [`Certainty`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The request cannot be sent as it is written. No money moved; correct the request.
    Request,
    /// The name was not found or nobody took the connection. No money moved.
    Connect,
    /// The proxy could not be reached or refused to connect. No money moved.
    Proxy,
    /// TLS failed. In the handshake no money moved. Under TLS 1.3 a server refuses a client certificate only after the request left: the
    /// server has then almost certainly not read it, yet that cannot be proved from here.
    Tls,
    /// Too slow. While connecting no money moved; while waiting for the reply it may have.
    Timeout,
    /// The connection ended before a reply. Money may have moved, unless nothing had been written to a kept connection that was already dead.
    Closed,
    /// The reply began and was cut short or broke off in nonsense. The provider had the request: money may have moved.
    Truncated,
    /// What came back is not HTTP. Money may have moved.
    Protocol,
    /// The reply is larger than allowed. The provider had the request: money may have moved.
    TooLarge,
}
