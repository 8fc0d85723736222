//! `/cnp/purchase`: debit a bound card, or pay with an SMS code. Section 3.3.

use kq_xml::Purchase;

use super::{Answer, Execute, Fields, Refusal, Rule, Visit, payment, quick_purchase, rules, transaction::Kind};

impl Execute for Purchase {
    const RULES: &'static [Rule] = rules::PURCHASE;

    fn table(fields: &Fields) -> &'static [Rule] {
        if quick_purchase::is_meant(fields) { rules::QUICK_PURCHASE } else { Self::RULES }
    }

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        if quick_purchase::is_meant(fields) {
            return quick_purchase::execute(fields, visit);
        }
        payment::execute(Kind::Purchase, fields, visit, |visit, _| payment::bound_card(fields, visit))
    }
}
