//! `receiveDrawbackAction`: money back to the payer, by GET with MD5 or by JSON with RSA. Section 8.3.
//!
//! No values of `CODE` are known, so these are the simulator's own words.

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use kq_form::{FORM_LIMITS, Fields, Listed, REFUND, Signing, json, reply};
use paycore::{BeijingTime, Fen};
use paywire::form::Pairs;

use super::{
    Gateway,
    refunded::{Course, Refund},
    state::State,
};
use crate::{
    NoAnswer,
    answer::{self, xml},
    clock::later,
    magic::Magic,
    service::{Handled, Moment},
};

impl Gateway {
    pub(super) fn refund_by_get(&self, request: &Request<Bytes>, moment: &Moment) -> Handled {
        if request.method() != Method::GET {
            return Handled::status(StatusCode::METHOD_NOT_ALLOWED);
        }
        let raw = request.uri().query().unwrap_or_default().as_bytes();
        let message = Pairs::parse(raw, FORM_LIMITS).ok().and_then(|pairs| REFUND.take(pairs).ok());
        let Some(message) = message else { return Handled::status(StatusCode::BAD_REQUEST) };
        self.refund(&message, Signing::Md5, moment, |answer| xml(reply::to_xml("REFUND", &answer)))
    }

    pub(super) fn refund_by_json(&self, request: &Request<Bytes>, moment: &Moment) -> Handled {
        if request.method() != Method::POST {
            return Handled::status(StatusCode::METHOD_NOT_ALLOWED);
        }
        let Ok(nodes) = reply::from_json(request.body()) else { return Handled::status(StatusCode::BAD_REQUEST) };
        let Ok(message) = REFUND.take_nodes(&nodes) else { return Handled::status(StatusCode::BAD_REQUEST) };
        self.refund(&message, Signing::Rsa, moment, |reply| answer::json(json::to_vec(&reply)))
    }

    fn refund(
        &self,
        message: &Listed<'_>,
        signing: Signing,
        moment: &Moment,
        write: impl FnOnce(Fields) -> http::Response<Bytes>,
    ) -> Handled {
        let text = |name: &str| message.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let magic = Fen::parse_yuan(&text("amount")).map_or(Magic::Paid, Magic::of);
        if magic == Magic::CutBefore {
            return Handled { answer: Err(NoAnswer::CutBefore), notices: Vec::new() };
        }
        let taken = self.take_refund(message, signing, magic, moment);
        if let Err(code) = taken {
            tracing::info!(code, "refund refused");
        }
        if magic == Magic::CutAfter {
            return Handled { answer: Err(NoAnswer::CutAfter), notices: Vec::new() };
        }
        let mut answer = Fields::default();
        for (name, echoed) in [("MERCHANT", "merchant_id"), ("ORDERID", "orderid"), ("TXORDER", "txOrder"), ("AMOUNT", "amount")] {
            answer.push(name, text(echoed));
        }
        answer.push("RESULT", if taken.is_ok() { "Y" } else { "N" });
        answer.push("CODE", taken.err().unwrap_or_default());
        Handled::page(write(answer))
    }

    fn take_refund(&self, message: &Listed<'_>, signing: Signing, magic: Magic, moment: &Moment) -> Result<(), &'static str> {
        let text = |name: &str| message.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        let account = self.accounts.iter().find(|account| account.member == text("merchant_id")).ok_or("MERCHANT")?;
        if !account.signed(message, signing, &account.refund_key) {
            return Err("MAC");
        }
        let source = message.foreign().get("payeeidsrc").is_some_and(|source| !source.is_empty());
        match text("version") {
            "bill_drawback_api_1" => {}
            "bill_drawback_api_3" if source => {}
            _ => return Err("VERSION"),
        }
        if text("command_type") != "001" {
            return Err("COMMAND");
        }
        let amount =
            Fen::parse_yuan(text("amount")).ok().filter(|amount| *amount > Fen::ZERO && is_yuan(text("amount"))).ok_or("AMOUNT")?;
        BeijingTime::parse_compact(text("postdate")).map_err(|_| "POSTDATE")?;
        let number = Some(text("txOrder")).filter(|number| is_refund_number(number)).ok_or("TXORDER")?;
        let mut state = self.state();
        if state.refunds(&account.account).any(|refund| refund.number == number) {
            return Err("REPEATED");
        }
        allowed(&state, &account.account, text("orderid"), amount, moment)?;
        if magic == Magic::Declined {
            return Err("DECLINED");
        }
        let end = later(moment.now, moment.timing.settle_after);
        let course = match magic {
            Magic::PendingForEver => Course::StaysOpen,
            Magic::UnknownThenPaid => Course::Surfaces(end),
            _ => Course::Ends(end),
        };
        let refund = Refund {
            account: account.account.clone(),
            number: number.to_owned(),
            order: text("orderid").to_owned(),
            amount,
            sequence: state.next_number(),
            taken: moment.now,
            course,
        };
        state.record_refund(refund);
        Ok(())
    }
}

/// Only what was paid is given back, and not more than that.
fn allowed(state: &State, account: &str, id: &str, amount: Fen, moment: &Moment) -> Result<(), &'static str> {
    let order = state.order(account, id).ok_or("ORDERID")?;
    if order.paid(moment.now).is_none() {
        return Err("UNPAID");
    }
    let sum = state.refunded(account, id).checked_add(amount);
    if sum.is_some_and(|sum| sum <= order.amount) { Ok(()) } else { Err("TOO_MUCH") }
}

/// An integer, or two decimals.
fn is_yuan(text: &str) -> bool {
    text.len() <= 10 && text.split_once('.').is_none_or(|(_, decimals)| decimals.len() == 2)
}

fn is_refund_number(text: &str) -> bool {
    (1..=50).contains(&text.len())
        && !text.starts_with(['-', '_'])
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
