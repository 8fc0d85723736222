//! One transaction as the gateway has recorded it.

use std::time::SystemTime;

use super::codes::Code;

/// A purchase or a card check.
#[derive(Debug, Clone)]
pub(super) struct Transaction {
    /// `PUR` or `CIV`.
    pub(super) kind: &'static str,
    pub(super) merchant: String,
    pub(super) terminal: String,
    pub(super) order: String,
    pub(super) entry_time: String,
    /// As the merchant wrote it.
    pub(super) amount: String,
    pub(super) settle_merchant: Option<String>,
    /// What the bank's side added; absent when the transaction did not get there.
    pub(super) bank: Option<BankSide>,
    pub(super) recorded: SystemTime,
    pub(super) course: Course,
}

/// What is known of a transaction that reached the bank.
#[derive(Debug, Clone)]
pub(super) struct BankSide {
    pub(super) customer: String,
    /// 99bill's number.
    pub(super) reference: String,
    /// The abbreviated card number.
    pub(super) card: String,
    /// The issuer's approval, used once the transaction has succeeded.
    pub(super) approval: String,
}

/// How it ends. That is known from the beginning, and shows only when its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    Succeeds(SystemTime),
    Fails(SystemTime, Code),
    StaysOpen,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Success,
    Failed,
    InProcess,
}

impl Status {
    /// The letter of `txnStatus`.
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::Success => "S",
            Self::Failed => "F",
            Self::InProcess => "P",
        }
    }
}

impl Transaction {
    pub(super) fn status(&self, now: SystemTime) -> Status {
        match self.course {
            Course::Succeeds(at) if at <= now => Status::Success,
            Course::Fails(at, _) if at <= now => Status::Failed,
            _ => Status::InProcess,
        }
    }

    /// The approval, once there is one.
    pub(super) fn approval(&self, now: SystemTime) -> Option<&str> {
        let approved = self.status(now) == Status::Success;
        self.bank.as_ref().filter(|_| approved).map(|bank| bank.approval.as_str()).filter(|approval| !approval.is_empty())
    }
}
