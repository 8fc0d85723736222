//! What time it is, for the whole simulator.

use std::{
    fmt::Debug,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use tokio::sync::watch;

/// The only source of time: results, notices, resends and expiry all ask it.
#[async_trait]
pub trait Clock: Debug + Send + Sync {
    /// The time.
    fn now(&self) -> SystemTime;

    /// Waits until it is `time`; at once if it has been.
    async fn sleep_until(&self, time: SystemTime);
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    async fn sleep_until(&self, time: SystemTime) {
        tokio::time::sleep(time.duration_since(self.now()).unwrap_or_default()).await;
    }
}

/// A clock that stands still until it is [advanced](Self::advance). Clones are the same clock.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use cnpay_sim::{Clock, ManualClock};
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(2));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(2));
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock(watch::Sender<SystemTime>);

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: SystemTime) -> Self {
        Self(watch::Sender::new(now))
    }

    /// Moves the clock on, and wakes whoever sleeps until then.
    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now = later(*now, by));
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.0.borrow()
    }

    async fn sleep_until(&self, time: SystemTime) {
        // It fails only once the clock is gone, and this is one of its clones.
        let _ = self.0.subscribe().wait_for(|now| *now >= time).await;
    }
}

/// `time` and `by` more. Beyond the end of time it stays.
pub(crate) fn later(time: SystemTime, by: Duration) -> SystemTime {
    time.checked_add(by).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_gets_there() {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        let wake = later(clock.now(), Duration::from_secs(10));
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(wake).await }
        });
        clock.advance(Duration::from_secs(9));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.expect("woken");
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), SystemTime::UNIX_EPOCH);
    }
}
