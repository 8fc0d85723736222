//! What becomes of a payout.

use std::time::SystemTime;

use paycore::{Fen, Sensitive};

use crate::{clock::later, magic::Magic, service::Moment};

/// How it goes on. Its end is known from the beginning, and shows only when its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    Paid(SystemTime),
    /// Until it is paid not even the platform knows of it.
    Surfaces(SystemTime),
    Failed(SystemTime),
    Returned(SystemTime),
    /// Reviewed first.
    Reviewed {
        until: SystemTime,
        paid: SystemTime,
    },
    StaysOpen,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Paid,
    Paying,
    Failed,
    Returned,
    Reviewing,
    /// The platform itself does not know it.
    Unknown,
}

impl Course {
    /// The amount decides; of an ordinary one the payee's account number.
    pub(super) fn of(amount: Fen, account: &Sensitive, moment: &Moment) -> Self {
        let settled = later(moment.now, moment.timing.settle_after);
        match (Magic::of(amount), account.expose()) {
            (Magic::Declined, _) => Self::Failed(moment.now),
            (Magic::PendingThenPaid, _) => Self::Paid(settled),
            (Magic::PendingForEver, _) => Self::StaysOpen,
            (Magic::UnknownThenPaid, _) => Self::Surfaces(settled),
            (Magic::Paid, number) if number.ends_with("0003") => Self::Failed(settled),
            (Magic::Paid, number) if number.ends_with("0004") => Self::Returned(settled),
            (Magic::Paid, number) if number.ends_with("0005") => {
                Self::Reviewed { until: settled, paid: later(settled, moment.timing.settle_after) }
            }
            (Magic::Paid | Magic::CutBefore | Magic::CutAfter, _) if moment.pending => Self::Paid(settled),
            (Magic::Paid | Magic::CutBefore | Magic::CutAfter, _) => Self::Paid(moment.now),
        }
    }

    pub(super) fn state(self, now: SystemTime) -> State {
        match self {
            Self::Paid(at) | Self::Surfaces(at) | Self::Reviewed { paid: at, .. } if at <= now => State::Paid,
            Self::Failed(at) if at <= now => State::Failed,
            Self::Returned(at) if at <= now => State::Returned,
            Self::Surfaces(_) => State::Unknown,
            Self::Reviewed { until, .. } if now < until => State::Reviewing,
            _ => State::Paying,
        }
    }
}

impl State {
    /// `PAYSTATE` and `DESC`.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Paid => ("1", "付款成功"),
            Self::Paying | Self::Unknown => ("2", "付款中，请稍后查询处理结果"),
            Self::Failed => ("3", "付款失败"),
            Self::Returned => ("4", "已退汇"),
            Self::Reviewing => ("5", "等待审核"),
        }
    }
}
