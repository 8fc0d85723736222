//! The payments of the last seconds, so that none is cancelled too early. Section 7.6, decision D105.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// How long a payment is left alone before it may be cancelled.
pub(crate) const BEFORE_CANCEL: Duration = Duration::from_secs(15);

/// Order numbers, and when their payment was sent. Only the youngest stay, so it cannot grow.
#[derive(Default)]
pub(crate) struct Recent(Mutex<BTreeMap<String, SystemTime>>);

impl Recent {
    /// A payment of `order` is being sent.
    pub(crate) fn note(&self, order: String, now: SystemTime) {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        orders.retain(|_, sent| left(*sent, now).is_some());
        orders.insert(order, now);
    }

    /// How long `order` must still be left alone.
    pub(crate) fn left(&self, order: &str, now: SystemTime) -> Option<Duration> {
        let orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        orders.get(order).and_then(|sent| left(*sent, now))
    }
}

/// A clock that was set back tells nothing, and forbids nothing.
fn left(sent: SystemTime, now: SystemTime) -> Option<Duration> {
    let age = now.duration_since(sent).ok()?;
    BEFORE_CANCEL.checked_sub(age).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_seconds_are_waited_for_and_then_forgotten() {
        let (recent, start) = (Recent::default(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        recent.note("A".into(), start);
        assert_eq!(recent.left("A", start), Some(BEFORE_CANCEL));
        assert_eq!(recent.left("A", start + Duration::from_millis(14_999)), Some(Duration::from_millis(1)));
        assert_eq!(recent.left("A", start + BEFORE_CANCEL), None);
        assert_eq!(recent.left("A", start - Duration::from_secs(1)), None);
        assert_eq!(recent.left("B", start), None);
        recent.note("B".into(), start + BEFORE_CANCEL);
        assert_eq!(recent.0.lock().expect("a map").len(), 1);
    }
}
