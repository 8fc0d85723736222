//! Section 8.6: payouts, judged by `RETCODE` and `PAYSTATE`. Neither is signed.

use paycore::TradeState::{self, Failed, Pending, Reversed, Succeeded, Unknown};

/// What a `RETCODE` says about the payout that was asked for. Section 9.3, decision D56.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// `PAYSTATE` says it.
    Judge,
    /// Nothing is certain: ask.
    Query,
    /// Not accepted: this request paid nothing. An earlier one under the same number may have.
    Refused,
    /// Only a query is answered so.
    QueryOnly,
}

/// The class of a code. `None`: the specification does not name it, and nothing is certain.
pub fn class_of(ret_code: &str) -> Option<Class> {
    Some(match ret_code {
        "0000" => Class::Judge,
        "0001" | "1008" | "1009" | "1037" | "1038" | "1040" | "1046" => Class::Query,
        "1027" | NO_SUCH_ORDER | NO_SUCH_PLATFORM_ORDER => Class::QueryOnly,
        "0002" | "1001" | "1002" | "1003" | "1004" | "1005" | "1006" | "1007" | "1010" | "1011" | "1012" | "1013" | "1014" | "1015"
        | "1017" | "1018" | "1019" | "1020" | "1021" | "1022" | "1023" | "1024" | "1025" | "1026" | "1030" | "1031" | "1032" | "1033"
        | "1034" | "1035" | "1036" | "1039" | "1045" | "1047" | "1048" | "1049" => Class::Refused,
        _ => return None,
    })
}

/// There is no such merchant payout number.
const NO_SUCH_ORDER: &str = "1028";
/// There is no such platform payout number.
const NO_SUCH_PLATFORM_ORDER: &str = "1029";

fn of_state(pay_state: Option<&str>) -> TradeState {
    match pay_state {
        Some("1") => Succeeded,
        Some("2" | "5") => Pending,
        Some("3") => Failed,
        // Returned by the bank.
        Some("4") => Reversed,
        _ => Unknown,
    }
}

/// The reply to a payout. `None`: refused, and the payout is unknown all the same until a query settles it.
pub fn of_payout(ret_code: &str, pay_state: Option<&str>) -> Option<TradeState> {
    match class_of(ret_code) {
        Some(Class::Judge) => Some(of_state(pay_state)),
        Some(Class::Refused) => None,
        Some(Class::Query | Class::QueryOnly) | None => Some(Unknown),
    }
}

/// The reply to a payout query. `None`: the query was refused, and the payout is what it was.
pub fn of_payout_query(ret_code: &str, pay_state: Option<&str>) -> Option<TradeState> {
    match ret_code {
        "0000" => Some(of_state(pay_state)),
        // That it is not found is no failure: it may be under way (section 7.10).
        "0001" | NO_SUCH_ORDER | NO_SUCH_PLATFORM_ORDER => Some(Unknown),
        _ => None,
    }
}

/// The reply to a balance query. `None`: refused.
pub fn of_balance(ret_code: &str) -> Option<TradeState> {
    (ret_code == "0000").then_some(TradeState::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pay_state_decides_where_the_code_says_so() {
        for (pay_state, state) in [
            (Some("1"), Succeeded),
            (Some("2"), Pending),
            (Some("3"), Failed),
            (Some("4"), Reversed),
            (Some("5"), Pending),
            (Some("0"), Unknown),
            (Some("6"), Unknown),
            (Some(""), Unknown),
            (None, Unknown),
        ] {
            assert_eq!(of_payout("0000", pay_state), Some(state), "{pay_state:?}");
            assert_eq!(of_payout_query("0000", pay_state), Some(state), "{pay_state:?}");
            for code in ["0001", "1008", "1009", "1037", "1038", "1040", "1046", "1016", "9999", "1028", "1029", "1027", ""] {
                assert_eq!(of_payout(code, pay_state), Some(Unknown), "{code}");
            }
            for code in ["0001", "1028", "1029"] {
                assert_eq!(of_payout_query(code, pay_state), Some(Unknown), "{code}");
            }
            for code in ["1027", "1008", "1006", "1037", "9999", ""] {
                assert_eq!(of_payout_query(code, pay_state), None, "{code}");
            }
        }
    }

    #[test]
    fn every_code_of_the_list_has_its_class() {
        let of_class = |class| (0..=9999).map(|code| format!("{code:04}")).filter(|code| class_of(code) == Some(class)).count();
        let counted = [Class::Judge, Class::Query, Class::Refused, Class::QueryOnly].map(of_class);
        assert_eq!(counted, [1, 7, 36, 3]);
        assert_eq!(of_payout("1031", Some("1")), None);
        assert_eq!((of_balance("0000"), of_balance("0001"), of_balance("1006")), (Some(TradeState::Done), None, None));
    }
}
