//! Payout 代付: money leaves the merchant's account for a bank account. Sections 4.6, 5, 7.10 and 8.6.
//!
//! [`Payout`] is the client. A request is written once; exactly those bytes are signed and encrypted. A reply is decrypted, its bytes joined,
//! and only then read. Nothing of it is authenticated: it is worth what the TLS connection is worth (section 5.3). A refusal leaves the
//! payout unknown until a query settles it, and the same debt is never paid under a new number while the old one is open.

mod account;
mod client;
#[cfg(feature = "registry")]
mod dynamic;
mod judge;
mod requests;
mod seal;
mod settle;

pub use account::PayoutAccount;
pub use client::Payout;
pub use judge::Judge;
pub use requests::{BalancePreset, PayPreset, QueryPreset};
pub(crate) use seal::seal;
