//! 0x1001: money leaves. Section 4.6.1.

use mmsp_json::{
    Product,
    op::payout::{Pay, PayReply},
};

use super::{
    code,
    course::{Course, State},
    door::{Call, Stop},
};
use crate::{NoAnswer, magic::Magic, mmsp::order::compact};

/// The only channel.
pub(super) const CHANNEL: &str = "1001";
/// The merchant's number there.
pub(super) const CHANNEL_MERCHANT: &str = "C0001";
/// The most that one payout may be, in fen (decision D59).
pub(super) const MOST: u64 = 1_000_000_000;

/// A payout as the platform has recorded it.
#[derive(Debug)]
pub(in crate::mmsp) struct Payout {
    pub(in crate::mmsp) merchant: String,
    pub(super) reference: String,
    pub(super) request: Pay,
    pub(super) course: Course,
}

/// The optional fields that the documented sample has.
fn lacks_sample_fields(request: &Pay) -> bool {
    let texts = [&request.pay_type, &request.bank_settle_no, &request.bank_branch_name, &request.bank_prov, &request.bank_city];
    texts.into_iter().any(Option::is_none) || request.id_card.is_none()
}

pub(super) fn pay(call: &mut Call<'_>, request: Pay) -> Result<PayReply, Stop> {
    if request.acc_type == "1" && request.cvv2.is_none() {
        return Err(code::ACCOUNT_TYPE.into());
    }
    if call.account.wants_sample_fields && lacks_sample_fields(&request) {
        return Err(code::MORE_FIELDS.into());
    }
    if call.state.payouts(&call.account.merchant).any(|payout| payout.request.order_no == request.order_no) {
        return Err(code::DUPLICATE.into());
    }
    if request.amt.get() > MOST {
        return Err(code::AMOUNT.into());
    }
    let cost = request.amt.checked_add(call.account.payout_fee).ok_or(code::AMOUNT)?;
    if call.book().available < cost {
        return Err(code::BALANCE.into());
    }
    let is = |given: &Option<String>, known: &str| given.as_deref().is_none_or(|given| given == known);
    if !is(&request.chl_no, CHANNEL) || !is(&request.chl_mer_no, CHANNEL_MERCHANT) {
        return Err(code::NO_CHANNEL.into());
    }
    match request.pay_type.as_deref() {
        Some("2") => return Err(code::CHANNEL_CLOSED.into()),
        Some("3") => return Err(code::NO_ADVANCE.into()),
        _ => {}
    }
    let magic = Magic::of(request.amt);
    if magic == Magic::CutBefore {
        return Err(Stop::Cut(NoAnswer::CutBefore));
    }
    let payout = Payout {
        merchant: call.account.merchant.clone(),
        reference: call.state.next_reference(Product::Payout, call.moment.now),
        course: Course::of(request.amt, &request.acc_no, &call.moment),
        request,
    };
    let (state, description) = payout.course.state(call.moment.now).words();
    let reply = PayReply {
        mer_no: Some(payout.merchant.clone()),
        order_no: Some(payout.request.order_no.clone()),
        bs_order_no: Some(payout.reference.clone()),
        pay_state: Some(state.into()),
        desc: Some(description.into()),
        rsp_time: Some(compact(call.moment.now)),
        ..PayReply::default()
    };
    let unknown = payout.course.state(call.moment.now) == State::Unknown;
    call.state.record_payout(payout);
    match magic {
        Magic::CutAfter => Err(Stop::Cut(NoAnswer::CutAfter)),
        _ if unknown => Err(code::ASK.into()),
        _ => Ok(reply),
    }
}
