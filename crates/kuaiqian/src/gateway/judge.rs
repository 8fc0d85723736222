//! From what came back to what it means: section 9 of the specification, an operation at a time.

use bytes::Bytes;
use http::Request;
use kq_form::{
    Operation, QUERY_REPLY, Query, REFUND_QUERY_REPLY, REMIT_REPLY, Refund, RefundQuery, Remit, Timestamp,
    op::{query::QueriedOrder, refund::RefundReply, refund_query::QueriedRefund, remit::RemitReply, timestamp::TimestampReply},
    reply,
};
use paycore::{Answer, BeijingTime, Error, Fen, Order, Raw, Refusal, TradeState, without_numbers};
use paywire::{charset::Charset, flat::Node};

use super::{
    Account, Orders, Refunds, Services,
    advice::{self, Interface},
    believe::{Doubt, headed, order},
    outcome, wire,
};

/// An operation that the merchant's server sends.
pub trait Call: Operation + sealed::Sent {}

impl<O: Operation + sealed::Sent> Call for O {}

/// An answer, and what of the reply is believed, as received.
pub struct Judged<A> {
    pub(super) answer: Answer<A>,
    #[cfg_attr(not(feature = "registry"), allow(dead_code, reason = "only calls by id print it"))]
    pub(super) nodes: Vec<Node>,
}

impl<A> Judged<A> {
    fn new(state: TradeState, reply: A, nodes: Vec<Node>) -> Self {
        Self { answer: Answer::new(state, reply), nodes }
    }

    /// With the provider's code, and the advice that its interface has for it.
    fn code(mut self, interface: Interface, code: Option<&str>) -> Self {
        self.answer.advice = code.and_then(|code| advice::code(interface, code)).map(|code| code.advice);
        self.answer.code = code.map(str::to_owned);
        self
    }
}

mod sealed {
    use super::{Account, BeijingTime, Bytes, Doubt, Error, Judged, Request};

    /// How an operation is written, and what its replies mean.
    pub trait Sent {
        /// What an answer holds.
        type Answer: Send;

        /// The request as it goes out at `now`.
        fn http(&self, account: &Account, now: BeijingTime) -> Result<Request<Bytes>, Error>;

        /// What a reply with status 200 means.
        fn judge(&self, account: &Account, body: &[u8]) -> Result<Judged<Self::Answer>, Doubt>;
    }
}

/// The field in which a reply differs from what was sent. A field that the reply leaves out does not differ.
fn differing<'f>(fields: &[(&'f str, Option<&str>, &str)]) -> Option<&'f str> {
    fields.iter().find(|(_, received, sent)| received.is_some_and(|received| received != *sent)).map(|(field, ..)| *field)
}

impl sealed::Sent for Timestamp {
    type Answer = TimestampReply;

    fn http(&self, account: &Account, _: BeijingTime) -> Result<Request<Bytes>, Error> {
        wire::timestamp(account)
    }

    fn judge(&self, _: &Account, body: &[u8]) -> Result<Judged<TimestampReply>, Doubt> {
        let nodes = reply::from_xml(body)?;
        let time = reply::element(&nodes, "timestamp")?.trim().to_owned();
        BeijingTime::parse_compact(&time).map_err(|error| Doubt::Unparsable(format!("timestamp: {error}")))?;
        Ok(Judged::new(TradeState::Done, TimestampReply { timestamp: Some(time) }, nodes))
    }
}

impl sealed::Sent for Remit {
    type Answer = RemitReply;

    fn http(&self, account: &Account, _: BeijingTime) -> Result<Request<Bytes>, Error> {
        wire::remit(account, self)
    }

    fn judge(&self, account: &Account, body: &[u8]) -> Result<Judged<RemitReply>, Doubt> {
        let nodes = reply::from_xml(body)?;
        let listed = REMIT_REPLY.take_nodes(&nodes).map_err(|error| Doubt::Untrusted(error.to_string()))?;
        let verified = account.notices.verify(listed).map_err(Doubt::Untrusted)?;
        let signed_nodes = verified.nodes(Charset::Utf8)?;
        let said: RemitReply = verified.get().read(Charset::Utf8)?;
        let amount = self.order_amount.to_fen();
        let time = self.order_time.compact();
        let is_accepted = said.request_result.as_deref() == Some("10");
        for (field, received, is_needed) in [
            ("merchantAcctId", &said.merchant_acct_id, true),
            ("orderId", &said.order_id, true),
            ("orderTime", &said.order_time, true),
            ("remitType", &said.remit_type, true),
            ("orderAmount", &said.order_amount, is_accepted),
            ("dealId", &said.deal_id, is_accepted),
            ("remitCode", &said.remit_code, is_accepted),
        ] {
            if is_needed && received.is_none() {
                return Err(Doubt::Untrusted(format!("no {field}")));
            }
        }
        if let Some(field) = differing(&[
            ("merchantAcctId", said.merchant_acct_id.as_deref(), &self.merchant_acct_id),
            ("orderId", said.order_id.as_deref(), &self.order_id),
            ("orderTime", said.order_time.as_deref(), &time),
            ("orderAmount", said.order_amount.as_deref(), &amount),
            ("remitType", said.remit_type.as_deref(), &self.remit_type),
            ("remitCode", said.remit_code.as_deref(), &self.remit_code),
        ]) {
            return Err(Doubt::differs(field));
        }
        let state = outcome::of_remit(said.request_result.as_deref(), said.err_code.as_deref());
        let code = said.err_code.clone();
        Ok(Judged::new(state, said, signed_nodes).code(Interface::Payment, code.as_deref()))
    }
}

