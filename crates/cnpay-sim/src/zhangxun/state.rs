//! What the platform remembers.

use std::{collections::BTreeMap, time::SystemTime};

use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{account::Account, order::Order, order::compact, transfer::Transfer};

/// Organisation, merchant, and the merchant's own number.
type Key = (String, String, String);

pub(super) struct State {
    orders: BTreeMap<Key, Order>,
    /// The order of each ticket.
    tickets: BTreeMap<String, Key>,
    /// Payouts have numbers of their own.
    payouts: BTreeMap<Key, Transfer>,
    counter: u64,
    random: StdRng,
}

fn key(account: &Account, number: &str) -> Key {
    (account.org.clone(), account.merchant.clone(), number.to_owned())
}

fn is_of(account: &Account, key: &Key) -> bool {
    key.0 == account.org && key.1 == account.merchant
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            orders: BTreeMap::new(),
            tickets: BTreeMap::new(),
            payouts: BTreeMap::new(),
            counter: 0,
            random: StdRng::seed_from_u64(seed),
        }
    }

    pub(super) fn order(&mut self, account: &Account, number: &str) -> Option<&mut Order> {
        self.orders.get_mut(&key(account, number))
    }

    /// The order behind an address of the cashier.
    pub(super) fn visited(&mut self, ticket: &str) -> Option<&mut Order> {
        self.orders.get_mut(self.tickets.get(ticket)?)
    }

    pub(super) fn record(&mut self, account: &Account, order: Order) {
        let key = key(account, &order.request.cust_order_no);
        self.tickets.insert(order.ticket.clone(), key.clone());
        self.orders.insert(key, order);
    }

    pub(super) fn orders(&self, account: &Account) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|(key, _)| is_of(account, key)).map(|(_, order)| order)
    }

    pub(super) fn record_payout(&mut self, account: &Account, payout: Transfer) {
        self.payouts.insert(key(account, &payout.request.cust_ord_no), payout);
    }

    pub(super) fn payouts(&self, account: &Account) -> impl Iterator<Item = &Transfer> {
        self.payouts.iter().filter(|(key, _)| is_of(account, key)).map(|(_, payout)| payout)
    }

    /// The platform's next number.
    pub(super) fn next_reference(&mut self, now: SystemTime) -> String {
        self.counter += 1;
        format!("{}{:06}", compact(now), self.counter)
    }

    /// An address that nobody guesses.
    pub(super) fn next_ticket(&mut self) -> String {
        format!("{:032x}", self.random.r#gen::<u128>())
    }
}
