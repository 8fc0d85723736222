//! How long things take here.

use std::time::Duration;

/// The simulator's own delays. The defaults are those of a patient demonstration; tests on a [`ManualClock`](crate::ManualClock) keep them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// From "pending" to "paid". Default: 2 s.
    pub settle_after: Duration,
    /// From a final result to its notice. The RMB gateway's payer waits for it at a page, so that one leaves at once. Default: 1 s.
    pub notice_after: Duration,
    /// How long an SMS code is good. Default: 10 min.
    pub sms_code_life: Duration,
    /// How long the fault `slow` takes. Default: 5 s.
    pub slow: Duration,
    /// How much later the fault `notice_delay` makes a notice. Default: 30 s.
    pub notice_delay: Duration,
    /// The intervals between resends of a notice are divided by this; 0 counts as 1. Default: 1.
    pub resend_divisor: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            settle_after: Duration::from_secs(2),
            notice_after: Duration::from_secs(1),
            sms_code_life: Duration::from_secs(600),
            slow: Duration::from_secs(5),
            notice_delay: Duration::from_secs(30),
            resend_divisor: 1,
        }
    }
}
