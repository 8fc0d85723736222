//! 0x1002: how a payout stands. Section 4.6.2.

use mmsp_json::op::payout::{Query, QueryReply};

use super::{
    code,
    course::State,
    door::{Call, Stop},
    pay::Payout,
};
use crate::mmsp::order::compact;

pub(super) fn query(call: &mut Call<'_>, request: Query) -> Result<QueryReply, Stop> {
    let missing = match (&request.order_no, &request.bs_order_no) {
        (None, None) => return Err(code::NO_NUMBER.into()),
        (Some(_), Some(_)) => return Err(code::PARAMETERS.into()),
        (Some(_), None) => code::NO_ORDER,
        (None, Some(_)) => code::NO_PLATFORM_ORDER,
    };
    let asked = |payout: &&Payout| {
        request.order_no.as_ref() == Some(&payout.request.order_no) || request.bs_order_no.as_ref() == Some(&payout.reference)
    };
    let state = |payout: &Payout| payout.course.state(call.moment.now);
    let found = call.state.payouts(&call.account.merchant).find(asked).filter(|payout| state(payout) != State::Unknown);
    let payout = found.ok_or(missing)?;
    let ((pay_state, description), pay) = (state(payout).words(), &payout.request);
    Ok(QueryReply {
        ret_code: None,
        ret_msg: None,
        mer_no: Some(payout.merchant.clone()),
        order_no: Some(pay.order_no.clone()),
        bs_order_no: Some(payout.reference.clone()),
        pay_state: Some(pay_state.into()),
        desc: Some(description.into()),
        amt: Some(pay.amt.to_fen()),
        cur_type: Some("1".into()),
        acc_name: Some(pay.acc_name.clone()),
        acc_no: Some(pay.acc_no.clone()),
        busi_type: Some(pay.busi_type.clone()),
        memo: Some(pay.memo.clone()),
        rsp_time: Some(compact(call.moment.now)),
        mobile: Some(pay.mobile.clone()),
        bank_name: Some(pay.bank_name.clone()),
        bank_settle_no: pay.bank_settle_no.clone(),
        bank_branch_name: pay.bank_branch_name.clone(),
        busi_no: None,
    })
}
