//! One transaction as the gateway has recorded it.

use std::time::SystemTime;

use paycore::{Fen, Sensitive};

use super::{card::abbreviated, codes::Code};

/// What the merchant had the gateway do.
#[derive(Debug, Clone)]
pub(super) struct Transaction {
    pub(super) kind: Kind,
    pub(super) merchant: String,
    pub(super) terminal: String,
    pub(super) order: String,
    pub(super) entry_time: String,
    /// As the merchant wrote it.
    pub(super) amount: String,
    pub(super) settle_merchant: Option<String>,
    /// What the bank's side added; absent when the transaction did not get there.
    pub(super) bank: Option<BankSide>,
    /// 99bill's number of the transaction that this one refunds, voids or captures.
    pub(super) original: Option<String>,
    pub(super) recorded: SystemTime,
    pub(super) course: Course,
}

/// What kind of transaction it is. Section 6.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Check,
    Purchase,
    Installments,
    Hold,
    Capture,
    Void,
    Refund,
}

impl Kind {
    /// Its `txnType`.
    pub(super) const fn letters(self) -> &'static str {
        match self {
            Self::Check => "CIV",
            Self::Purchase => "PUR",
            Self::Installments => "INP",
            Self::Hold => "PRE",
            Self::Capture => "CFM",
            Self::Void => "VTX",
            Self::Refund => "RFD",
        }
    }

    /// Whether money has moved that a refund can give back.
    pub(super) const fn is_refundable(self) -> bool {
        matches!(self, Self::Purchase | Self::Installments | Self::Capture)
    }

    /// Whether the issuer approves it, and the result is told by a TR3. What gives money back has neither: its TR3 would carry a number
    /// that is the original's, or a `00` that does not mean done.
    pub(super) const fn is_payment(self) -> bool {
        self.is_refundable() || matches!(self, Self::Hold)
    }
}

/// What is known of a transaction that reached the bank.
#[derive(Debug, Clone)]
pub(super) struct BankSide {
    pub(super) customer: String,
    /// 99bill's number; that of a void is its original's.
    pub(super) reference: String,
    pub(super) pan: Sensitive,
    /// The issuer's approval, used once the transaction has succeeded.
    pub(super) approval: String,
}

impl BankSide {
    /// The abbreviated card number.
    pub(super) fn card(&self) -> String {
        abbreviated(self.pan.expose())
    }
}

/// How it ends. That is known from the beginning, and shows only when its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    Succeeds(SystemTime),
    /// A refund is accepted first, and handed to the acquirer later.
    Refunds {
        accepted: SystemTime,
        submitted: SystemTime,
    },
    Fails(SystemTime, Code),
    StaysOpen,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Success,
    Submitted,
    Failed,
    InProcess,
}

impl Status {
    /// The letter of `txnStatus`.
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::Success => "S",
            Self::Submitted => "D",
            Self::Failed => "F",
            Self::InProcess => "P",
        }
    }
}

impl Transaction {
    pub(super) fn status(&self, now: SystemTime) -> Status {
        match self.course {
            Course::Refunds { submitted, .. } if submitted <= now => Status::Submitted,
            Course::Refunds { accepted: at, .. } | Course::Succeeds(at) if at <= now => Status::Success,
            Course::Fails(at, _) if at <= now => Status::Failed,
            _ => Status::InProcess,
        }
    }

    pub(super) fn has_succeeded(&self, now: SystemTime) -> bool {
        matches!(self.status(now), Status::Success | Status::Submitted)
    }

    /// Whether it takes effect, now or later, as far as anybody can tell.
    pub(super) fn counts(&self) -> bool {
        !matches!(self.course, Course::Fails(..))
    }

    pub(super) fn fen(&self) -> Fen {
        Fen::parse_yuan(&self.amount).unwrap_or(Fen::ZERO)
    }

    /// The approval, once there is one.
    pub(super) fn approval(&self, now: SystemTime) -> Option<&str> {
        let approved = self.has_succeeded(now);
        self.bank.as_ref().filter(|_| approved).map(|bank| bank.approval.as_str()).filter(|approval| !approval.is_empty())
    }
}