impl sealed::Sent for Query {
    type Answer = Orders;

    fn http(&self, account: &Account, now: BeijingTime) -> Result<Request<Bytes>, Error> {
        wire::query(account, self, now)
    }

    fn judge(&self, account: &Account, body: &[u8]) -> Result<Judged<Orders>, Doubt> {
        let key = account.query_key().map_err(|error| Doubt::Untrusted(error.to_string()))?;
        let told = headed::<Self>(account, &QUERY_REPLY, key, &self.merchant_acct_id, body)?;
        let (orders, believed): (Vec<_>, Vec<_>) = told.items.iter().filter_map(|item| order::<QueriedOrder>(account, key, item)).unzip();
        let untrusted = told.items.len() - orders.len();
        let nodes = told.nodes_with(believed);
        let doubt = doubt(untrusted, told.items.len(), told.missing());
        let code = told.head.err_code.clone();
        let conflict = orders.iter().any(is_conflict);
        let state = match (self.query_type.as_str(), &self.order_id) {
            ("0", Some(asked)) => {
                if orders.iter().any(|order| order.order_id.as_ref() != Some(asked)) {
                    return Err(Doubt::differs("orderId"));
                }
                match outcome_of(code.as_deref(), &orders) {
                    TradeState::Succeeded if !conflict => TradeState::Succeeded,
                    // What is ignored or missing may be the success.
                    _ if conflict || doubt.is_some() => TradeState::Unknown,
                    state => state,
                }
            }
            _ => match (code.as_deref(), &doubt) {
                (Some(code), _) if !outcome::is_empty_list(code) => return Err(refused(Interface::OrderQuery, code)),
                // A list is for settling accounts: half of one is none.
                (_, Some(doubt)) => return Err(Doubt::Untrusted(doubt.clone())),
                _ => TradeState::Done,
            },
        };
        let mut judged = Judged::new(state, Orders { head: told.head, orders, untrusted }, nodes);
        judged = judged.code(Interface::OrderQuery, code.as_deref());
        judged.answer.message = if conflict { Some(advice::CONFLICT.to_owned()) } else { doubt };
        let paid_twice = paid_twice(&judged.answer.reply.orders);
        judged.answer.advice = match (judged.answer.advice, state) {
            _ if conflict => Some(advice::ASK_A_PERSON),
            _ if paid_twice => Some(advice::PAID_TWICE),
            (None, TradeState::Unknown) => Some(advice::ASK_AGAIN),
            (advice, _) => advice,
        };
        Ok(judged)
    }
}

/// Why the items of a reply are not all that there is.
fn doubt(untrusted: usize, received: usize, missing: usize) -> Option<String> {
    match (untrusted, missing) {
        (0, 0) => None,
        (0, _) => Some(format!("untrusted: {missing} fewer items than the head says")),
        _ => Some(format!("untrusted: {untrusted} of {received} orders ignored, their signInfo does not verify")),
    }
}

/// The result that counts where one order was tried several times: a success wins (section 7.7).
fn outcome_of(code: Option<&str>, orders: &[QueriedOrder]) -> TradeState {
    let success = orders.iter().find(|order| order.pay_result.as_deref() == Some("10"));
    let strongest = success.or(orders.first());
    outcome::of_query(code, strongest.and_then(|order| order.pay_result.as_deref()), strongest.map_or([None; 2], amounts))
}

fn amounts(order: &QueriedOrder) -> outcome::Amounts<'_> {
    [order.order_amount.as_deref(), order.pay_amount.as_deref()]
}

fn is_conflict(order: &QueriedOrder) -> bool {
    outcome::is_conflict(order.pay_result.as_deref(), amounts(order))
}

/// Two deals paid one order: a person refunds one of them (section 7.7).
fn paid_twice(orders: &[QueriedOrder]) -> bool {
    let mut deals = orders.iter().filter(|order| order.pay_result.as_deref() == Some("10")).map(|order| (&order.order_id, &order.deal_id));
    deals.next().is_some_and(|(order, deal)| deals.any(|(other, again)| order == other && deal != again))
}

impl sealed::Sent for Refund {
    type Answer = RefundReply;

    fn http(&self, account: &Account, _: BeijingTime) -> Result<Request<Bytes>, Error> {
        wire::refund(account, self)
    }

