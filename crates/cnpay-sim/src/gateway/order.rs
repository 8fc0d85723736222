//! One order as the gateway has recorded it, and what payers have tried.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use kq_form::Signing;
use paycore::{BeijingTime, Fen};
use paywire::charset::Charset;

use super::{code::Code, fields::Fields, notice::Notice};
use crate::{clock::later, page::Language};

/// An order that was taken. It is paid by an attempt, or not at all.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) account: String,
    /// What the cashier's address ends in.
    pub(super) ticket: String,
    pub(super) charset: Charset,
    pub(super) signing: Signing,
    /// As submitted.
    pub(super) fields: Fields,
    pub(super) amount: Fen,
    /// In the order of their beginning.
    pub(super) attempts: Vec<Attempt>,
}

/// One time that somebody pressed "pay".
#[derive(Debug)]
pub(super) struct Attempt {
    /// 99bill's number of it.
    pub(super) deal: String,
    /// The payment method used.
    pub(super) method: String,
    /// The bank used; none for a 99bill account.
    pub(super) bank: Option<&'static str>,
    pub(super) begun: SystemTime,
    pub(super) course: Course,
    /// What is told of its end, if it ever has one.
    pub(super) notice: Option<Arc<Notice>>,
}

/// How it ends. That is known from the beginning, and shows only when its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    Succeeds(SystemTime),
    /// Until it succeeds not even 99bill knows of it.
    Surfaces(SystemTime),
    Fails(SystemTime, Code),
    StaysOpen,
}

/// How far an order is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Standing<'o> {
    /// Nobody has tried to pay it, or the bank is still at work.
    Open,
    /// 99bill itself does not know it.
    Unknown,
    Failed(&'o Attempt),
    Paid(&'o Attempt),
}

impl Course {
    /// When it ends.
    pub(super) const fn end(self) -> Option<SystemTime> {
        match self {
            Self::Succeeds(at) | Self::Surfaces(at) | Self::Fails(at, _) => Some(at),
            Self::StaysOpen => None,
        }
    }
}

impl Attempt {
    pub(super) fn has_ended(&self, now: SystemTime) -> bool {
        self.course.end().is_some_and(|end| end <= now)
    }

    fn is_paid(&self, now: SystemTime) -> bool {
        matches!(self.course, Course::Succeeds(_) | Course::Surfaces(_)) && self.has_ended(now)
    }

    /// When it ended, as the wire says it.
    pub(super) fn deal_time(&self) -> String {
        BeijingTime::from(self.course.end().unwrap_or(self.begun)).compact()
    }
}

impl Order {
    pub(super) fn id(&self) -> &str {
        self.fields.text("orderId")
    }

    pub(super) fn language(&self) -> Language {
        if self.fields.text("language") == "2" { Language::English } else { Language::Chinese }
    }

    /// The attempt that has paid it.
    pub(super) fn paid(&self, now: SystemTime) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.is_paid(now))
    }

    pub(super) fn standing(&self, now: SystemTime) -> Standing<'_> {
        match (self.paid(now), self.attempts.last()) {
            (Some(attempt), _) => Standing::Paid(attempt),
            (None, Some(attempt)) => match attempt.course {
                Course::Surfaces(_) => Standing::Unknown,
                Course::Fails(at, _) if at <= now => Standing::Failed(attempt),
                _ => Standing::Open,
            },
            (None, None) => Standing::Open,
        }
    }
}

/// The last moment in which an order may be paid, where it has one.
pub(super) fn end(fields: &Fields) -> Option<SystemTime> {
    let seconds: u64 = fields.get("orderTimeOut")?.parse().ok()?;
    let begin = BeijingTime::parse_compact(fields.get("orderTime")?).ok()?.unix_seconds();
    let begin = later(SystemTime::UNIX_EPOCH, Duration::from_secs(u64::try_from(begin).ok()?));
    Some(later(begin, Duration::from_secs(seconds)))
}
