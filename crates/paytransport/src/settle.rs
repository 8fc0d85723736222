//! Asking what became of an open order until it is settled. The same for every provider: what to ask, and how its answer is compared with
//! what is stored, is the client's.

use std::{borrow::Cow, time::Duration};

use paycore::{Advice, Answer, Error, Mismatch, TradeState};

const MINUTE: Duration = Duration::from_secs(60);

/// When to ask: at once, and then after each of these waits.
///
/// ```
/// use std::time::Duration;
/// use paytransport::settle::Polling;
///
/// let polling = Polling::new([(Duration::from_secs(5), 12), (Duration::from_secs(60), 3)]);
/// assert_eq!(polling.waits().count(), 15);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polling(Cow<'static, [(Duration, u32)]>);

impl Polling {
    /// One query and no more.
    pub const ONCE: Self = Self(Cow::Borrowed(&[]));
    /// Ten queries, a minute apart.
    pub const MINUTELY: Self = Self(Cow::Borrowed(&[(MINUTE, 9)]));
    /// For payments: every 10 s for two minutes, then ten times a minute apart.
    pub const PAYMENT: Self = Self(Cow::Borrowed(&[(Duration::from_secs(10), 12), (MINUTE, 10)]));
    /// For payouts: after 30 s, 1, 2, 5, 10 and 30 minutes, then hourly for a day.
    pub const PAYOUT: Self = Self(Cow::Borrowed(&[
        (Duration::from_secs(30), 1),
        (MINUTE, 1),
        (Duration::from_secs(2 * 60), 1),
        (Duration::from_secs(5 * 60), 1),
        (Duration::from_secs(10 * 60), 1),
        (Duration::from_secs(30 * 60), 1),
        (Duration::from_secs(60 * 60), 24),
    ]));

    /// A rule of one's own: each wait, and how often in a row.
    pub fn new(waits: impl IntoIterator<Item = (Duration, u32)>) -> Self {
        Self(waits.into_iter().collect())
    }

    /// The waits, one by one.
    pub fn waits(&self) -> impl Iterator<Item = Duration> {
        self.0.iter().flat_map(|(wait, times)| (0..*times).map(|_| *wait))
    }
}

/// What asking gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settled<R> {
    /// What became of it, as far as the last query tells.
    pub state: TradeState,
    /// How many queries were sent.
    pub asked: u32,
    /// What to do when it is still open.
    pub advice: Option<Advice>,
    /// A field in which the provider's word differs from what is stored: raise an alarm.
    pub alarm: Option<Mismatch>,
    /// The last believable answer.
    pub answer: Option<Box<Answer<R>>>,
}

impl<R> Settled<R> {
    /// An answer, compared with what is stored. One that differs settles nothing, and `alarmed` says what to do.
    pub fn of(answer: Answer<R>, compared: Result<(), Mismatch>, alarmed: Advice) -> Self {
        match compared {
            Ok(()) => Self { state: answer.state, asked: 1, advice: answer.advice, alarm: None, answer: Some(Box::new(answer)) },
            Err(mismatch) => Self { answer: Some(Box::new(answer)), ..Self::alarm(mismatch, alarmed) },
        }
    }

    /// Only that the provider's word differs from what is stored.
    pub fn alarm(mismatch: Mismatch, advice: Advice) -> Self {
        tracing::warn!(field = mismatch.field, "the provider's word differs from what is stored");
        Self { state: TradeState::Unknown, asked: 1, advice: Some(advice), alarm: Some(mismatch), answer: None }
    }
}

/// Asks until it is settled or the polling ends; then `open` says what to do. `wait` sleeps between two queries, so a test need not.
///
/// A query that gives nothing believable changes nothing and is followed by the next.
pub async fn until_settled<R, W: Future<Output = ()>, Q: Future<Output = Result<Settled<R>, Error>>>(
    polling: &Polling,
    mut wait: impl FnMut(Duration) -> W,
    mut ask: impl FnMut() -> Q,
    open: Advice,
) -> Settled<R> {
    let mut last = Settled { state: TradeState::Unknown, asked: 0, advice: None, alarm: None, answer: None };
    let mut waits = polling.waits();
    loop {
        let asked = last.asked + 1;
        match ask().await {
            Ok(settled) => {
                last = Settled { asked, ..settled };
                if !last.state.is_open() || last.alarm.is_some() {
                    return last;
                }
            }
            Err(error) => {
                tracing::debug!(kind = error.kind(), asked, "a query gave no information");
                last.asked = asked;
            }
        }
        let Some(next) = waits.next() else { break };
        wait(next).await;
    }
    last.advice = Some(open);
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules() {
        let seconds = |polling: &Polling| polling.waits().map(|wait| wait.as_secs()).collect::<Vec<_>>();
        assert!(seconds(&Polling::ONCE).is_empty());
        assert_eq!(seconds(&Polling::MINUTELY), [60; 9]);
        assert_eq!(seconds(&Polling::PAYMENT), [vec![10; 12], vec![60; 10]].concat());
        assert_eq!(seconds(&Polling::PAYOUT), [vec![30, 60, 120, 300, 600, 1800], vec![3600; 24]].concat());
        assert_eq!(seconds(&Polling::new([(MINUTE, 2)])), [60, 60]);
    }
}