    /// The answer is not signed: it counts as far as it repeats the request (section 8.3).
    fn judge(&self, account: &Account, body: &[u8]) -> Result<Judged<RefundReply>, Doubt> {
        let nodes = match account.services {
            Services::Soap => reply::from_xml(body)?,
            Services::Json => reply::from_json(body)?,
        };
        let said: RefundReply = reply::read(&nodes, reply::ANY_CASE)?;
        let amount = said.amount.as_deref().map(|amount| Fen::parse_yuan(amount).ok());
        let echoes = [
            ("MERCHANT", said.merchant.as_ref().map(|merchant| *merchant == self.merchant_id)),
            ("ORDERID", said.orderid.as_ref().map(|order| *order == self.order_id)),
            ("TXORDER", said.txorder.as_ref().map(|number| *number == self.tx_order)),
            ("AMOUNT", amount.map(|amount| amount == Some(self.amount))),
        ];
        if let Some((field, _)) = echoes.iter().find(|(_, repeats)| *repeats == Some(false)) {
            return Err(Doubt::differs(field));
        }
        // The short answer `<result>10</result>` repeats nothing, and only says that the refund was taken.
        let is_short = said.result.as_deref() == Some("10") && echoes.iter().all(|(_, repeats)| repeats.is_none());
        if let Some((field, _)) = echoes.iter().find(|(_, repeats)| repeats.is_none() && !is_short) {
            return Err(Doubt::Untrusted(format!("the reply does not repeat the request: no {field}")));
        }
        let code = said.code.clone();
        let (state, stage) = outcome::of_refund(said.result.as_deref(), code.as_deref());
        let mut judged = Judged::new(state, said, nodes).code(Interface::Refund, code.as_deref());
        judged.answer.stage = stage;
        judged.answer.advice = match state {
            TradeState::Failed => Some(advice::REFUND_REFUSED),
            TradeState::Unknown => Some(advice::ASK_FOR_REFUND),
            _ => None,
        };
        Ok(judged)
    }
}

impl sealed::Sent for RefundQuery {
    type Answer = Refunds;

    fn http(&self, account: &Account, _: BeijingTime) -> Result<Request<Bytes>, Error> {
        wire::refund_query(account, self)
    }

    fn judge(&self, account: &Account, body: &[u8]) -> Result<Judged<Refunds>, Doubt> {
        let key = account.refund_query_key().map_err(|error| Doubt::Untrusted(error.to_string()))?;
        let told = headed::<Self>(account, &REFUND_QUERY_REPLY, key, &self.merchant_acct_id, body)?;
        // SOAP spells `ROrderId`.
        let refunds = told.items.iter().map(|item| reply::read(item.nodes(), reply::ANY_CASE));
        let refunds = refunds.collect::<Result<Vec<QueriedRefund>, _>>()?;
        let code = told.head.err_code.clone();
        let doubt = doubt(0, refunds.len(), told.missing());
        let mut status = None;
        let (state, stage, message) = match &self.order_id {
            Some(asked) => {
                if refunds.iter().any(|refund| refund.order_id.as_ref() != Some(asked)) {
                    return Err(Doubt::differs("orderId"));
                }
                if refunds.iter().any(|refund| self.r_order_id.is_some() && refund.r_order_id != self.r_order_id) {
                    return Err(Doubt::differs("rOrderId"));
                }
                let done = refunds.iter().find(|refund| refund.status.as_deref() == Some("1"));
                let found = done.or(refunds.first());
                status = found.and_then(|refund| refund.status.clone());
                match (outcome::of_refund_query(code.as_deref(), found.map(|refund| refund.status.as_deref())), doubt) {
                    ((state, _), Some(doubt)) if state != TradeState::Succeeded => (TradeState::Unknown, None, Some(doubt)),
                    ((state, stage), _) => (state, stage, found.and_then(|refund| refund.fail_reason.as_deref()).map(without_numbers)),
                }
            }
            None if refunds.iter().any(|refund| refund.order_id.is_none()) => {
                return Err(Doubt::Untrusted("an item without orderId".into()));
            }
            None => match (code.as_deref(), doubt) {
                (Some(code), _) if !outcome::is_no_refunds(code) => return Err(refused(Interface::RefundQuery, code)),
                (_, Some(doubt)) => return Err(Doubt::Untrusted(doubt)),
                _ => (TradeState::Done, None, None),
            },
        };
        let nodes = told.nodes_with(told.items.iter().map(|item| item.nodes().to_vec()).collect());
        let mut judged = Judged::new(state, Refunds { head: told.head, unsigned: refunds }, nodes);
        judged = judged.code(Interface::RefundQuery, code.as_deref());
        // The status of the refund stands in for a code.
        judged.answer.code = judged.answer.code.or(status);
        (judged.answer.stage, judged.answer.message) = (stage, message);
        if state == TradeState::Unknown && judged.answer.advice.is_none() {
            judged.answer.advice = Some(advice::ASK_AGAIN);
        }
        Ok(judged)
    }
}

/// A list that was not given says nothing about any order.
fn refused(interface: Interface, code: &str) -> Doubt {
    let known = advice::code(interface, code);
    Doubt::Refused(Box::new(Refusal {
        code: code.to_owned(),
        message: known.map(|known| known.text.en.to_owned()).unwrap_or_default(),
        advice: known.map(|known| known.advice),
        order: Order::Unchanged,
        raw: Raw::default(),
    }))
}
