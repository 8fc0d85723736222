//! `/cnp/preauth`: hold an amount on a bound card. Section 3.11.

use kq_xml::Preauth;

use super::{Answer, Execute, Fields, Refusal, Rule, Visit, payment, rules, transaction::Kind};

impl Execute for Preauth {
    const RULES: &'static [Rule] = rules::PREAUTH;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        payment::execute(Kind::Hold, fields, visit, |visit, _| payment::bound_card(fields, visit))
    }
}
