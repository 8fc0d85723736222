//! Where a verified call is dealt with: the state, the moment, and what the call leaves behind.

use bytes::Bytes;
use http::Response;
use mmsp_json::{Body, Header, Product, Signed, request_from_base};
use paycore::Fen;

use super::{
    account::Account,
    call::Call,
    order::{Course, Key, Means, Order, Standing},
    payment,
    refusal::Refusal,
    rules::{Rule, check},
    state::State,
};
use crate::{
    NoAnswer,
    answer::json,
    magic::Magic,
    outbox::Posting,
    service::{Handled, Moment},
};

/// What a reply's command adds to the request's.
const REPLY: u32 = 0x8000;

pub(super) struct Desk<'d> {
    accounts: &'d [Account],
    pub(super) call: Call<'d>,
    pub(super) state: &'d mut State,
    pub(super) moment: Moment,
    /// What the addresses of the payer's pages begin with.
    pub(super) origin: String,
    notices: Vec<Posting>,
    /// What the caller gets in place of an answer.
    cut: Option<NoAnswer>,
}

/// An order as a merchant places it.
pub(super) struct Placing {
    pub(super) product: Product,
    pub(super) number: String,
    pub(super) amount: Fen,
    pub(super) notify_url: String,
    pub(super) jump_url: Option<String>,
    pub(super) goods: Option<String>,
    pub(super) means: Means,
    pub(super) course: Course,
}

impl<'d> Desk<'d> {
    pub(super) fn new(accounts: &'d [Account], call: Call<'d>, state: &'d mut State, moment: &Moment, origin: String) -> Self {
        Self { accounts, call, state, moment: *moment, origin, notices: Vec::new(), cut: None }
    }

    /// Answers the call: signed when `handle` gives a reply.
    pub(super) fn serve<O: Signed>(&mut self, table: &[Rule], handle: fn(&mut Self, O) -> Result<O::Reply, Refusal>) -> Handled {
        let reply = self.read(table).and_then(|request| handle(self, request));
        let body = reply.and_then(|reply| Body::answer(&reply, &[]).map_err(|_| Refusal::Failed));
        self.leave(json(match body {
            Ok(body) => {
                let header = Header::answer(&self.call.head, self.call.command + REPLY, 1, "");
                body.envelope(&header, &self.call.seal.sign(&body.base()))
            }
            Err(refusal) => {
                tracing::info!(command = self.call.command, refusal = %refusal.message(), "refused");
                refusal.envelope(&self.call.head)
            }
        }))
    }

    /// The request, when its Body follows the table.
    pub(super) fn read<O: Signed>(&self, table: &[Rule]) -> Result<O, Refusal> {
        check(table, self.call.body).map_err(Refusal::Field)?;
        // The table is as strict as the type.
        request_from_base(self.call.base.as_bytes()).map(|request| request.content).map_err(|_| Refusal::Field("Body"))
    }

    /// Ends the call with that answer, or without one.
    pub(super) fn leave(&mut self, answer: Response<Bytes>) -> Handled {
        Handled { answer: self.cut.map_or(Ok(answer), Err), notices: std::mem::take(&mut self.notices) }
    }

    /// Cuts the connection where the amount says so; an error ends the call. Comes after every check and before anything changes.
    pub(super) fn strike(&mut self, amount: Fen) -> Result<(), Refusal> {
        let (cut, struck) = match Magic::of(amount) {
            Magic::CutBefore => (NoAnswer::CutBefore, Err(Refusal::Failed)),
            Magic::CutAfter => (NoAnswer::CutAfter, Ok(())),
            _ => return Ok(()),
        };
        self.cut = Some(cut);
        struck
    }

    pub(super) fn key(&self, product: Product, number: &str) -> Key {
        Key { merchant: self.call.account.merchant.clone(), product, number: number.to_owned() }
    }

    /// Places an order under a number of its own, and gives its key.
    pub(super) fn place(&mut self, placing: Placing) -> Result<Key, Refusal> {
        if self.state.order(&self.key(placing.product, &placing.number)).is_some() {
            return Err(Refusal::Duplicate);
        }
        self.strike(placing.amount)?;
        Ok(self.record(placing))
    }

    /// Records an order, and gives its key.
    pub(super) fn record(&mut self, placing: Placing) -> Key {
        let key = self.key(placing.product, &placing.number);
        let order = Order {
            key: key.clone(),
            terminal: self.call.head.term_no().unwrap_or_default().into_owned(),
            agent: self.call.head.agent_no().unwrap_or_default().into_owned(),
            reference: self.state.next_reference(placing.product, self.moment.now),
            ticket: self.state.next_ticket(),
            amount: placing.amount,
            placed: self.moment.now,
            notify_url: placing.notify_url,
            jump_url: placing.jump_url,
            goods: placing.goods,
            course: Course::Waits,
            means: placing.means,
            notice: None,
        };
        self.state.record(order);
        self.begin(&key, placing.course);
        key
    }

    /// Sets an order on its course; its success will be told.
    pub(super) fn begin(&mut self, key: &Key, course: Course) {
        if let Some(order) = self.state.order_mut(key) {
            self.notices.extend(payment::begin(order, self.accounts, course, &self.moment));
        }
    }

    /// Whatever comes of an order, nobody is told.
    pub(super) fn keep_silent(&mut self, key: &Key) {
        self.notices.clear();
        if let Some(order) = self.state.order_mut(key) {
            order.notice = None;
        }
    }

    /// An order of the caller by its number, if the platform itself knows it.
    pub(super) fn find(&self, product: Product, number: &str) -> Result<&Order, Refusal> {
        self.known(self.state.order(&self.key(product, number)))
    }

    /// The same by the platform's number.
    pub(super) fn find_reference(&self, product: Product, reference: &str) -> Result<&Order, Refusal> {
        let order = self.state.referred(reference);
        self.known(order.filter(|order| order.key.merchant == self.call.account.merchant && order.key.product == product))
    }

    fn known<'o>(&self, order: Option<&'o Order>) -> Result<&'o Order, Refusal> {
        order.filter(|order| order.standing(self.moment.now) != Standing::Unknown).ok_or(Refusal::NoOrder)
    }
}
