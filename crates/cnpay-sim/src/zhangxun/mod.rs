//! 掌讯 (mpcctp), as it behaves: payments 支付, payouts 余额代付, the balance 余额查询.
//!
//! # Addresses
//!
//! All on the web listener, below the base URL `/mpcctp/`:
//!
//! | address | what it takes |
//! |---|---|
//! | `POST /mpcctp/cashier/pay.ac` | an order |
//! | `POST /mpcctp/cashier/query.ac` | a payment query |
//! | `POST /mpcctp/cashier/TX0001.ac` | a payout |
//! | `POST /mpcctp/cashier/TX0002.ac` | a payout query |
//! | `POST /mpcctp/cashier/balance.ac` | a balance query |
//! | `/mpcctp/cashier/TICKET` | the page on which a payer pays an order |
//!
//! # Paying, step by step
//!
//! Everything that a payer does is HTTP, so a test or a demonstration pays as a browser does:
//!
//! 1. Open the page. Its address is the `busContent` itself (`contentType` 01: scan, H5 and quick types), `payUrl` in its JSON (02: the types
//!    whose meaning is not documented), or the `action` of its form (03: type 0601), which a browser posts.
//! 2. `POST /mpcctp/cashier/TICKET` with `choice=pay`, `choice=fail` or `choice=abandon`. The answer to the first two is a 303 to
//!    `/mpcctp/cashier/TICKET/result`; abandoning changes nothing.
//! 3. `GET` that, again and again: 200 while it is not decided (the page reloads itself), then a 303 to `frontUrl` with the signed parameters,
//!    or a last page (`id="result" data-result="paid"`, `failed` or `open`) where there is none.
//!
//! # The amount
//!
//! In fen, modulo 100:
//!
//! - 51: `pay` answers `ordStatus` 02, a payout 08.
//! - 68: once the payer has paid, 04 for `settle_after`, then 01. A payout is 00 for as long before it goes its way.
//! - 69: once the payer has paid, 04 for ever. A payout is 06 for ever.
//! - 71: once the payer has paid, a query finds no such order until it is 01. A payout is refused with 999999, and not found until it is 07.
//! - 97: the connection is cut and nothing has happened: of `pay` and payouts.
//! - 98: the same, and it has worked. The order is paid at once, as if the payer had been quicker than the reply.
//!
//! Any other payment is 06, and 01 when it is paid. Any other payout is 01, after `settle_after` 06, after as long again 07; with `0003` at the
//! end of the payee's account number it ends in 08, with `0004` in 09, and with `0006` it is 07 in the reply.
//!
//! # Where the specification leaves something open
//!
//! - A call is checked in this order: form, organisation, merchant, signature, fields in the order of their table, then the order itself. An
//!   empty field counts as absent; one that no table lists is signed and ignored.
//! - Refusals: 100001 no form, or a name that stands twice; 100002 a field, which `msg` names; 100003 no such organisation; 100004 no such
//!   merchant; 100005 signature; 200001 the number was used before; 200002 no such order; 200003 the balance is too low; 999999 anything else.
//!   They repeat the merchant's own number, and are signed from the field checks on: before these nobody is known.
//! - `version` 2.1 and 3.0 are taken, and the trade types and banks of section 9. Payments and payouts may have equal numbers.
//! - Replies to a payment query write amounts as numbers, all others as texts.
//! - Every status is told that no reply has told: 04 and 06 too, each by notices of its own. Ten deliveries, 15 s, 30 s, 1, 2, 5, 10, 30 min, 1
//!   and 2 h apart, until one is answered 200 with `SC000000` in it, or a query has answered a final status (09 and that of payouts too).
//! - Notices of payments are forms, those of payouts JSON, as [`Account`] says. Those of payments have a field more than their table: `ordDesc`.
//!   Their `payAmt` is the order's amount, whatever the status; in queries and returns it stands only when it is paid.
//! - The front return carries 04 where the bank never answers. It signs its own parameters, not those that `frontUrl` has.
//! - What a payment brings is available at once; what a payout takes is frozen until it is cleared, and is given back with 08 and 09. A
//!   `casAmt` that the fee eats up (`deductWay` 01) is 100002. `serviceFee` is always 0.

mod account;
mod balance;
mod book;
mod cashier;
mod content;
mod course;
mod desk;
mod notice;
mod order;
mod page;
mod pay;
mod payout;
mod payout_query;
mod query;
mod refusal;
mod rules;
mod state;
mod transfer;

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Request;

pub use account::Account;
pub use zx_form::Wire;

use self::{order::Order, state::State};
use crate::service::{Handled, Moment};

/// The platform.
pub(crate) struct Zhangxun {
    accounts: Vec<Account>,
    state: Mutex<State>,
}

impl Zhangxun {
    pub(crate) fn new(accounts: Vec<Account>, seed: u64) -> Self {
        Self { accounts, state: Mutex::new(State::new(seed)) }
    }

    /// `None` when the path is none of the platform's.
    pub(crate) fn handle(&self, request: &Request<Bytes>, moment: &Moment) -> Option<Handled> {
        Some(match request.uri().path() {
            "/mpcctp/cashier/pay.ac" => self.serve(&pay::SERVICE, request, moment),
            "/mpcctp/cashier/query.ac" => self.serve(&query::SERVICE, request, moment),
            "/mpcctp/cashier/TX0001.ac" => self.serve(&payout::SERVICE, request, moment),
            "/mpcctp/cashier/TX0002.ac" => self.serve(&payout_query::SERVICE, request, moment),
            "/mpcctp/cashier/balance.ac" => self.serve(&balance::SERVICE, request, moment),
            path => self.cashier(request, path.strip_prefix(cashier::PATH)?, moment),
        })
    }

    /// Whose order it is.
    fn account(&self, order: &Order) -> Option<&Account> {
        let is_of = |account: &&Account| account.org == order.request.org_no && account.merchant == order.request.cust_id;
        self.accounts.iter().find(is_of)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
