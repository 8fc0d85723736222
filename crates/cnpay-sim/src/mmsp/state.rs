//! What the platform remembers.

use std::{
    collections::{BTreeMap, HashMap},
    time::SystemTime,
};

use mmsp_json::Product;
use paycore::{BeijingTime, Fen, Sensitive};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    order::{Key, Order},
    payout::Payout,
    quickpay::{Binding, Signing},
    scan::Refund,
};

pub(super) struct State {
    orders: HashMap<Key, Order>,
    /// The order of each of the platform's numbers.
    references: HashMap<String, Key>,
    /// The order of each ticket.
    tickets: HashMap<String, Key>,
    /// Bindings whose SMS code is out, by merchant and number.
    signings: HashMap<(String, String), Signing>,
    /// By binding number.
    bindings: BTreeMap<String, Binding>,
    refunds: Vec<Refund>,
    payouts: Vec<Payout>,
    counter: u64,
    random: StdRng,
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            orders: HashMap::new(),
            references: HashMap::new(),
            tickets: HashMap::new(),
            signings: HashMap::new(),
            bindings: BTreeMap::new(),
            refunds: Vec::new(),
            payouts: Vec::new(),
            counter: 0,
            random: StdRng::seed_from_u64(seed),
        }
    }

    pub(super) fn order(&self, key: &Key) -> Option<&Order> {
        self.orders.get(key)
    }

    pub(super) fn order_mut(&mut self, key: &Key) -> Option<&mut Order> {
        self.orders.get_mut(key)
    }

    /// The order of one of the platform's numbers.
    pub(super) fn referred(&self, reference: &str) -> Option<&Order> {
        self.orders.get(self.references.get(reference)?)
    }

    /// The order behind an address of the cashier.
    pub(super) fn visited(&mut self, ticket: &str) -> Option<&mut Order> {
        self.orders.get_mut(self.tickets.get(ticket)?)
    }

    pub(super) fn record(&mut self, order: Order) {
        self.references.insert(order.reference.clone(), order.key.clone());
        self.tickets.insert(order.ticket.clone(), order.key.clone());
        self.orders.insert(order.key.clone(), order);
    }

    /// What a merchant has been paid until now, the earliest first.
    pub(super) fn paid(&self, merchant: &str, now: SystemTime) -> Vec<(SystemTime, &Order)> {
        let orders = self.orders.values().filter(|order| order.key.merchant == merchant);
        let mut paid: Vec<_> = orders.filter_map(|order| Some((order.paid(now)?, order))).collect();
        paid.sort_by(|(a, one), (b, other)| (a, &one.reference).cmp(&(b, &other.reference)));
        paid
    }

    pub(super) fn signing(&mut self, merchant: &str, number: &str) -> Option<&mut Signing> {
        self.signings.get_mut(&(merchant.to_owned(), number.to_owned()))
    }

    pub(super) fn record_signing(&mut self, merchant: &str, number: &str, signing: Signing) {
        self.signings.insert((merchant.to_owned(), number.to_owned()), signing);
    }

    pub(super) fn binding(&self, bind_id: &Sensitive) -> Option<&Binding> {
        self.bindings.get(bind_id.expose())
    }

    pub(super) fn bind(&mut self, binding: Binding) {
        self.bindings.insert(binding.id.expose().to_owned(), binding);
    }

    pub(super) fn unbind(&mut self, bind_id: &Sensitive) {
        self.bindings.remove(bind_id.expose());
    }

    pub(super) fn record_refund(&mut self, refund: Refund) {
        self.refunds.push(refund);
    }

    pub(super) fn refunds(&self) -> impl Iterator<Item = &Refund> {
        self.refunds.iter()
    }

    /// What the refunds of an order come to.
    pub(super) fn refunded(&self, key: &Key) -> Fen {
        let amounts = self.refunds.iter().filter(|refund| refund.order == *key && !refund.failed).map(|refund| refund.amount);
        amounts.fold(Fen::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
    }

    pub(super) fn record_payout(&mut self, payout: Payout) {
        self.payouts.push(payout);
    }

    /// A merchant's payouts, the oldest first.
    pub(super) fn payouts(&self, merchant: &str) -> impl Iterator<Item = &Payout> {
        self.payouts.iter().filter(move |payout| payout.merchant == merchant)
    }

    fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// The platform's next number, in the shape that the product has.
    pub(super) fn next_reference(&mut self, product: Product, now: SystemTime) -> String {
        let (day, count) = (BeijingTime::from(now).day(), self.count());
        match product {
            Product::Scan => format!("{day}{count:010}"),
            Product::Payout => format!("{day}{count:08}"),
            Product::QuickPay | Product::Gateway => format!("1{count:011}"),
        }
    }

    pub(super) fn next_bind_id(&mut self) -> Sensitive {
        format!("B{:031x}", self.random.r#gen::<u128>() >> 4).into()
    }

    /// An address that nobody guesses.
    pub(super) fn next_ticket(&mut self) -> String {
        format!("{:032x}", self.random.r#gen::<u128>())
    }
}
