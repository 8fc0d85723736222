//! What the gateway remembers: transactions, signings and payments that wait for their code, bound cards.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use paycore::{Fen, Sensitive};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    card::abbreviated,
    transaction::{Kind, Transaction},
};
use crate::clock::later;

/// Half a year: what is older is not found any more (section 5.3).
const MEMORY: Duration = Duration::from_secs(183 * 24 * 60 * 60);

/// A merchant's own number of something.
type Key = (String, String);

pub(super) struct State {
    /// By merchant and order number.
    transactions: BTreeMap<Key, Transaction>,
    /// The order of each of 99bill's numbers.
    references: BTreeMap<String, Key>,
    /// What refunds, voids or captures the transaction of that number.
    followers: BTreeMap<String, Vec<Key>>,
    /// By merchant and order number.
    signings: BTreeMap<Key, Signing>,
    /// By merchant and token.
    prepared: BTreeMap<Key, Prepared>,
    /// By merchant and customer.
    bindings: BTreeMap<Key, Vec<Binding>>,
    counter: u64,
    random: StdRng,
}

/// A signing whose SMS code is out.
#[derive(Debug, Clone)]
pub(super) struct Signing {
    pub(super) customer: String,
    pub(super) pan: Sensitive,
    pub(super) phone: Sensitive,
    pub(super) token: Sensitive,
    pub(super) expires: SystemTime,
}

/// A payment whose SMS code is out.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub(super) order: String,
    pub(super) customer: String,
    pub(super) pan: Sensitive,
    /// Not named again for a stored card.
    pub(super) phone: Option<Sensitive>,
    pub(super) amount: Fen,
    pub(super) expires: SystemTime,
}

/// A card that may be debited.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    pub(super) pan: Sensitive,
    pub(super) phone: Sensitive,
    pub(super) token: Sensitive,
    /// Not while another signing of the same card is unfinished.
    pub(super) usable: bool,
}

impl Binding {
    /// The abbreviated card number.
    pub(super) fn card(&self) -> String {
        abbreviated(self.pan.expose())
    }
}

