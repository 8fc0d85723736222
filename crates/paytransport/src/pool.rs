//! Connections without work, kept for a short while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::connection::Connection;
use crate::origin::Origin;

/// The idle connections of a transport, oldest first. One that is taken out belongs to its request alone.
pub(crate) struct Pool {
    idle: Mutex<Vec<Idle>>,
    /// How long a connection is kept.
    keep: Duration,
    /// How many are kept.
    limit: usize,
}

struct Idle {
    origin: Origin,
    connection: Connection,
    since: Instant,
}

impl Pool {
    pub(crate) fn new(keep: Duration, limit: usize) -> Arc<Self> {
        Arc::new(Self { idle: Mutex::new(Vec::new()), keep, limit })
    }

    /// The connection to `origin` that was used last, if that was less than `age` ago.
    pub(crate) fn take(&self, origin: &Origin, age: Duration) -> Option<Connection> {
        self.sweep();
        let mut idle = self.lock();
        let found = idle.iter().rposition(|entry| entry.origin == *origin && entry.since.elapsed() < age)?;
        Some(idle.remove(found).connection)
    }

    /// Keeps a connection, in place of the oldest if there are too many.
    pub(crate) fn put(self: &Arc<Self>, origin: Origin, connection: Connection) {
        if self.limit == 0 || self.keep.is_zero() {
            return;
        }
        let mut idle = self.lock();
        if idle.len() >= self.limit {
            idle.remove(0);
        }
        idle.push(Idle { origin, connection, since: Instant::now() });
        drop(idle);

        // Closes it in time even if no request comes by again.
        let (pool, end) = (Arc::downgrade(self), sleep(self.keep));
        tokio::spawn(async move {
            end.await;
            if let Some(pool) = pool.upgrade() {
                pool.sweep();
            }
        });
    }

    fn sweep(&self) {
        self.lock().retain(|entry| entry.since.elapsed() < self.keep);
    }

    /// A list of connections is whole even after a panic elsewhere.
    fn lock(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
