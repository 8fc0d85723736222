//! The words of cnpay: what every codec, client and tool means by an amount, a time, a secret, a state, an error.
//!
//! No behaviour lives here: no I/O, no keys, no clock. One word a file.

mod advice;
mod answer;
mod error;
mod explain;
mod field;
mod money;
mod notice;
mod raw;
mod sensitive;
mod state;
mod time;

pub use advice::Advice;
pub use answer::Answer;
pub use error::{ConfigError, Error, Order, Query, Reason, Refusal, Unknown};
pub use explain::{Explanation, Finding};
pub use field::{FieldError, FieldErrors};
pub use money::{Fen, MoneyError};
pub use notice::{Ack, Expected, Mismatch, Notice};
pub use raw::Raw;
pub use sensitive::{Sensitive, without_numbers};
pub use state::{Effect, TradeState};
pub use time::{BeijingTime, TimeError};
