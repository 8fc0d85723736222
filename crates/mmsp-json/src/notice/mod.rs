//! What the platform tells unasked. Section 6.
//!
//! The way of a notice: [`notice_body`](crate::notice_body) takes the envelope out of the request, the key verifies the envelope's
//! [`base`](crate::Envelope::base), and only then a notice is read from exactly those bytes. Which of the three it is, the address tells that
//! the merchant gave for it, never the command in the header.
//!
//! The signature covers neither the command nor the direction, so a notice must have the fields that no placing reply has; they are
//! required here. The merchant number stands in the unsigned header only: it cannot be compared.

mod gateway;
mod quickpay;
mod scan;

pub use gateway::GatewayNotice;
pub use quickpay::QuickPayNotice;
pub use scan::ScanNotice;

use paycore::{Ack, Expected, Fen, Mismatch};
use paywire::flat::{Names, Node};
use serde::de::DeserializeOwned;

use crate::{
    Malformed,
    reply::{body_of, read},
};

/// A notice as it was read, with the members that no table lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received<N> {
    /// The notice.
    pub notice: N,
    /// Members that no table lists.
    pub extra: Vec<Node>,
}

fn read_notice<N: DeserializeOwned>(base: &[u8], names: Names) -> Result<Received<N>, Malformed> {
    let document = body_of(base)?;
    let (notice, extra) = read(document.root(), names)?;
    Ok(Received { notice, extra })
}

/// The order number, the amount, and the platform's number where it is known.
fn compare(order: &Expected, mer_order_id: &str, amt: &str, reference: (&'static str, &str)) -> Result<(), Mismatch> {
    if mer_order_id != order.order {
        return Err(Mismatch { field: "MERORDERID" });
    }
    if Fen::parse_fen(amt) != Ok(order.amount) {
        return Err(Mismatch { field: "AMT" });
    }
    match &order.reference {
        Some(known) if known != reference.1 => Err(Mismatch { field: reference.0 }),
        _ => Ok(()),
    }
}

/// The answer that ends the repetitions. Anything else makes the platform send the notice again (section 6.3).
fn success() -> Ack {
    Ack { content_type: "text/plain", body: "SUCCESS".into() }
}

macro_rules! notice {
    ($notice:ident, $names:expr, $reference:ident, $wire_reference:literal) => {
        impl $notice {
            /// Reads the notice from the base whose signature was verified.
            ///
            /// # Errors
            /// A field that every notice has and this one has not: it is another signed message.
            pub fn read(base: &[u8]) -> Result<crate::notice::Received<Self>, crate::Malformed> {
                super::read_notice(base, $names)
            }
        }

        impl paycore::Notice for $notice {
            fn compare(&self, order: &paycore::Expected) -> Result<(), paycore::Mismatch> {
                super::compare(order, &self.mer_order_id, &self.amt, ($wire_reference, &self.$reference))
            }

            fn ack(&self) -> paycore::Ack {
                super::success()
            }
        }
    };
}

use notice;
