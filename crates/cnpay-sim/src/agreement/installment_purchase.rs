//! `/cnp/installment_purchase`: debit a bound card in monthly terms. Section 3.11.

use kq_xml::InstallmentPurchase;

use super::{Answer, Execute, Fields, Refusal, Rule, Visit, codes, payment, rules, transaction::Kind};

/// The numbers of terms that the simulated banks offer.
const TERMS: [&str; 6] = ["03", "06", "09", "12", "18", "24"];

impl Execute for InstallmentPurchase {
    const RULES: &'static [Rule] = rules::INSTALLMENT_PURCHASE;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let offered = TERMS.contains(&fields.required("termInMonths")?);
        payment::execute(Kind::Installments, fields, visit, |visit, _| {
            let subject = payment::bound_card(fields, visit)?;
            if offered { Ok(subject) } else { Err(codes::WRONG_TERMS) }
        })
    }
}
