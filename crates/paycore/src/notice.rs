//! What a provider tells unasked, and what it is compared with.

use crate::Fen;

/// A message in which a provider tells the state of an order.
pub trait Notice {
    /// Compares with the stored order. `Ok` means: this notice speaks of exactly that order.
    ///
    /// # Errors
    /// The first field that differs.
    fn compare(&self, order: &Expected) -> Result<(), Mismatch>;

    /// What to answer once the notice is stored.
    fn ack(&self) -> Ack;
}

/// The stored facts of an order, to compare a notice with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expected {
    /// The merchant number.
    pub merchant: String,
    /// The merchant's order number.
    pub order: String,
    /// The amount.
    pub amount: Fen,
    /// The terminal number, where the provider has terminals.
    pub terminal: Option<String>,
    /// The provider's transaction type, where it has types.
    pub kind: Option<String>,
    /// The provider's own number of the order, once it is known.
    pub reference: Option<String>,
    /// The merchant's number of the customer, where it was sent.
    pub customer: Option<String>,
    /// The order's own time as the wire writes it, where the provider repeats it.
    pub time: Option<String>,
}

impl Expected {
    /// The facts that every order has.
    pub fn new(merchant: impl Into<String>, order: impl Into<String>, amount: Fen) -> Self {
        Self {
            merchant: merchant.into(),
            order: order.into(),
            amount,
            terminal: None,
            kind: None,
            reference: None,
            customer: None,
            time: None,
        }
    }

    /// With the terminal number.
    #[must_use]
    pub fn terminal(mut self, terminal: impl Into<String>) -> Self {
        self.terminal = Some(terminal.into());
        self
    }

    /// With the provider's transaction type.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// With the provider's own number of the order.
    #[must_use]
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// With the merchant's number of the customer.
    #[must_use]
    pub fn customer(mut self, customer: impl Into<String>) -> Self {
        self.customer = Some(customer.into());
        self
    }

    /// With the order's own time, as the wire writes it.
    #[must_use]
    pub fn time(mut self, time: impl Into<String>) -> Self {
        self.time = Some(time.into());
        self
    }
}

/// A notice that speaks of another order, or of this one with another content. Raise an alarm; apply nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} differs from the stored order")]
pub struct Mismatch {
    /// The wire name of the field that differs.
    pub field: &'static str,
}

/// The exact answer to a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}
