//! One refund as the gateway has recorded it.

use std::time::SystemTime;

use paycore::Fen;

/// Money that goes back to the payer.
#[derive(Debug, Clone)]
pub(super) struct Refund {
    pub(super) account: String,
    /// The merchant's number, or one of 99bill's own making.
    pub(super) number: String,
    /// The order that it gives back.
    pub(super) order: String,
    pub(super) amount: Fen,
    /// 99bill's number.
    pub(super) sequence: String,
    pub(super) taken: SystemTime,
    pub(super) course: Course,
}

/// How it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Taken, and done at that time.
    Ends(SystemTime),
    /// Until it is done no query finds it.
    Surfaces(SystemTime),
    StaysOpen,
}

impl Refund {
    /// When it was done, if it is.
    pub(super) fn done(&self, now: SystemTime) -> Option<SystemTime> {
        match self.course {
            Course::Ends(at) | Course::Surfaces(at) if at <= now => Some(at),
            _ => None,
        }
    }

    /// Whether a query finds it.
    pub(super) fn is_known(&self, now: SystemTime) -> bool {
        self.taken <= now && (self.done(now).is_some() || !matches!(self.course, Course::Surfaces(_)))
    }
}
