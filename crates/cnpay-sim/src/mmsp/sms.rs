//! The code that the bank sends to the card holder.

use std::time::{Duration, SystemTime};

use paycore::Sensitive;

use super::problem::{self, Problem};
use crate::{SMS_CODE, clock::later, service::Moment};

/// The least time between two sendings.
const PAUSE: Duration = Duration::from_secs(60);

/// A code that is out. What it says is always [`SMS_CODE`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Sms {
    sent: SystemTime,
}

impl Sms {
    pub(super) fn send(moment: &Moment) -> Self {
        Self { sent: moment.now }
    }

    pub(super) fn send_again(&mut self, moment: &Moment) -> Result<(), Problem> {
        if moment.now < later(self.sent, PAUSE) {
            return Err(problem::TOO_SOON);
        }
        *self = Self::send(moment);
        Ok(())
    }

    pub(super) fn check(self, code: &Sensitive, moment: &Moment) -> Result<(), Problem> {
        if moment.now >= later(self.sent, moment.timing.sms_code_life) {
            return Err(problem::CODE_EXPIRED);
        }
        if code.expose() == SMS_CODE { Ok(()) } else { Err(problem::WRONG_CODE) }
    }
}
