//! `/cashier/TX0002.ac`: how a payout stands. Section 4.4.

use zx_form::{PayoutQuery, op::payout_query::PayoutQueryReply};

use super::{
    desk::{Desk, Service},
    order::compact,
    refusal::Refusal,
    rules::tables,
    transfer::{self, Transfer},
};

pub(super) const SERVICE: Service<PayoutQuery> =
    Service { table: tables::PAYOUT_QUERY, accepted: "查询成功", numbers: &[], handle: payout_query };

/// Of two numbers both have to be those of the payout. Whoever has been answered a final status is told no more.
fn payout_query(desk: &mut Desk<'_>, request: PayoutQuery) -> Result<PayoutQueryReply, Refusal> {
    let asked = |payout: &&Transfer| {
        request.cust_ord_no.as_ref().is_none_or(|number| *number == payout.request.cust_ord_no)
            && request.cas_ord_no.as_ref().is_none_or(|number| *number == payout.reference)
    };
    let payout = desk.state.payouts(desk.account).find(asked).ok_or(Refusal::NoOrder)?;
    let status = payout.status(desk.moment.now).ok_or(Refusal::NoOrder)?;
    if transfer::is_final(status) {
        payout.notices.iter().for_each(|notice| notice.recall());
    }
    Ok(PayoutQueryReply {
        cust_ord_no: Some(payout.request.cust_ord_no.clone()),
        cas_ord_no: Some(payout.reference.clone()),
        ord_status: Some(status.clone()),
        cas_amt: Some(payout.request.cas_amt.to_fen()),
        cas_desc: Some(transfer::description(status).into()),
        cas_type: Some(payout.request.cas_type.clone()),
        cas_date: Some(compact(payout.ordered)),
        fee: Some(payout.fee.to_fen()),
        service_fee: Some("0".into()),
        netrec_amt: Some(payout.credited().to_fen()),
        ..PayoutQueryReply::default()
    })
}
