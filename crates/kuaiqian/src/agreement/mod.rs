//! Agreement pay (协议支付): bind a card with an SMS code, charge it, be told about it, ask about it.
//!
//! [`Agreement`] is the client. The way of a call is one straight line: a request is built (`purchase().…build()`), checked and written by
//! the codec, sent once, read, judged by the pure tables in [`outcome`], and comes back as an [`Answer`] or an [`Error`] that says what
//! became of the order. [`notice`] is the way of a TR3, [`settle`] asks about what is open.
//!
//! [`Answer`]: paycore::Answer
//! [`Error`]: paycore::Error

mod account;
mod advice;
mod client;
mod connect;
#[cfg(feature = "registry")]
mod dynamic;
pub mod explain;
mod judge;
pub mod notice;
pub mod outcome;
mod requests;
pub mod settle;

pub use account::Account;
pub use advice::advice;
pub use client::Agreement;
pub use connect::{Connection, connect};
pub use requests::{
    ConfirmPreset, GetDynNumPreset, IndAuthPreset, IndAuthVerifyPreset, InstallmentPurchasePreset, PciDelPreset, PciQueryPreset,
    PreauthPreset, PurchasePreset, QueryTxnPreset, QuickPurchasePreset, RefundPreset, VoidPreset,
};
