//! Steps 7 and 8: what the order has become before, and how much it is.

use std::time::SystemTime;

use paycore::{BeijingTime, Fen};

use super::super::{
    account::Account,
    code::{self, Code},
    fields::Fields,
    order,
    state::State,
};

pub(super) fn check(fields: &Fields, amount: Fen, account: &Account, state: &State, now: SystemTime) -> Result<(), Code> {
    if let Some(order) = state.order(&account.account, fields.text("orderId")) {
        if order.paid(now).is_some() {
            return Err(code::PAID);
        }
        // Another order under the same number is no repeat either.
        let same = order.amount == amount && order.fields.get("orderTime") == fields.get("orderTime");
        if fields.text("redoFlag") == "1" || order.fields.text("redoFlag") == "1" || !same {
            return Err(code::NO_REPEAT);
        }
    }
    if order::end(fields).is_some_and(|end| end < now) {
        return Err(code::EXPIRED);
    }
    limits(amount, account, state, now)
}

fn limits(amount: Fen, account: &Account, state: &State, now: SystemTime) -> Result<(), Code> {
    let over = |limit: Option<Fen>, amount: Option<Fen>| limit.is_some_and(|limit| amount.is_none_or(|amount| amount > limit));
    let paid_in = |digits: usize| {
        let today = BeijingTime::from(now).compact();
        let paid = state.paid(&account.account, now).filter(|(_, attempt)| attempt.deal_time().starts_with(&today[..digits]));
        paid.map(|(order, _)| order.amount).chain([amount]).try_fold(Fen::ZERO, Fen::checked_add)
    };
    if amount < account.fee {
        Err(code::BELOW_FEE)
    } else if over(account.payment_limit, Some(amount)) {
        Err(code::OVER_PAYMENT)
    } else if over(account.order_limit, Some(amount)) {
        Err(code::OVER_ORDER)
    } else if account.daily_limit.is_some() && over(account.daily_limit, paid_in(8)) {
        Err(code::OVER_DAY)
    } else if account.monthly_limit.is_some() && over(account.monthly_limit, paid_in(6)) {
        Err(code::OVER_MONTH)
    } else {
        Ok(())
    }
}
