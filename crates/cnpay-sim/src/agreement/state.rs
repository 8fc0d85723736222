//! What the gateway remembers: transactions, signings that wait for their code, bound cards.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use paycore::Sensitive;
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::transaction::Transaction;
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
    /// By merchant and order number.
    signings: BTreeMap<Key, Signing>,
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

/// A card that may be debited.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    pub(super) pan: Sensitive,
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

/// The first six and the last four digits.
pub(super) fn abbreviated(pan: &str) -> String {
    let (first, last) = (pan.get(..6), pan.len().checked_sub(4).and_then(|at| pan.get(at..)));
    [first, last].into_iter().flatten().collect()
}

fn key(merchant: &str, number: &str) -> Key {
    (merchant.to_owned(), number.to_owned())
}

impl State {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            transactions: BTreeMap::new(),
            references: BTreeMap::new(),
            signings: BTreeMap::new(),
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
            self.references.insert(bank.reference.clone(), key.clone());
        }
        self.transactions.insert(key, transaction);
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

    /// Binds the card, in place of an earlier binding of the same card.
    pub(super) fn bind(&mut self, merchant: &str, customer: &str, binding: Binding) {
        let cards = self.bindings.entry(key(merchant, customer)).or_default();
        cards.retain(|earlier| earlier.pan != binding.pan);
        cards.push(binding);
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
