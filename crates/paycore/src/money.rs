//! Money: whole fen, exactly.

use std::fmt;

/// An amount of renminbi in fen (分), the hundredth of a yuan. Never negative, never rounded, never a float.
///
/// Which unit a wire carries only its codec knows, so parsing and printing name the unit:
///
/// ```
/// use paycore::Fen;
///
/// let amount = Fen::parse_yuan("88.60")?;
/// assert_eq!(amount, Fen::new(8860));
/// assert_eq!(amount.to_yuan(), "88.60");
/// assert_eq!(amount.to_fen(), "8860");
/// assert!(Fen::parse_yuan("88.605").is_err());
/// # Ok::<(), paycore::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fen(u64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text is empty.
    #[error("an amount is expected, the text is empty")]
    Empty,
    /// A sign, a blank, an exponent, a thousands separator or another character that no plain decimal has.
    #[error("only digits and at most one point, such as 88.60")]
    NotPlain,
    /// More than two digits after the point: a part of a fen.
    #[error("at most two decimals: a fen is the smallest unit")]
    PartOfFen,
    /// More than `u64::MAX` fen.
    #[error("the amount is too large")]
    TooLarge,
}

impl Fen {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount of `fen`.
    pub const fn new(fen: u64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Reads yuan: digits, then optionally a point and one or two digits. Leading zeros are accepted (`0002` is two yuan).
    ///
    /// # Errors
    /// [`MoneyError`] says which rule the text breaks; a third decimal is one, even when it is zero.
    pub fn parse_yuan(text: &str) -> Result<Self, MoneyError> {
        if text.starts_with('.') || text.ends_with('.') {
            return Err(MoneyError::NotPlain);
        }
        let (yuan, decimals) = match text.split_once('.') {
            Some((yuan, decimals)) => (yuan, Some(decimals)),
            None => (text, None),
        };
        let yuan = digits(yuan)?;
        let fen = match decimals {
            None => 0,
            Some(text) => match (text.len(), digits(text)?) {
                (1, tenths) => tenths * 10,
                (2, fen) => fen,
                _ => return Err(MoneyError::PartOfFen),
            },
        };
        yuan.checked_mul(100).and_then(|whole| whole.checked_add(fen)).map(Self).ok_or(MoneyError::TooLarge)
    }

    /// Reads fen: digits only.
    ///
    /// # Errors
    /// [`MoneyError`] says which rule the text breaks.
    pub fn parse_fen(text: &str) -> Result<Self, MoneyError> {
        digits(text).map(Self)
    }

    /// Yuan with two decimals: `88.60`, `10.00`.
    pub fn to_yuan(self) -> String {
        let mut text = format!("{:03}", self.0);
        text.insert(text.len() - 2, '.');
        text
    }

    /// Yuan with decimals only where they are needed: `10`, `10.20`.
    pub fn to_short_yuan(self) -> String {
        if self.0.is_multiple_of(100) { (self.0 / 100).to_string() } else { self.to_yuan() }
    }

    /// Fen as digits: `8860`.
    pub fn to_fen(self) -> String {
        self.0.to_string()
    }

    /// The sum, or `None` when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when `other` is more.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// `count` times the amount, or `None` when it does not fit.
    pub fn checked_mul(self, count: u64) -> Option<Self> {
        self.0.checked_mul(count).map(Self)
    }
}

fn digits(text: &str) -> Result<u64, MoneyError> {
    if text.is_empty() {
        return Err(MoneyError::Empty);
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MoneyError::NotPlain);
    }
    text.parse().map_err(|_| MoneyError::TooLarge)
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "¥{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl fmt::Debug for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fen({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yuan_texts() {
        for (text, fen) in [("10", 1000), ("0.2", 20), ("200.00", 20000), ("0002", 200), ("0.01", 1), ("88.60", 8860)] {
            assert_eq!(Fen::parse_yuan(text), Ok(Fen(fen)), "{text}");
        }
        for (text, error) in [
            ("", MoneyError::Empty),
            (".5", MoneyError::NotPlain),
            ("5.", MoneyError::NotPlain),
            (".", MoneyError::NotPlain),
            ("-1", MoneyError::NotPlain),
            ("+1", MoneyError::NotPlain),
            (" 1", MoneyError::NotPlain),
            ("1e2", MoneyError::NotPlain),
            ("1,000", MoneyError::NotPlain),
            ("1.2.3", MoneyError::NotPlain),
            ("１", MoneyError::NotPlain),
            ("1.230", MoneyError::PartOfFen),
            ("184467440737095516.16", MoneyError::TooLarge),
            ("99999999999999999999", MoneyError::TooLarge),
        ] {
            assert_eq!(Fen::parse_yuan(text), Err(error), "{text}");
        }
    }

    #[test]
    fn printed_texts() {
        assert_eq!(Fen(1000).to_short_yuan(), "10");
        assert_eq!(Fen(1020).to_short_yuan(), "10.20");
        assert_eq!(Fen(5).to_yuan(), "0.05");
        assert_eq!(Fen(5).to_string(), "¥0.05");
        assert_eq!(format!("{:?}", Fen(5)), "Fen(5)");
    }

    proptest! {
        #[test]
        fn every_amount_survives_both_units(fen: u64) {
            let amount = Fen(fen);
            prop_assert_eq!(Fen::parse_yuan(&amount.to_yuan()), Ok(amount));
            prop_assert_eq!(Fen::parse_yuan(&amount.to_short_yuan()), Ok(amount));
            prop_assert_eq!(Fen::parse_fen(&amount.to_fen()), Ok(amount));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = Fen::parse_yuan(&text);
            let _ = Fen::parse_fen(&text);
        }
    }
}
