//! `/cnp/pci_query`: the bound cards of a customer. Section 3.6.

use kq_xml::{
    PciQuery,
    op::{PciInfo, PciInfos, PciQueryReply},
};

use super::{
    Answer, Execute, Fields, Refusal, Rule, Visit,
    card::{CREDIT, Card, short_phone},
    codes, payment, rules,
    state::Binding,
};

/// Cards of any type: seen in use.
const ANY: &str = "0000";

impl Execute for PciQuery {
    const RULES: &'static [Rule] = rules::PCI_QUERY;

    fn execute(fields: &Fields, visit: &mut Visit<'_>) -> Result<Answer<Self>, Refusal> {
        let (kind, bank) = (fields.text("cardType").unwrap_or(CREDIT), fields.text("bankId"));
        let asked_for = |binding: &&Binding| {
            let card = Card::of(binding.pan.expose());
            [ANY, card.kind].contains(&kind)
                && bank.is_none_or(|bank| bank == card.bank)
                && payment::is_meant(binding, fields.text("payToken"), fields.text("storablePan"))
        };
        let bindings = visit.state.bindings(&visit.account.merchant, fields.required("customerId")?);
        let cards = bindings.iter().filter(asked_for).map(row).collect();
        // These two are echoed empty, as the sample does.
        let echo = |name: &str| Some(fields.text(name).unwrap_or_default().to_owned());
        Ok(Answer::content(PciQueryReply {
            merchant_id: fields.owned("merchantId"),
            terminal_id: fields.owned("terminalId"),
            customer_id: fields.owned("customerId"),
            storable_pan: echo("storablePan"),
            bank_id: echo("bankId"),
            card_type: fields.owned("cardType"),
            bind_type: fields.owned("bindType"),
            pci_infos: PciInfos { cards },
            response_code: Some(codes::OK.code.into()),
            response_text_message: None,
        }))
    }
}

fn row(binding: &Binding) -> PciInfo {
    PciInfo {
        bank_id: Some(Card::of(binding.pan.expose()).bank.into()),
        storable_pan: Some(binding.card()),
        short_phone_no: Some(short_phone(binding.phone.expose())),
        phone_no: Some(binding.phone.clone()),
        pay_token: Some(binding.token.clone()),
    }
}
