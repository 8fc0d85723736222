//! Every provider, simulated: strict about the specification, with real signatures, real TLS and everything that goes wrong.
//!
//! - [`Simulator`] is the core: a `tower::Service` over plain state, with an injected [`Clock`] and a seeded [`FaultPlan`].
//! - [`InMemory`] makes it a [`paytransport::Transport`]: no sockets, no waiting, for tests.
//! - [`Simulator::start`] serves it over HTTPS, for people and for the `cnpay` command.
//! - [`Setup`] makes its CA, keys and passwords, and writes a ready `cnpay.toml`.
//!
//! It has 99bill's [agreement pay](agreement) and [RMB gateway](gateway), the [MMSP open platform](mmsp), and [掌讯](zhangxun).
//!
//! ```
//! use bytes::Bytes;
//! use cnpay_sim::{InMemory, ManualClock, PeerCertificate, Settings, Setup, Simulator};
//! use paycore::{BeijingTime, Effect};
//! use paytransport::Transport;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = ManualClock::new(std::time::SystemTime::now());
//! let setup = Setup::create(["pay.example.com"])?;
//! let simulator = Simulator::new(&setup, Settings { clock: std::sync::Arc::new(clock), ..Settings::default() });
//!
//! let certificate =
//!     PeerCertificate { common_name: "10411004511201290".into(), not_after: BeijingTime::parse_compact("20990101000000")? };
//! let client = InMemory::with_certificate(simulator, certificate);
//! let request = http::Request::post("https://sim/cnp/purchase").body(Bytes::new())?;
//! let response = client.send(request, Effect::Changes).await?;
//! assert!(std::str::from_utf8(response.body())?.contains("B.MGW.0110"), "no credentials");
//! # Ok(())
//! # }
//! ```

mod address;
pub mod agreement;
mod answer;
mod clock;
mod delivery;
mod fate;
mod fault;
pub mod gateway;
mod magic;
mod memory;
pub mod mmsp;
mod outbox;
mod page;
mod peer;
mod serve;
mod service;
mod setup;
mod timing;
pub mod zhangxun;

pub use clock::{Clock, ManualClock, SystemClock};
pub use delivery::Delivery;
pub use fault::{Fault, FaultError, FaultPlan, FaultRate, Rate};
pub use magic::SMS_CODE;
pub use memory::InMemory;
pub use peer::PeerCertificate;
pub use serve::{Merchant, Options, Running, StartError};
pub use service::{NoAnswer, Settings, Simulator};
pub use setup::{ClientFiles, Files, Setup, SetupError, Urls};
pub use timing::Timing;
