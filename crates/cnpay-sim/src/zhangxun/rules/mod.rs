//! The field tables of section 4, as the platform checks them: formats only, there are no lengths.
//!
//! They are written down here once more on purpose: the simulator must be able to disagree with the codec that a client uses.

mod check;
pub(super) mod tables;

pub(super) use check::check;

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    name: &'static str,
    need: Need,
    class: Class,
}

/// Whether the field must be there. An empty one counts as nothing.
#[derive(Debug, Clone, Copy)]
enum Need {
    Required,
    Optional,
    /// Required where that other field says so.
    When(&'static str, &'static str),
    /// Required where that other field is absent.
    Or(&'static str),
}

/// Which texts it takes.
#[derive(Debug, Clone, Copy)]
enum Class {
    /// Anything.
    Text,
    /// Fen, more than nothing, without a leading zero.
    Amount,
    Ip,
    /// An absolute http or https address.
    Url,
    /// One of these texts.
    Among(&'static [&'static str]),
}

const fn row(name: &'static str, need: Need, class: Class) -> Rule {
    Rule { name, need, class }
}

#[cfg(test)]
mod tests {
    use paywire::flat::field_names;
    use serde::de::DeserializeOwned;
    use zx_form::{Balance, Pay, Payout, PayoutQuery, Query, codes};

    use super::{Rule, tables::*};

    fn speaks_of<T: DeserializeOwned>(table: &[Rule]) {
        let names: Vec<_> = table.iter().map(|rule| rule.name).collect();
        let mut fields = field_names::<T>().to_vec();
        fields.sort_unstable_by_key(|field| names.iter().position(|name| name == field));
        assert_eq!(names, fields, "{}", std::any::type_name::<T>());
    }

    #[test]
    fn each_table_speaks_of_the_fields_of_its_request() {
        speaks_of::<Pay>(PAY);
        speaks_of::<Query>(QUERY);
        speaks_of::<Payout>(PAYOUT);
        speaks_of::<PayoutQuery>(PAYOUT_QUERY);
        speaks_of::<Balance>(BALANCE);
    }

    #[test]
    fn the_lists_are_those_of_the_specification() {
        assert!(codes::tran_type::LISTED.iter().all(|code| TRADE_TYPES.contains(code)));
        assert_eq!(codes::bank_code::LISTED, BANKS);
    }
}
