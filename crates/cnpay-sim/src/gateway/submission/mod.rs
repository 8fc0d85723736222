//! Whether an order that was submitted is taken: the checks of section 10.3, in its order.

mod across;
mod fresh;
mod front;
mod rules;
mod standing;

use std::time::SystemTime;

use kq_form::{Listed, Signing};
use paycore::Fen;
use paywire::charset::Charset;

use super::{account::Account, code::Code, fields::Fields, state::State};

/// Where an order was submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cashier {
    Pc,
    Mobile,
}

impl Cashier {
    /// The `version` of its orders.
    const fn version(self) -> &'static str {
        match self {
            Self::Pc => "v2.0",
            Self::Mobile => "mobile1.0",
        }
    }
}

/// An order that may be paid.
#[derive(Debug)]
pub(super) struct Submission<'a> {
    pub(super) account: &'a Account,
    pub(super) charset: Charset,
    pub(super) signing: Signing,
    pub(super) fields: Fields,
    pub(super) amount: Fen,
}

/// Takes an order, or says what is wrong with it first.
pub(super) fn check<'a>(
    received: &Listed<'_>,
    cashier: Cashier,
    accounts: &'a [Account],
    state: &State,
    now: SystemTime,
) -> Result<Submission<'a>, Code> {
    let (charset, signing) = front::form(received, cashier)?;
    let account = front::account(received, accounts)?;
    front::signature(received, account, signing)?;
    let fields = rules::read(received, charset, cashier)?;
    across::check(&fields, account, state)?;
    fresh::check(&fields, account, now)?;
    let amount = rules::amount(&fields)?;
    standing::check(&fields, amount, account, state, now)?;
    Ok(Submission { account, charset, signing, fields, amount })
}
