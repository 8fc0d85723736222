//! The shop's orders: what was stored before the payer left, and what 99bill has told since.

use std::collections::{BTreeMap, BTreeSet};

use cnpay::{
    Expected, Fen, Matched, TradeState, Verified,
    kq_form::{Pay, PayNotice},
    kuaiqian::gateway::notice,
};

/// Who brought a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Messenger {
    /// 99bill's server.
    Server,
    /// The payer's browser.
    Browser,
}

/// One order.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// As built: submitted again, it is the same.
    pub(super) pay: Pay,
    /// Unknown from the moment at which the page goes out.
    pub(super) state: TradeState,
    /// 99bill's number of the payment.
    deal: Option<String>,
    /// What a person has to look into.
    pub(super) conflict: Option<&'static str>,
    /// How many verified and matching notices 99bill's server has sent.
    pub(super) notices: usize,
}

/// All orders, by number.
#[derive(Debug, Default)]
pub(super) struct Book {
    orders: BTreeMap<String, Order>,
    /// The numbers in verified notices that nobody has placed here: for a person to look into.
    pub(super) strangers: BTreeSet<String>,
}

impl Book {
    pub(super) fn len(&self) -> usize {
        self.orders.len()
    }

    pub(super) fn get(&self, number: &str) -> Option<&Order> {
        self.orders.get(number)
    }

    /// The latest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Order> {
        self.orders.values().rev()
    }

    /// Writes an order down, before its page goes out.
    pub(super) fn store(&mut self, pay: Pay) {
        let order = Order { state: TradeState::Unknown, deal: None, conflict: None, notices: 0, pay };
        self.orders.insert(order.pay.order_id.clone(), order);
    }

    /// Applies a verified notice to the order that it names, and gives that order.
    pub(super) fn hear(&mut self, told: Verified<PayNotice>, messenger: Messenger) -> Option<&Order> {
        let number = told.order_id.clone().unwrap_or_default();
        let Some(order) = self.orders.get_mut(&number) else {
            self.strangers.insert(number);
            return None;
        };
        match told.matched(&Expected::from(&order.pay)) {
            Ok(matched) => order.apply(&matched, messenger),
            Err(differs) => order.conflict = Some(differs.mismatch.field),
        }
        Some(order)
    }
}

impl Order {
    pub(super) fn amount(&self) -> Fen {
        self.pay.order_amount
    }

    pub(super) fn goods(&self) -> &str {
        self.pay.product_name.as_deref().unwrap_or_default()
    }

    /// Failed, then paid is normal; paid stays paid; paid twice is for a person.
    fn apply(&mut self, told: &Matched<PayNotice>, messenger: Messenger) {
        self.notices += usize::from(messenger == Messenger::Server);
        let state = notice::state(told);
        match (self.state, state) {
            (TradeState::Succeeded, TradeState::Succeeded) if self.deal != told.deal_id => self.conflict = Some("dealId"),
            (TradeState::Succeeded, _) => {}
            _ => {
                self.state = state;
                self.deal.clone_from(&told.deal_id);
            }
        }
    }
}
