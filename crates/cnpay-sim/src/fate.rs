//! What the faults make of one request.

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::{
    fault::{Dice, Fault},
    service::NoAnswer,
};

/// Decided when the request arrives. Every die is thrown every time, so that the course of a run depends on the seed alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    /// It waits first.
    pub(crate) slow: bool,
    /// A payment that would be paid at once is pending first.
    pub(crate) pending: bool,
    /// The provider sees it.
    pub(crate) processed: bool,
    /// What the caller gets in place of the provider's answer.
    instead: Option<Fault>,
}

impl Fate {
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let slow = dice.roll(Fault::Slow);
        let pending = dice.roll(Fault::Pending);
        let mut instead = None;
        for fault in [Fault::DropBefore, Fault::Hang, Fault::Http5xx, Fault::Garbage, Fault::DropAfter] {
            instead = instead.or(dice.roll(fault).then_some(fault));
        }
        let processed = match instead {
            Some(Fault::DropBefore) => false,
            Some(fault @ (Fault::Hang | Fault::Http5xx)) => dice.coin(fault),
            _ => true,
        };
        Self { slow, pending, processed, instead }
    }

    /// What reaches the caller. `answer` is the provider's, if it saw the request.
    pub(crate) fn outcome(self, answer: Result<Response<Bytes>, NoAnswer>) -> Result<Response<Bytes>, NoAnswer> {
        match self.instead {
            Some(Fault::DropBefore) => Err(NoAnswer::CutBefore),
            Some(Fault::DropAfter) => Err(NoAnswer::CutAfter),
            Some(Fault::Hang) => Err(NoAnswer::Hangs),
            Some(Fault::Http5xx) => {
                let mut response = Response::new(Bytes::from_static(b"<html><body>Bad Gateway</body></html>"));
                *response.status_mut() = StatusCode::BAD_GATEWAY;
                Ok(response)
            }
            // Half a tag, and a byte that is no UTF-8.
            Some(Fault::Garbage) => Ok(Response::new(Bytes::from_static(b"<MasMess\xff"))),
            _ => answer,
        }
    }
}
