//! Cards that are bound, and 0x0307 and 0x0308, which end and show a binding. Sections 4.2.6 and 4.2.7.

use std::time::SystemTime;

use mmsp_json::op::quickpay::{BindQuery, BindQueryReply, Unbind, UnbindReply};
use paycore::Sensitive;

use crate::mmsp::{
    desk::Desk,
    order::{Card, Key},
    problem,
    refusal::Refusal,
    sms::Sms,
    state::State,
};

/// A binding whose SMS code is out.
#[derive(Debug)]
pub(in crate::mmsp) struct Signing {
    pub(super) user: String,
    pub(super) number: Sensitive,
    pub(super) phone: Sensitive,
    pub(super) list_id: String,
    pub(super) sms: Sms,
    pub(super) done: bool,
}

/// A card that a merchant's customer has bound.
#[derive(Debug)]
pub(in crate::mmsp) struct Binding {
    pub(in crate::mmsp) id: Sensitive,
    pub(super) merchant: String,
    pub(super) user: String,
    pub(super) list_id: String,
    pub(super) card: Card,
    pub(super) exp_date: Option<Sensitive>,
    pub(super) cvn2: Option<Sensitive>,
    pub(super) name: Sensitive,
    pub(super) id_no: Sensitive,
    pub(super) validity: Validity,
}

/// From when on a binding is good.
#[derive(Debug)]
pub(super) enum Validity {
    Now,
    /// Once the payment that it came with is paid (section 7.2).
    OncePaid(Key),
}

impl Binding {
    fn is_valid(&self, state: &State, now: SystemTime) -> bool {
        match &self.validity {
            Validity::Now => true,
            Validity::OncePaid(key) => state.order(key).is_some_and(|order| order.paid(now).is_some()),
        }
    }
}

/// A valid binding of the caller.
pub(super) fn bound<'d>(desk: &'d Desk<'_>, id: &Sensitive) -> Option<&'d Binding> {
    let is_valid = |binding: &&Binding| binding.merchant == desk.call.account.merchant && binding.is_valid(desk.state, desk.moment.now);
    desk.state.binding(id).filter(is_valid)
}

pub(super) fn unbind(desk: &mut Desk<'_>, request: Unbind) -> Result<UnbindReply, Refusal> {
    let problem = bound(desk, &request.bind_id).is_none().then_some(problem::NOT_BOUND);
    if problem.is_none() {
        desk.state.unbind(&request.bind_id);
    }
    Ok(UnbindReply {
        status: Some(if problem.is_none() { "1" } else { "2" }.into()),
        err_code: problem::code(problem),
        err_msg: problem::text(problem),
    })
}

pub(super) fn bind_query(desk: &mut Desk<'_>, request: BindQuery) -> Result<BindQueryReply, Refusal> {
    let Some(binding) = bound(desk, &request.bind_id) else {
        return Ok(BindQueryReply {
            status: Some("2".into()),
            err_code: Some(problem::NOT_BOUND.code.into()),
            err_msg: Some(problem::NOT_BOUND.text.into()),
            ..BindQueryReply::default()
        });
    };
    Ok(BindQueryReply {
        status: Some("1".into()),
        list_id: Some(binding.list_id.clone()),
        card_no: Some(binding.card.number.clone()),
        card_type: Some(binding.card.kind.clone()),
        exp_date: binding.exp_date.clone(),
        cvn2: binding.cvn2.clone(),
        name: Some(binding.name.clone()),
        id_no: Some(binding.id_no.clone()),
        phone_no: Some(binding.card.phone.clone()),
        bind_id: Some(request.bind_id),
        err_code: None,
        err_msg: None,
    })
}
