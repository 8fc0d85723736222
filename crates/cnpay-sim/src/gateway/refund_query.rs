//! `gatewayRefundQuery`: the refunds of some days. Sections 8.4 and 10.5.

use std::time::SystemTime;

use bytes::Bytes;
use http::Request;
use kq_form::{REFUND_QUERY, REFUND_QUERY_ITEM, REFUND_QUERY_REPLY, soap};
use paycore::BeijingTime;

use super::{
    Account, Gateway,
    refunded::Refund,
    service::{Call, Found, Row, Service, Transport},
    state::State,
};
use crate::service::{Handled, Moment};

const SERVICE: Service = Service {
    operation: soap::REFUND_QUERY,
    list: "orderDetail",
    request: &REFUND_QUERY,
    head: &REFUND_QUERY_REPLY,
    item: &REFUND_QUERY_ITEM,
};

/// The longest time between `startDate` and `endDate`, in seconds. Not known; as long as that of the order query.
const LONGEST: i64 = 30 * 86_400;

/// `status`: refunded. No other value is known.
const REFUNDED: &str = "1";
const APPLIED: &str = "0";

impl Gateway {
    pub(super) fn refund_query(&self, request: &Request<Bytes>, transport: Transport, moment: &Moment) -> Handled {
        self.serve(request, transport, &SERVICE, |call| find(call, self.asks_for_refunds(call)?, &self.state(), moment.now))
    }

    fn asks_for_refunds(&self, call: &Call<'_>) -> Result<&Account, &'static str> {
        match call.get("version") {
            None => return Err("10010"),
            Some("v2.0") => {}
            Some(_) => return Err("10005"),
        }
        if call.text("signType") != call.transport.sign_type() {
            return Err("10008");
        }
        let number = call.get("merchantAcctId").ok_or("10014")?;
        let account = self.account(number).ok_or("10006")?;
        if call.is_signed_by(account) { Ok(account) } else { Err("10009") }
    }
}

fn find(call: &Call<'_>, account: &Account, state: &State, now: SystemTime) -> Result<Found, &'static str> {
    let day = |name| BeijingTime::parse_compact(&format!("{}000000", call.text(name))).map_err(|_| "10011");
    let (start, end) = (day("startDate")?, day("endDate")?);
    if end < start || end.unix_seconds() - start.unix_seconds() > LONGEST {
        return Err("10007");
    }
    let asked = |name: &str, value: &str| call.get(name).is_none_or(|asked| asked == value);
    let matches = |refund: &&Refund| {
        let day = BeijingTime::from(refund.taken).day();
        refund.is_known(now)
            && (start.day()..=end.day()).contains(&day)
            && asked("orderId", &refund.number)
            && asked("rOrderId", &refund.order)
            && asked("seqId", &refund.sequence)
            && asked("status", status(refund, now))
    };
    let rows = state.refunds(&account.account).filter(matches).map(|refund| row(refund, state, now)).collect();
    // An empty list, and a page behind its end.
    Found::page(rows, call.get("requestPage")).ok_or("10012")
}

fn status(refund: &Refund, now: SystemTime) -> &'static str {
    if refund.done(now).is_some() { REFUNDED } else { APPLIED }
}

fn row(refund: &Refund, state: &State, now: SystemTime) -> Row {
    let payer = state.order(&refund.account, &refund.order).and_then(|order| order.fields.get("payerName"));
    let value = |name: &str| match name {
        "payTypeDesc" => "人民币网关".to_owned(),
        "orderTime" => BeijingTime::from(refund.taken).compact(),
        "lastUpdateTime" => BeijingTime::from(refund.done(now).unwrap_or(refund.taken)).compact(),
        "sequenceId" => refund.sequence.clone(),
        "orderId" => refund.number.clone(),
        "rOrderId" => refund.order.clone(),
        "dealOtherName" => payer.unwrap_or_default().to_owned(),
        "orderAmout" => refund.amount.to_fen(),
        "ownerFee" => "0".to_owned(),
        "status" => status(refund, now).to_owned(),
        _ => String::new(),
    };
    REFUND_QUERY_ITEM.fields.iter().map(|name| (*name, value(name))).collect()
}
