//! Sections 8.2 to 8.4: verified notices. Only "paid" is final; whatever else a notice says is asked about.

use paycore::TradeState::{self, Pending, Succeeded, Unknown};

/// Notice of quick pay.
pub fn of_quickpay_notice(status: &str) -> TradeState {
    match status {
        "1" => Succeeded,
        "0" => Pending,
        _ => Unknown,
    }
}

/// Notice of the gateway: its failures and refunds are documented and promised by nobody (decision D76).
pub fn of_gateway_notice(status: &str) -> TradeState {
    of_quickpay_notice(status)
}

/// Push of scan.
pub fn of_scan_notice(status: &str) -> TradeState {
    if status == "1" { Succeeded } else { Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paid_is_final() {
        for (status, quickpay, scan) in [
            ("1", Succeeded, Succeeded),
            ("0", Pending, Unknown),
            ("2", Unknown, Unknown),
            ("3", Unknown, Unknown),
            ("", Unknown, Unknown),
            ("01", Unknown, Unknown),
        ] {
            assert_eq!(
                (of_quickpay_notice(status), of_gateway_notice(status), of_scan_notice(status)),
                (quickpay, quickpay, scan),
                "{status}"
            );
        }
    }
}
