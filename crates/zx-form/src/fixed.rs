//! Values that the specification fixes or presets, as defaults of the fields that carry them.

/// The protocol version; one deployment uses another (decision Z25).
pub(crate) fn version() -> String {
    "2.1".into()
}

/// A payout at once from the account, the only kind that a request has (decision Z9).
pub(crate) fn at_once() -> String {
    "00".into()
}
