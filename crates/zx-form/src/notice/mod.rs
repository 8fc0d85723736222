//! What the platform tells unasked. Section 6.
//!
//! The way of a notice: [`Message::parse`](crate::Message::parse) takes it apart, the key verifies it, and only then it is read from exactly
//! what was verified. Which of the two it is, the address tells that the merchant gave for it, never its fields. The signature covers
//! neither address nor direction, so the fields that every notice has are required here, and what carries a `code`, as replies and front
//! returns do, is no notice (decision Z30).

mod payment;
mod payout;

pub use payment::PayNotice;
pub use payout::PayoutNotice;

use paycore::{Ack, Expected, FieldError, Mismatch, Notice};
use paywire::flat::FlatError;

use crate::{Malformed, Signed, parse_fen};

/// A notice of payments or of payouts.
pub trait Notification: Notice + Sized {
    /// The id of the notice, as tools name it.
    const ID: &'static str;

    /// Reads the notice. Give it nothing that is not verified.
    ///
    /// # Errors
    /// A field that every notice has and this one has not, or a `code`: it is another signed message.
    fn read(signed: &Signed<'_>) -> Result<Self, Malformed>;

    /// `orgNo`, which must be the merchant's own.
    fn org_no(&self) -> &str;

    /// `custId`, which must be the merchant's own.
    fn cust_id(&self) -> &str;
}

/// Section 6, point 3.
fn is_no_reply(signed: &Signed<'_>) -> Result<(), Malformed> {
    match signed.get("code") {
        Some(_) => Err(Malformed(FlatError::Field(FieldError::new("code", "belongs to a reply or a front return, not to a notice")))),
        None => Ok(()),
    }
}

/// One thing that a notice says of its order.
fn same(field: &'static str, received: &str, stored: &str) -> Result<(), Mismatch> {
    if received == stored { Ok(()) } else { Err(Mismatch { field }) }
}

/// An amount that is no whole fen differs from every amount.
fn same_amount(field: &'static str, received: &str, order: &Expected) -> Result<(), Mismatch> {
    if parse_fen(received) == Some(order.amount) { Ok(()) } else { Err(Mismatch { field }) }
}

/// The answer that ends the repetitions, whatever the status was.
fn received() -> Ack {
    Ack { content_type: "text/plain", body: "SC000000".into() }
}
