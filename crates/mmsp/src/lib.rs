//! MMSP open platform clients: quick pay, scan, gateway, payout.
//!
//! [`Mmsp`] is the client of the three products that travel in signed envelopes; [`payout::Payout`] that of the one that travels encrypted.
//! The way of a call is one straight line: a request is built (`mmsp.quickpay().pay()…build()`), checked, written and signed, sent once,
//! read, believed or not, judged by the pure tables in [`outcome`], and comes back as an [`Answer`] or an [`Error`] that says what became of
//! the order. [`notice`] is the way of what the platform tells unasked, [`settle`] asks about what is open, [`flows`] are the steps of
//! section 7, [`explain`] finds out why a signature is wrong.
//!
//! A refusal of this platform is unsigned, so it never ends an order: the order stays unknown until a query settles it.
//!
//! [`Answer`]: paycore::Answer
//! [`Error`]: paycore::Error

mod account;
pub mod advice;
mod checkout;
mod client;
#[cfg(feature = "registry")]
mod dynamic;
pub mod explain;
pub mod flows;
mod judge;
mod links;
pub mod notice;
pub mod outcome;
pub mod payout;
mod recent;
mod requests;
pub mod settle;
mod wire;

pub use account::{Account, NoticeUrls};
pub use checkout::Checkout;
pub use client::Mmsp;
pub use requests::{Gateway, QuickPay, Scan, gateway, quickpay, scan};
