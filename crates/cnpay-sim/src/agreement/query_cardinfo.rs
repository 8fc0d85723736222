//! `/cnp/query_cardinfo`: tell what card a number is. Section 3.7.

use kq_xml::{QueryCardinfo, op::CardInfo};

use super::{Answer, Execute, Fields, Refusal, Rule, Visit, card::Card, rules};

impl Execute for QueryCardinfo {
    const RULES: &'static [Rule] = rules::QUERY_CARDINFO;

    fn execute(fields: &Fields, _: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let number = fields.secret("cardNo")?;
        let content = Card::known(number.expose()).map(|card| CardInfo {
            card_no: Some(number.clone()),
            card_org: Some(card.organisation.into()),
            card_type: Some(card.kind.into()),
            issuer: Some(card.issuer.into()),
            valid_flag: Some("1".into()),
            // The simulator checks none of the holder's fields.
            validate_type: Some("000".into()),
            bank_id: Some(card.bank.into()),
        });
        let echo = Self { txn_type: fields.text("txnType").unwrap_or("PUR").to_owned(), card_no: number };
        Ok(Answer { echo: Some(echo), content, error: None, lost: None })
    }
}
