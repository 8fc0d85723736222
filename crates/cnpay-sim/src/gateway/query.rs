//! `gatewayOrderQuery`: one order by its number, or what was paid between two times. Sections 8.1, 8.2 and 10.4.

use std::time::SystemTime;

use bytes::Bytes;
use http::Request;
use kq_form::{QUERY, QUERY_ITEM, QUERY_REPLY, soap};
use paycore::BeijingTime;

use super::{
    Account, Gateway,
    order::{Attempt, Order, Standing},
    service::{Call, Found, Row, Service, Transport},
    state::State,
};
use crate::service::{Handled, Moment};

const SERVICE: Service =
    Service { operation: soap::ORDER_QUERY, list: "orderDetail", request: &QUERY, head: &QUERY_REPLY, item: &QUERY_ITEM };

/// The longest time between `startTime` and `endTime`, in seconds.
const LONGEST: i64 = 30 * 86_400;

impl Gateway {
    pub(super) fn query(&self, request: &Request<Bytes>, transport: Transport, moment: &Moment) -> Handled {
        self.serve(request, transport, &SERVICE, |call| {
            let account = self.asks(call)?;
            match call.text("queryType") {
                "0" => one(call, account, &self.state(), moment.now),
                "1" => many(call, account, &self.state(), moment.now),
                _ => Err("10004"),
            }
        })
    }

    /// The merchant that asks, once it is known to be that one.
    fn asks(&self, call: &Call<'_>) -> Result<&Account, &'static str> {
        if call.text("inputCharset") != "1" {
            return Err("10010");
        }
        if call.text("version") != "v2.0" {
            return Err("10001");
        }
        if call.text("signType") != call.transport.sign_type() {
            return Err("10002");
        }
        let number = call.text("merchantAcctId");
        if number.is_empty() || number.len() > 30 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err("10003");
        }
        let account = self.account(number).ok_or("20001")?;
        match call.signature() {
            None => Err("11003"),
            Some(_) if !call.is_signed_by(account) => Err("20002"),
            Some(_) if !matches!(call.text("queryType"), "0" | "1") => Err("10004"),
            Some(_) if call.text("queryMode") != "1" => Err("10005"),
            Some(_) => Ok(account),
        }
    }
}

fn one(call: &Call<'_>, account: &Account, state: &State, now: SystemTime) -> Result<Found, &'static str> {
    let id = call.get("orderId").filter(|id| is_order_id(id)).ok_or("10008")?;
    let order = state.order(&account.account, id).ok_or("31003")?;
    let (attempt, result) = match order.standing(now) {
        Standing::Paid(attempt) => (attempt, "10"),
        Standing::Failed(attempt) => (attempt, "11"),
        Standing::Open => return Err("31005"),
        Standing::Unknown => return Err("31003"),
    };
    Ok(Found { items: vec![row(order, attempt, result, account)], paging: None })
}

fn many(call: &Call<'_>, account: &Account, state: &State, now: SystemTime) -> Result<Found, &'static str> {
    let time = |name, code| BeijingTime::parse_compact(call.text(name)).map_err(|_| code);
    let (start, end) = (time("startTime", "10006")?, time("endTime", "10007")?);
    if end < start {
        return Err("11001");
    }
    if end.unix_seconds() - start.unix_seconds() > LONGEST {
        return Err("11002");
    }
    if end > BeijingTime::from(now) {
        return Err("11004");
    }
    let within = |attempt: &Attempt| (start.compact()..=end.compact()).contains(&attempt.deal_time());
    let mut paid: Vec<_> = state.paid(&account.account, now).filter(|(_, attempt)| within(attempt)).collect();
    if paid.is_empty() {
        let ended = |attempt: &Attempt| attempt.has_ended(now) && within(attempt);
        let any = state.orders(&account.account).any(|order| order.attempts.iter().any(ended));
        return Err(if any { "31002" } else { "31001" });
    }
    paid.sort_by_key(|(_, attempt)| (attempt.deal_time(), attempt.deal.clone()));
    let rows = paid.into_iter().map(|(order, attempt)| row(order, attempt, "10", account)).collect();
    Found::page(rows, call.get("requestPage")).ok_or("31006")
}

fn row(order: &Order, attempt: &Attempt, result: &str, account: &Account) -> Row {
    let value = |name: &str| match name {
        "dealId" => attempt.deal.clone(),
        "dealTime" => attempt.deal_time(),
        "payResult" => result.to_owned(),
        "payType" => attempt.method.clone(),
        "payAmount" if result == "10" => order.amount.to_fen(),
        "payAmount" => "0".to_owned(),
        "fee" => account.fee.to_fen(),
        submitted => order.fields.text(submitted).to_owned(),
    };
    QUERY_ITEM.fields.iter().map(|name| (*name, value(name))).collect()
}

fn is_order_id(id: &str) -> bool {
    id.len() <= 30 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
