//! `/cashier/TX0001.ac`: money leaves. Section 4.3.

use zx_form::{Payout, op::payout::PayoutReply};

use super::{
    book::Book,
    desk::{Desk, Service},
    notice,
    order::compact,
    refusal::Refusal,
    rules::tables,
    transfer::{self, Transfer},
};

pub(super) const SERVICE: Service<Payout> = Service { table: tables::PAYOUT, accepted: "受理成功", numbers: &[], handle: payout };

fn payout(desk: &mut Desk<'_>, request: Payout) -> Result<PayoutReply, Refusal> {
    let (now, fee) = (desk.moment.now, desk.account.payout_fee);
    if desk.state.payouts(desk.account).any(|payout| payout.request.cust_ord_no == request.cust_ord_no) {
        return Err(Refusal::Duplicate);
    }
    transfer::credited(&request, fee).ok_or(Refusal::Field("casAmt"))?;
    let cost = transfer::cost(&request, fee).ok_or(Refusal::Field("casAmt"))?;
    if Book::of(desk.state, desk.account, now).available < cost {
        return Err(Refusal::Balance);
    }
    desk.strike(request.cas_amt)?;
    let mut payout = Transfer {
        reference: desk.state.next_reference(now),
        ordered: now,
        fee,
        course: transfer::course(&request, &desk.moment),
        request,
        notices: Vec::new(),
    };
    payout.notices = notice::of_transfer(&payout, desk.account, &desk.moment);
    desk.post(&payout.notices);
    let reply = payout.status(now).map(|status| PayoutReply {
        cust_ord_no: Some(payout.request.cust_ord_no.clone()),
        cas_ord_no: Some(payout.reference.clone()),
        ord_status: Some(status.clone()),
        cas_amt: Some(payout.request.cas_amt.to_fen()),
        cas_time: Some(compact(now)),
        ..PayoutReply::default()
    });
    desk.state.record_payout(desk.account, payout);
    reply.ok_or(Refusal::System)
}