fn key(merchant: &str, number: &str) -> Key {
    (merchant.to_owned(), number.to_owned())
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            transactions: BTreeMap::new(),
            references: BTreeMap::new(),
            followers: BTreeMap::new(),
            signings: BTreeMap::new(),
            prepared: BTreeMap::new(),
            bindings: BTreeMap::new(),
            counter: 0,
            random: StdRng::seed_from_u64(seed),
        }
    }

    /// Whether the merchant has used the order number, for anything.
    pub(super) fn is_used(&self, merchant: &str, order: &str) -> bool {
        self.transactions.contains_key(&key(merchant, order))
    }

    pub(super) fn record(&mut self, transaction: Transaction) {
        let key = key(&transaction.merchant, &transaction.order);
        if let Some(bank) = &transaction.bank {
            // A void comes with its original's number, which stays the original's.
            self.references.entry(bank.reference.clone()).or_insert_with(|| key.clone());
        }
        if let Some(original) = &transaction.original {
            self.followers.entry(original.clone()).or_default().push(key.clone());
        }
        self.transactions.insert(key, transaction);
    }

    pub(super) fn transaction(&self, merchant: &str, order: &str) -> Option<&Transaction> {
        self.transactions.get(&key(merchant, order))
    }

    pub(super) fn transaction_mut(&mut self, merchant: &str, order: &str) -> Option<&mut Transaction> {
        self.transactions.get_mut(&key(merchant, order))
    }

    /// A transaction that is not forgotten yet, by order number or by 99bill's number.
    pub(super) fn find(&self, merchant: &str, order: Option<&str>, reference: Option<&str>, now: SystemTime) -> Option<&Transaction> {
        let key = match (order, reference) {
            (Some(order), _) => key(merchant, order),
            (None, reference) => self.references.get(reference?)?.clone(),
        };
        self.transactions.get(&key).filter(|found| found.merchant == merchant && now <= later(found.recorded, MEMORY))
    }

    /// The merchant's holds, by whatever else than their number they are looked for.
    pub(super) fn holds(&self, merchant: &str) -> impl Iterator<Item = &Transaction> {
        self.transactions.values().filter(move |found| found.kind == Kind::Hold && found.merchant == merchant)
    }

    /// What refunds, voids or captures that transaction, unless it fails.
    pub(super) fn followers(&self, original: &Transaction, kind: Kind) -> impl Iterator<Item = &Transaction> {
        let keys = original.bank.as_ref().and_then(|bank| self.followers.get(&bank.reference));
        let followers = keys.into_iter().flatten().filter_map(|key| self.transactions.get(key));
        followers.filter(move |follower| follower.kind == kind && follower.counts())
    }

    /// Whether a void of it is done or on its way.
    pub(super) fn is_being_voided(&self, original: &Transaction) -> bool {
        original.kind != Kind::Void && self.followers(original, Kind::Void).next().is_some()
    }

    /// Whether a capture of it is done or on its way. One that was voided has never been.
    pub(super) fn is_captured(&self, hold: &Transaction) -> bool {
        self.followers(hold, Kind::Capture).any(|capture| !self.is_being_voided(capture))
    }

    /// Whether a void of it is done.
    pub(super) fn is_voided(&self, original: &Transaction, now: SystemTime) -> bool {
        original.kind != Kind::Void && self.followers(original, Kind::Void).any(|void| void.has_succeeded(now))
    }

    pub(super) fn begin_signing(&mut self, merchant: &str, order: &str, signing: Signing) {
        for binding in self.bindings.get_mut(&key(merchant, &signing.customer)).into_iter().flatten() {
            // Section 3.1: the earlier binding is worth nothing until the new signing is finished.
            binding.usable &= binding.pan != signing.pan;
        }
        self.signings.insert(key(merchant, order), signing);
    }

    /// Takes the signing away: its code is spent, whatever comes of it.
    pub(super) fn take_signing(&mut self, merchant: &str, order: &str) -> Option<Signing> {
        self.signings.remove(&key(merchant, order))
    }

    /// Only the latest code for an order is good.
    pub(super) fn prepare(&mut self, merchant: &str, token: &Sensitive, payment: Prepared) {
        self.prepared.retain(|(of, _), earlier| of != merchant || earlier.order != payment.order);
        self.prepared.insert(key(merchant, token.expose()), payment);
    }

    /// Takes the payment away: its code is spent, whatever comes of it.
    pub(super) fn take_prepared(&mut self, merchant: &str, token: &str) -> Option<Prepared> {
        self.prepared.remove(&key(merchant, token))
    }

    /// Binds the card, in place of an earlier binding of the same card.
    pub(super) fn bind(&mut self, merchant: &str, customer: &str, binding: Binding) {
        let cards = self.bindings.entry(key(merchant, customer)).or_default();
        cards.retain(|earlier| earlier.pan != binding.pan);
        cards.push(binding);
    }

    /// Takes the binding of that token away.
    pub(super) fn unbind(&mut self, merchant: &str, customer: &str, token: &Sensitive) {
        if let Some(cards) = self.bindings.get_mut(&key(merchant, customer)) {
            cards.retain(|binding| binding.token != *token);
        }
    }

    pub(super) fn bindings(&self, merchant: &str, customer: &str) -> &[Binding] {
        self.bindings.get(&key(merchant, customer)).map_or(&[], Vec::as_slice)
    }

    /// 99bill's next number: twelve digits.
    pub(super) fn next_reference(&mut self) -> String {
        self.counter += 1;
        format!("99{:010}", self.counter)
    }

    /// An approval: five or six digits. The short ones are padded with a blank that belongs to them.
    pub(super) fn next_approval(&mut self) -> String {
        if self.counter.is_multiple_of(4) { format!("{} ", self.digits(5)) } else { self.digits(6) }
    }

    /// That many digits, the first not a zero.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|at| char::from(b'0' + self.random.gen_range(u8::from(at == 0)..10))).collect()
    }
}
