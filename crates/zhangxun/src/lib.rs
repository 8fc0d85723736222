//! The 掌讯 (mpcctp) client: collect payments, pay out from the balance, ask for it.
//!
//! [`Zhangxun`] is the client. The way of a call is one straight line: a request is built (`pay()…build()`), checked and signed, sent once,
//! read, believed or not, judged by the pure tables in [`outcome`], and comes back as an [`Answer`] or an [`Error`] that says what became of
//! the order. [`notice`] is the way of what the platform tells unasked, and of the front return; [`settle`] asks about what is open;
//! [`explain`] finds out why a signature is wrong.
//!
//! A refusal of this platform never ends an order, for no list of its codes exists: the order stays unknown until a query settles it.
//!
//! [`Answer`]: paycore::Answer
//! [`Error`]: paycore::Error

mod account;
pub mod advice;
mod client;
#[cfg(feature = "registry")]
mod dynamic;
pub mod explain;
mod judge;
pub mod notice;
pub mod outcome;
mod requests;
pub mod settle;
mod wire;

pub use account::Account;
pub use client::Zhangxun;
pub use judge::Call;
pub use requests::{BalancePreset, PayPreset, PayoutPreset, PayoutQueryPreset, QueryPreset};
