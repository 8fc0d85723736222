//! Steps that belong together. Section 7.

mod cancel;
mod charge;
mod pages;
mod sms;

pub use charge::Outcome;
pub use pages::{Batch, Pages};
pub use sms::{BETWEEN_SMS, SmsPayment};
