//! Notices that wait to be delivered: when, how often, and in which form.
//!
//! Nothing here sends. [`Outbox::due`] hands out what has to leave now and plans the resend at once, so that a delivery that is lost on
//! its way needs no care; [`Outbox::accepted`] ends it.

use std::{
    fmt::Debug,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{Request, Response};

use crate::{
    Timing,
    clock::later,
    fault::{Dice, Fault},
};

/// How a notice is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As the provider writes it.
    Genuine,
    /// Changed after it was signed.
    Tampered,
    /// In GBK.
    Gbk,
}

/// A notice, as its provider knows to write it and to read the answer.
pub(crate) trait Letter: Debug + Send + Sync {
    /// The request that delivers it; `None` if it cannot be written.
    fn write(&self, form: Form) -> Option<Request<Bytes>>;

    /// Whether the merchant's answer ends it.
    fn accepts(&self, answer: &Response<Bytes>) -> bool;

    /// How long to wait before that resend, the first being 0; `None` gives up.
    fn pause(&self, resend: u32) -> Option<Duration>;
}

/// A notice and when it is to leave.
#[derive(Debug, Clone)]
pub(crate) struct Posting {
    pub(crate) due: SystemTime,
    pub(crate) letter: Arc<dyn Letter>,
}

/// One delivery to make.
#[derive(Debug)]
pub(crate) struct Errand {
    pub(crate) id: u64,
    pub(crate) form: Form,
    pub(crate) letter: Arc<dyn Letter>,
}

#[derive(Debug, Default)]
pub(crate) struct Outbox {
    next: u64,
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    id: u64,
    due: SystemTime,
    sent: u32,
    letter: Arc<dyn Letter>,
}

impl Outbox {
    pub(crate) fn post(&mut self, Posting { mut due, letter }: Posting, dice: &mut Dice, timing: &Timing) {
        if dice.roll(Fault::NoticeDelay) {
            due = later(due, timing.notice_delay);
        }
        if dice.roll(Fault::NoticeReorder)
            && let Some(earlier) = self.waiting.iter_mut().rev().find(|waiting| waiting.sent == 0)
        {
            std::mem::swap(&mut earlier.due, &mut due);
        }
        self.waiting.push(Waiting { id: self.next, due, sent: 0, letter });
        self.next += 1;
    }

    /// When the next one has to leave.
    pub(crate) fn next_due(&self) -> Option<SystemTime> {
        self.waiting.iter().map(|waiting| waiting.due).min()
    }

    /// What has to leave now, in the order of its time.
    pub(crate) fn due(&mut self, now: SystemTime, dice: &mut Dice, timing: &Timing) -> Vec<Errand> {
        let mut errands = Vec::new();
        self.waiting.sort_by_key(|waiting| (waiting.due, waiting.id));
        self.waiting.retain_mut(|waiting| {
            if waiting.due > now {
                return true;
            }
            let (tamper, gbk, twice) = (dice.roll(Fault::NoticeTamper), dice.roll(Fault::NoticeGbk), dice.roll(Fault::NoticeDuplicate));
            let form = match (tamper, gbk) {
                (true, _) => Form::Tampered,
                (false, true) => Form::Gbk,
                (false, false) => Form::Genuine,
            };
            for _ in 0..1 + usize::from(twice) {
                errands.push(Errand { id: waiting.id, form, letter: Arc::clone(&waiting.letter) });
            }
            let pause = waiting.letter.pause(waiting.sent).map(|pause| pause / timing.resend_divisor.max(1));
            waiting.sent += 1;
            waiting.due = later(now, pause.unwrap_or_default());
            pause.is_some()
        });
        errands
    }

    /// The merchant has it: no resend.
    pub(crate) fn accepted(&mut self, id: u64) {
        self.waiting.retain(|waiting| waiting.id != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FaultPlan, Rate};

    #[derive(Debug)]
    struct Blank;

    impl Letter for Blank {
        fn write(&self, _: Form) -> Option<Request<Bytes>> {
            None
        }
        fn accepts(&self, _: &Response<Bytes>) -> bool {
            false
        }
        fn pause(&self, resend: u32) -> Option<Duration> {
            [10, 30, 60].get(usize::try_from(resend).ok()?).copied().map(Duration::from_secs)
        }
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn posted(plan: &FaultPlan, due: &[u64]) -> (Outbox, Dice) {
        let (mut outbox, mut dice) = (Outbox::default(), Dice::new(plan));
        for due in due {
            outbox.post(Posting { due: at(*due), letter: Arc::new(Blank) }, &mut dice, &Timing::default());
        }
        (outbox, dice)
    }

    fn departures(timing: Timing) -> Vec<u64> {
        let (mut outbox, mut dice) = posted(&FaultPlan::default(), &[0]);
        let mut departures = Vec::new();
        while let Some(due) = outbox.next_due() {
            assert_eq!(outbox.due(due, &mut dice, &timing).len(), 1);
            departures.push(due.duration_since(at(0)).expect("after the beginning").as_secs());
        }
        departures
    }

    #[test]
    fn resends_at_the_letter_s_own_intervals() {
        let expected = [0, 10, 40, 100];
        assert_eq!(departures(Timing::default()), expected);
        assert_eq!(departures(Timing { resend_divisor: 10, ..Timing::default() }), expected.map(|seconds| seconds / 10));
        assert_eq!(departures(Timing { resend_divisor: 0, ..Timing::default() }), expected);
    }

    #[test]
    fn nothing_leaves_early_or_after_it_was_accepted() {
        let (mut outbox, mut dice) = posted(&FaultPlan::default(), &[5]);
        assert!(outbox.due(at(4), &mut dice, &Timing::default()).is_empty());
        let errand = outbox.due(at(5), &mut dice, &Timing::default()).remove(0);
        outbox.accepted(errand.id);
        assert_eq!(outbox.next_due(), None);
    }

    #[test]
    fn duplicates_delays_and_exchanges() {
        let ids = |mut outbox: Outbox, mut dice: Dice, now| {
            outbox.due(at(now), &mut dice, &Timing::default()).iter().map(|errand| errand.id).collect::<Vec<_>>()
        };
        let plan = |fault| FaultPlan::seeded(1).with(fault, Rate::ALWAYS);
        let (outbox, dice) = posted(&plan(Fault::NoticeDuplicate), &[1, 2]);
        assert_eq!(ids(outbox, dice, 9), [0, 0, 1, 1]);
        let (outbox, dice) = posted(&plan(Fault::NoticeReorder), &[1, 2]);
        assert_eq!(ids(outbox, dice, 9), [1, 0]);
        let (outbox, dice) = posted(&plan(Fault::NoticeDelay), &[1]);
        assert_eq!((outbox.next_due(), ids(outbox, dice, 30)), (Some(at(31)), vec![]));
    }
}
