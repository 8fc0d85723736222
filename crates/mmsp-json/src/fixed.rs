//! Values that the specification fixes or presets, as defaults of the fields that carry them.

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {$(
        $(#[$doc])*
        pub(crate) fn $name() -> String {
            $text.into()
        }
    )+};
}

texts! {
    /// The currency.
    cny = "CNY";
    /// Native pay, or the only use that an operation has; a payment link; the balance.
    one = "1";
    /// Business payment, the default business type of a payout.
    business = "001";
    /// The version of a payout message.
    version = "1.0";
    /// The command of a payout.
    pay = "4097";
    /// The command of a payout query.
    query = "4098";
    /// The command of a balance query.
    balance = "4099";
}

/// Rows a page.
pub(crate) fn ten() -> u32 {
    10
}

/// The first page.
pub(crate) fn first() -> u32 {
    1
}
