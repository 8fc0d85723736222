//! What the gateway remembers: orders and refunds.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    time::SystemTime,
};

use paycore::Fen;
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    order::{Attempt, Order},
    refunded::Refund,
};

/// A merchant's own number of something, behind its account.
type Key = (String, String);

pub(super) struct State {
    orders: BTreeMap<Key, Order>,
    /// The order of each ticket.
    tickets: BTreeMap<String, Key>,
    remit_codes: BTreeSet<Key>,
    refunds: Vec<Refund>,
    counter: u64,
    random: StdRng,
}

fn key(account: &str, number: &str) -> Key {
    (account.to_owned(), number.to_owned())
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            orders: BTreeMap::new(),
            tickets: BTreeMap::new(),
            remit_codes: BTreeSet::new(),
            refunds: Vec::new(),
            counter: 0,
            random: StdRng::seed_from_u64(seed),
        }
    }

    pub(super) fn order(&self, account: &str, id: &str) -> Option<&Order> {
        self.orders.get(&key(account, id))
    }

    /// The order behind an address of the cashier.
    pub(super) fn visited(&mut self, ticket: &str) -> Option<&mut Order> {
        self.orders.get_mut(self.tickets.get(ticket)?)
    }

    pub(super) fn record(&mut self, order: Order) -> &mut Order {
        let key = key(&order.account, order.id());
        if let Some(code) = order.fields.get("remitCode") {
            self.remit_codes.insert((order.account.clone(), code.to_owned()));
        }
        self.tickets.insert(order.ticket.clone(), key.clone());
        match self.orders.entry(key) {
            Entry::Occupied(mut earlier) => {
                earlier.insert(order);
                earlier.into_mut()
            }
            Entry::Vacant(place) => place.insert(order),
        }
    }

    /// Takes an order that was submitted once more under its earlier ticket, with what was tried before.
    pub(super) fn take_up(&mut self, account: &str, id: &str) -> Option<(String, Vec<Attempt>)> {
        self.orders.remove(&key(account, id)).map(|order| (order.ticket, order.attempts))
    }

    /// Whether an offline order has used the code.
    pub(super) fn has_remit_code(&self, account: &str, code: &str) -> bool {
        self.remit_codes.contains(&key(account, code))
    }

    /// The account's orders.
    pub(super) fn orders(&self, account: &str) -> impl Iterator<Item = &Order> {
        self.orders.values().filter(move |order| order.account == account)
    }

    /// The account's orders that are paid, each with the attempt that paid it.
    pub(super) fn paid(&self, account: &str, now: SystemTime) -> impl Iterator<Item = (&Order, &Attempt)> {
        self.orders(account).filter_map(move |order| Some((order, order.paid(now)?)))
    }

    pub(super) fn record_refund(&mut self, refund: Refund) {
        self.refunds.push(refund);
    }

    /// The account's refunds, the oldest first.
    pub(super) fn refunds(&self, account: &str) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().filter(move |refund| refund.account == account)
    }

    /// What the refunds of an order come to, done or not.
    pub(super) fn refunded(&self, account: &str, order: &str) -> Fen {
        let amounts = self.refunds(account).filter(|refund| refund.order == order).map(|refund| refund.amount);
        amounts.fold(Fen::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
    }

    /// 99bill's next number.
    pub(super) fn next_number(&mut self) -> String {
        self.counter += 1;
        format!("9{:09}", self.counter)
    }

    /// An address that nobody guesses.
    pub(super) fn next_ticket(&mut self) -> String {
        format!("{:032x}", self.random.r#gen::<u128>())
    }
}
