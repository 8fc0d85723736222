//! What to do next, in the merchant's language.

/// What to do about a provider's code. The provider's own text always travels beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}
