//! The RMB gateway (人民币网关): a form takes the payer's browser to 99bill, a signed notice tells the result; query and refund beside it.
//!
//! [`Gateway`] is the client. [`checkout`](Gateway::checkout) builds the form and sends nothing; everything else goes one straight line: a
//! request is built (`refund().…build()`), checked and signed, sent once, read, believed as far as its signatures reach, judged by the pure
//! tables in [`outcome`], and comes back as an [`Answer`] or an [`Error`] that says what became of the order. [`notice`] is the way of a
//! result notice, [`settle`] asks about what is open, [`explain`] finds out why a signature is wrong.
//!
//! [`Answer`]: paycore::Answer
//! [`Error`]: paycore::Error

mod account;
pub mod advice;
mod believe;
mod checkout;
mod client;
#[cfg(feature = "registry")]
mod dynamic;
pub mod explain;
mod judge;
mod keys;
pub mod notice;
pub mod outcome;
mod paths;
mod replies;
mod requests;
pub mod settle;
mod wire;

pub use account::{Account, Cashier, RefundQueryKey, Services};
pub use checkout::Checkout;
pub use client::Gateway;
pub use judge::Call;
pub use keys::{Signer, Verifier};
pub use paths::{Endpoint, Paths};
pub use replies::{Orders, Refunds};
pub use requests::{PayPreset, QueryPreset, RefundPreset, RefundQueryPreset, RemitPreset};
