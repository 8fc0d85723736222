//! How an order goes on. All of it is known when it is set, and shows only when its time has come.

use std::time::SystemTime;

/// One status after the other, each with the moment from which on it is so. Before the first the platform itself does not know the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Course<S>(Vec<(SystemTime, S)>);

impl<S> Course<S> {
    /// Statuses in the order of their times.
    pub(super) fn new(steps: impl IntoIterator<Item = (SystemTime, S)>) -> Self {
        Self(steps.into_iter().collect())
    }

    pub(super) fn status(&self, now: SystemTime) -> Option<&S> {
        self.0.iter().rev().find(|(from, _)| *from <= now).map(|(_, status)| status)
    }

    pub(super) fn steps(&self) -> impl Iterator<Item = &(SystemTime, S)> {
        self.0.iter()
    }
}
