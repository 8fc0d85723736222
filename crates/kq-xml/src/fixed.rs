//! Values that the specification fixes, as defaults of the fields that carry them.

/// The message state of a request.
pub(crate) fn tr1() -> String {
    "TR1".into()
}

/// The special flag of agreement pay.
pub(crate) fn qpay02() -> String {
    "QPay02".into()
}

/// The transaction type of a purchase.
pub(crate) fn pur() -> String {
    "PUR".into()
}
