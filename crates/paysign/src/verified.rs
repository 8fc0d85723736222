//! From bytes to a notice that may be shipped on, each step a type.
//!
//! No `bool` means "verified": a [`Verified`] comes from a good signature only, a [`Matched`] from a `Verified` notice and its order only.

use std::ops::Deref;

use paycore::{Ack, Expected, Mismatch, Notice};

/// What a good signature stands for: the signed bytes, or the message parsed from exactly those bytes.
///
/// Only [`RsaVerifier::verify`](crate::RsaVerifier::verify) and [`Md5Key::verify`](crate::Md5Key::verify) make one:
///
/// ```compile_fail,E0423
/// let forged = paysign::Verified("amount=88.60");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }

    /// What was verified.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What was verified, without the proof that it was.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<B> Verified<B> {
    /// Reads what was verified. `read` sees nothing else, so the message is as believable.
    ///
    /// # Errors
    /// As `read`.
    pub fn read<N, E>(self, read: impl FnOnce(&B) -> Result<N, E>) -> Result<Verified<N>, E> {
        read(&self.0).map(Verified)
    }
}

impl<B: AsRef<[u8]>> Verified<B> {
    /// Parses the verified bytes. `parse` sees nothing else, so the message is as believable as they are.
    ///
    /// # Errors
    /// As `parse`.
    pub fn parse<N, E>(self, parse: impl FnOnce(&[u8]) -> Result<N, E>) -> Result<Verified<N>, E> {
        parse(self.0.as_ref()).map(Verified)
    }
}

impl<N: Notice> Verified<N> {
    /// Compares with the stored order that the notice claims to speak of.
    ///
    /// # Errors
    /// [`NotMatched`] names the field that differs and gives the notice back.
    pub fn matched(self, order: &Expected) -> Result<Matched<N>, Box<NotMatched<N>>> {
        match self.0.compare(order) {
            Ok(()) => Ok(Matched(self.0)),
            Err(mismatch) => Err(Box::new(NotMatched { mismatch, notice: self })),
        }
    }
}

/// A verified notice that speaks of exactly the stored order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<N>(N);

impl<N> Matched<N> {
    /// The notice.
    pub fn get(&self) -> &N {
        &self.0
    }

    /// The notice, without the proof that it matched.
    pub fn into_inner(self) -> N {
        self.0
    }
}

impl<N: Notice> Matched<N> {
    /// What to answer, once the notice is stored.
    pub fn ack(&self) -> Ack {
        self.0.ack()
    }
}

impl<N> Deref for Matched<N> {
    type Target = N;

    fn deref(&self) -> &N {
        &self.0
    }
}

/// A verified notice that differs from the stored order. Keep it, raise an alarm, apply nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{mismatch}")]
pub struct NotMatched<N> {
    /// What differs.
    pub mismatch: Mismatch,
    /// The notice, verified as before.
    pub notice: Verified<N>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use paycore::Fen;

    #[derive(Debug, Clone, PartialEq)]
    struct Told(Fen);

    impl Notice for Told {
        fn compare(&self, order: &Expected) -> Result<(), Mismatch> {
            if self.0 == order.amount { Ok(()) } else { Err(Mismatch { field: "amount" }) }
        }

        fn ack(&self) -> Ack {
            Ack { content_type: "text/plain", body: "ok".to_owned() }
        }
    }

    #[test]
    fn a_matching_notice_is_acknowledged() {
        let order = Expected::new("M", "O", Fen::new(8860));
        let matched = Verified::new(Told(Fen::new(8860))).matched(&order).expect("the same amount");
        assert_eq!(matched.ack().body, "ok");
        assert_eq!(matched.get().0, order.amount);
    }

    #[test]
    fn a_differing_notice_comes_back_verified() {
        let order = Expected::new("M", "O", Fen::new(8860));
        let told = Verified::new(Told(Fen::new(860)));
        let error = told.clone().matched(&order).expect_err("another amount");
        assert_eq!(error.to_string(), "amount differs from the stored order");
        assert_eq!(error.notice, told);
    }

    #[test]
    fn what_does_not_parse_is_not_verified() {
        let parsed = Verified::new(b"\xff").parse(|bytes| std::str::from_utf8(bytes).map(str::len));
        assert!(parsed.is_err());
        assert_eq!(Verified::new("abc").parse(|bytes| Ok::<_, ()>(bytes.len())).map(Verified::into_inner), Ok(3));
        assert_eq!(Verified::new(vec![1, 2]).read(|numbers| numbers.first().copied().ok_or(())).map(Verified::into_inner), Ok(1));
    }
}
