//! Step 6: against phishing. Sections 6 and 11.

use std::{net::IpAddr, time::SystemTime};

use paycore::BeijingTime;

use super::super::{
    account::Account,
    code::{self, Code},
    fields::Fields,
};

/// How far apart 99bill's timestamp and the arrival of the order may be, in seconds.
const WINDOW: u64 = 30;

/// What is given must be well formed and fresh whoever sends it; that it is there is asked of merchants with a high risk only.
pub(super) fn check(fields: &Fields, account: &Account, now: SystemTime) -> Result<(), Code> {
    let timestamp = fields.get("orderTimestamp");
    if let Some(text) = timestamp {
        let time = BeijingTime::parse_compact(text).map_err(|_| code::TIMESTAMP)?;
        if time.unix_seconds().abs_diff(BeijingTime::from(now).unix_seconds()) > WINDOW {
            return Err(code::TIMED_OUT);
        }
    }
    let address = fields.get("payerIP");
    if address.is_some_and(|address| address.parse::<IpAddr>().is_err()) {
        return Err(code::PAYER_IP);
    }
    match (account.high_risk, timestamp, address) {
        (true, None, _) => Err(code::NO_TIMESTAMP),
        (true, _, None) => Err(code::NO_PAYER_IP),
        _ => Ok(()),
    }
}
