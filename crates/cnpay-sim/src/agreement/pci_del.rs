//! `/cnp/pci_del`: unbind a card. Section 3.5.

use kq_xml::{PciDel, op::PciDelReply};
use paycore::Sensitive;

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    card::Card,
    codes::{self, Code},
    payment, rules,
    state::Binding,
};

impl Execute for PciDel {
    const RULES: &'static [Rule] = rules::PCI_DEL;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (merchant, customer) = (&visit.account.merchant, fields.required("customerId")?);
        let pan = fields.text("pan").filter(|pan| !pan.is_empty());
        let asked_for = |binding: &&Binding| {
            payment::is_meant(binding, fields.text("payToken"), fields.text("storablePan"))
                && pan.is_none_or(|pan| pan == binding.pan.expose())
        };
        let found: Vec<_> = visit.state.bindings(merchant, customer).iter().filter(asked_for).cloned().collect();
        let binding = match found.as_slice() {
            [] => return Ok(answer(fields, fields.owned("storablePan"), codes::NOT_THERE)),
            [binding] => binding,
            // Two cards of one abbreviation: which is meant is not said.
            _ => return Ok(answer(fields, fields.owned("storablePan"), codes::NOT_BOUND)),
        };
        if fields.required("bankId")? != Card::of(binding.pan.expose()).bank {
            return Err(Refusal::wrong_bank());
        }
        visit.state.unbind(merchant, customer, &binding.token);
        Ok(answer(fields, Some(binding.card()), codes::OK))
    }
}

fn answer(fields: &Fields, card: Option<String>, code: Code) -> Answer<PciDel> {
    Answer::content(PciDelReply {
        merchant_id: fields.owned("merchantId"),
        customer_id: fields.owned("customerId"),
        // Empty, as in the sample, where none was sent.
        pan: Some(Sensitive::from(fields.text("pan").unwrap_or_default())),
        storable_pan: card,
        bank_id: fields.owned("bankId"),
        pay_token: None,
        response_code: Some(code.code.into()),
        response_text_message: (code != codes::OK).then(|| code.text.into()),
    })
}
