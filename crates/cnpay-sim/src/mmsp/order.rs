//! One order as the platform has recorded it, of any of the three products that take money in.

use std::{sync::Arc, time::SystemTime};

use mmsp_json::Product;
use paycore::{BeijingTime, Fen, Sensitive};

use super::{
    notice::Notice,
    problem::{self, Problem},
    sms::Sms,
};
use crate::{clock::later, magic::Magic, service::Moment};

#[derive(Debug)]
pub(super) struct Order {
    pub(super) key: Key,
    pub(super) terminal: String,
    pub(super) agent: String,
    /// The platform's number: `LIST_ID`, or `ORDERNO` in scan.
    pub(super) reference: String,
    /// What the cashier's address ends in.
    pub(super) ticket: String,
    pub(super) amount: Fen,
    pub(super) placed: SystemTime,
    pub(super) notify_url: String,
    pub(super) jump_url: Option<String>,
    pub(super) goods: Option<String>,
    pub(super) course: Course,
    pub(super) means: Means,
    /// What the merchant is told of its success.
    pub(super) notice: Option<Arc<Notice>>,
}

/// What names an order: its number is unique within a merchant's product.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) merchant: String,
    pub(super) product: Product,
    pub(super) number: String,
}

/// What an order is paid with.
#[derive(Debug, Clone)]
pub(super) enum Means {
    /// A card, once the code that was sent to its holder is handed in.
    Card { card: Card, bind_id: Option<Sensitive>, sms: Sms },
    /// A page of UnionPay.
    UnionPay,
    /// A wallet, until the order expires.
    Wallet { wallet: Wallet, expires: SystemTime },
    /// The page of a bank.
    Bank { channel: String, remark: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) number: Sensitive,
    /// `1` debit, `2` credit.
    pub(super) kind: String,
    pub(super) phone: Sensitive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wallet {
    WeChat,
    Alipay,
    Qq,
    Jd,
    UnionPay,
}

/// How it goes on. Its end is known from the beginning, and shows only when its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// The payer has done nothing yet.
    Waits,
    Succeeds(SystemTime),
    /// Until it succeeds not even the platform knows of it.
    Surfaces(SystemTime),
    StaysOpen,
    Fails(Problem),
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The payer has done nothing yet.
    Waiting,
    /// The payer has paid, and it is not decided.
    Paying,
    /// The platform itself does not know it.
    Unknown,
    Paid(SystemTime),
    Failed(Problem),
}

impl Course {
    /// What becomes of a payment of that amount that is made now.
    pub(super) fn of(amount: Fen, moment: &Moment) -> Self {
        let settled = later(moment.now, moment.timing.settle_after);
        match Magic::of(amount) {
            Magic::Declined => Self::Fails(problem::DECLINED),
            Magic::PendingThenPaid => Self::Succeeds(settled),
            Magic::PendingForEver => Self::StaysOpen,
            Magic::UnknownThenPaid => Self::Surfaces(settled),
            Magic::Paid | Magic::CutBefore | Magic::CutAfter if moment.pending => Self::Succeeds(settled),
            Magic::Paid | Magic::CutBefore | Magic::CutAfter => Self::Succeeds(moment.now),
        }
    }

    /// What becomes of an order that waits for its payer: with 51 it is not taken, and with 98 the payer is quicker than the reply.
    pub(super) fn when_placed(amount: Fen, moment: &Moment) -> Self {
        match Magic::of(amount) {
            Magic::Declined => Self::Fails(problem::DECLINED),
            Magic::CutAfter => Self::Succeeds(moment.now),
            _ => Self::Waits,
        }
    }

    /// Why it fails, if it does.
    pub(super) const fn problem(self) -> Option<Problem> {
        match self {
            Self::Fails(problem) => Some(problem),
            _ => None,
        }
    }

    /// When it succeeds, if it ever does.
    pub(super) const fn success(self) -> Option<SystemTime> {
        match self {
            Self::Succeeds(at) | Self::Surfaces(at) => Some(at),
            Self::Waits | Self::StaysOpen | Self::Fails(_) => None,
        }
    }
}

impl Standing {
    /// `STATUS` in quick pay and gateway. Nothing is ever refunded there: there is no such command.
    pub(super) const fn status(self) -> &'static str {
        match self {
            Self::Waiting | Self::Paying | Self::Unknown => "0",
            Self::Paid(_) => "1",
            Self::Failed(_) => "2",
        }
    }

    /// Why it is not paid.
    pub(super) const fn problem(self) -> Option<Problem> {
        match self {
            Self::Waiting | Self::Paying | Self::Unknown => Some(problem::PAYING),
            Self::Paid(_) => None,
            Self::Failed(problem) => Some(problem),
        }
    }
}

impl Order {
    pub(super) fn number(&self) -> &str {
        &self.key.number
    }

    pub(super) fn standing(&self, now: SystemTime) -> Standing {
        match (self.course, &self.means) {
            (Course::Succeeds(at) | Course::Surfaces(at), _) if at <= now => Standing::Paid(at),
            (Course::Surfaces(_), _) => Standing::Unknown,
            (Course::Succeeds(_) | Course::StaysOpen, _) => Standing::Paying,
            (Course::Fails(problem), _) => Standing::Failed(problem),
            (Course::Waits, Means::Wallet { expires, .. }) if *expires <= now => Standing::Failed(problem::CLOSED),
            (Course::Waits, _) => Standing::Waiting,
        }
    }

    pub(super) fn paid(&self, now: SystemTime) -> Option<SystemTime> {
        self.course.success().filter(|at| *at <= now)
    }

    /// It is not paid and never will be, or no longer: nobody is told otherwise.
    pub(super) fn end(&mut self) {
        self.course = Course::Fails(problem::CLOSED);
        if let Some(notice) = &self.notice {
            notice.recall();
        }
    }

    pub(super) fn card(&self) -> Option<&Card> {
        match &self.means {
            Means::Card { card, .. } => Some(card),
            _ => None,
        }
    }
}

impl Card {
    /// The first six and the last four digits, and stars between them.
    pub(super) fn masked(&self) -> Sensitive {
        let number = self.number.expose();
        let hidden = |at: usize| at >= 6 && at + 4 < number.len();
        number.chars().enumerate().map(|(at, digit)| if hidden(at) { '*' } else { digit }).collect::<String>().into()
    }
}

impl Wallet {
    /// `TRADETYPE` of queries and pushes. JD's and UnionPay's are not documented.
    pub(super) const fn trade_type(self) -> &'static str {
        match self {
            Self::WeChat => "1",
            Self::Alipay => "2",
            Self::Qq => "3",
            Self::Jd => "4",
            Self::UnionPay => "5",
        }
    }
}

/// `PAY_DATE`: empty while it is not paid.
pub(super) fn pay_date(paid: Option<SystemTime>) -> String {
    paid.map(compact).unwrap_or_default()
}

/// `NOTIFY_DATE`: when the notice of the payment leaves first.
pub(super) fn notify_date(paid: Option<SystemTime>, moment: &Moment) -> String {
    pay_date(paid.map(|paid| later(paid, moment.timing.notice_after)))
}

/// `YYYYMMDDHHmmss`.
pub(super) fn compact(time: SystemTime) -> String {
    BeijingTime::from(time).compact()
}

/// `YYYY-MM-DD HH:MM:SS`.
pub(super) fn dashed(time: SystemTime) -> String {
    BeijingTime::from(time).dashed()
}
