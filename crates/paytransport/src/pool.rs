//! Connections without work, kept for a short while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::connection::Connection;
use crate::origin::Origin;

/// The idle connections of a transport. One that is taken out belongs to its request alone.
pub(crate) struct Pool {
    shelf: Mutex<Shelf>,
    /// How long a connection is kept.
    keep: Duration,
    /// How many are kept.
    limit: usize,
}

#[derive(Default)]
struct Shelf {
    /// Oldest first.
    idle: Vec<Idle>,
    /// Closes connections in time even if no request comes by again. One task at most, and none while there is nothing to close.
    sweeper: Option<JoinHandle<()>>,
}

struct Idle {
    origin: Origin,
    connection: Connection,
    since: Instant,
}

impl Pool {
    pub(crate) fn new(keep: Duration, limit: usize) -> Arc<Self> {
        Arc::new(Self { shelf: Mutex::default(), keep, limit })
    }

    /// The connection to `origin` that was used last, if that was less than `age` before `now`.
    pub(crate) fn take(&self, origin: &Origin, age: Duration, now: Instant) -> Option<Connection> {
        let age = age.min(self.keep);
        let mut shelf = self.lock();
        let found = shelf.idle.iter().rposition(|entry| entry.origin == *origin && now.saturating_duration_since(entry.since) < age)?;
        Some(shelf.idle.remove(found).connection)
    }

    /// Keeps a connection, in place of the oldest if there are too many.
    pub(crate) fn put(self: &Arc<Self>, origin: Origin, connection: Connection) {
        if self.limit == 0 || self.keep.is_zero() {
            return;
        }
        let since = Instant::now();
        let mut shelf = self.lock();
        if shelf.idle.len() >= self.limit {
            shelf.idle.remove(0);
        }
        shelf.idle.push(Idle { origin, connection, since });
        // A sweeper that ended here ended with its runtime.
        if shelf.sweeper.as_ref().is_none_or(JoinHandle::is_finished) {
            let (pool, mut next) = (Arc::downgrade(self), since + self.keep);
            shelf.sweeper = Some(tokio::spawn(async move {
                loop {
                    sleep_until(next).await;
                    match pool.upgrade().and_then(|pool| pool.sweep()) {
                        Some(later) => next = later,
                        None => return,
                    }
                }
            }));
        }
    }

    /// Closes what is too old. Gives the time of the next sweep; without one the sweeper has to end.
    fn sweep(&self) -> Option<Instant> {
        let mut shelf = self.lock();
        shelf.idle.retain(|entry| entry.since.elapsed() < self.keep);
        let oldest = shelf.idle.first().map(|entry| entry.since + self.keep);
        if oldest.is_none() {
            shelf.sweeper = None;
        }
        oldest
    }

    /// A list of connections is whole even after a panic elsewhere.
    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
