//! One HTTPS request out, one response in, and how far it got.
//!
//! [`Transport`] is what clients are written against. [`HttpsTransport`] is the real one; [`Recorder`] writes masked wire logs around any
//! other; [`Replayer`] answers from a list, for tests. What no answer means for an order says [`Unanswered`], and [`settle`] asks until it is
//! known.
//!
//! What sets this crate apart from a general HTTP client is the answer to one question after a failure: can the request have reached the
//! provider? [`SendError::certainty`] tells, from a count of the bytes that were handed to the connection, never from the look of an error.
//! Nothing here sends a request twice, follows a redirect, or trusts a certificate that does not verify.
//!
//! ```no_run
//! use bytes::Bytes;
//! use paycore::Effect;
//! use paytransport::{Certainty, HttpsTransport, Settings, Tls, Transport};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let transport = HttpsTransport::new(Settings { tls: Tls::V12Only, ..Settings::default() })?;
//! let request = http::Request::post("https://sandbox.99bill.com:9445/cnp/purchase").body(Bytes::from_static(b"<MasMessage/>"))?;
//! match transport.send(request, Effect::Changes).await {
//!     Ok(response) => println!("answered {}", response.status()),
//!     Err(error) if error.certainty == Certainty::NotSent => println!("safe to try again: {error}"),
//!     Err(error) => println!("ask the provider, do not send again: {error}"),
//! }
//! # Ok(())
//! # }
//! ```

mod connect;
mod connection;
mod counted;
mod error;
mod https;
mod origin;
mod pool;
mod proxy;
mod recorder;
mod replayer;
mod request;
mod settings;
pub mod settle;
mod transport;
mod unanswered;

pub use error::{Certainty, Kind, SendError};
pub use https::HttpsTransport;
pub use origin::is_absolute;
pub use proxy::Proxy;
pub use recorder::{Exchange, Mask, Recorder, Reply, Sink};
pub use replayer::Replayer;
pub use settings::{Identity, Settings, SettingsError, Tls};
pub use transport::Transport;
pub use unanswered::Unanswered;
