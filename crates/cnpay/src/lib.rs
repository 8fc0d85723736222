//! Payments through Chinese acquirers, in one vocabulary.
//!
//! One feature per provider; each re-exports its client crate. [`Config`] reads `cnpay.toml` and makes the clients; [`operations`] lists
//! what they can do; [`call`] and [`notify`] reach any of it by id, which is what the `cnpay` command does. A [`Provider`] is any of the
//! clients, to be asked and told: for a router or a ledger that serves them all.
//!
//! ```no_run
//! use cnpay::{Config, Fen, TradeState};
//!
//! # async fn example(token: cnpay::Sensitive) -> Result<(), Box<dyn std::error::Error>> {
//! let agreement = Config::load("cnpay.toml")?.agreement()?;
//! let order = agreement
//!     .purchase()
//!     .external_ref_number("ORDER-20260301-17")
//!     .amount(Fen::parse_yuan("88.60")?)
//!     .customer_id("U-1001")
//!     .pay_token(token)
//!     .build();
//! let answer = agreement.send(&order).await?;
//! assert_eq!(answer.state, TradeState::Succeeded);
//! # Ok(())
//! # }
//! ```

mod config;
mod dispatch;
mod notices;
mod product;
mod provider;

#[cfg(feature = "kuaiqian")]
pub use config::GatewayKeys;
pub use config::{Config, Via, resolve_secret};
pub use dispatch::{call, mask, operation, operations};
#[cfg(feature = "kuaiqian")]
pub use kq_form;
#[cfg(feature = "kuaiqian")]
pub use kq_xml;
#[cfg(feature = "kuaiqian")]
pub use kuaiqian;
#[cfg(feature = "mmsp")]
pub use mmsp;
#[cfg(feature = "mmsp")]
pub use mmsp_json;
pub use notices::{Comes, NoticeEntry, NoticeKeys, NoticeSettings, Notified, notices, notify};
pub use paycore::{
    Ack, Advice, Answer, BeijingTime, ConfigError, Effect, Error, Expected, Explanation, Fen, FieldError, FieldErrors, Finding, Mismatch,
    Notice, Order, Query, Raw, Reason, Refusal, Sensitive, TradeState, Unknown,
};
pub use paysign::{Matched, NotMatched, Verified};
pub use paytransport::{
    Exchange, Mask, Recorder, Transport,
    settle::{Polling, Settled},
};
pub use paywire::registry::{Entry, Received};
pub use paywire::{charset::Charset, json};
#[cfg(feature = "zhangxun")]
pub use provider::ZhangxunPayout;
pub use provider::{AnyNotice, NotTaken, Outcome, Provider, RawNotice, answer};
#[cfg(feature = "mmsp")]
pub use provider::{MmspGateway, MmspQuickPay, MmspScan};
#[cfg(feature = "zhangxun")]
pub use zhangxun;
#[cfg(feature = "zhangxun")]
pub use zx_form;

/// The README's example is compiled.
#[cfg(all(doctest, feature = "kuaiqian"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
