//! 99bill's RMB payment gateway (快钱人民币网关), as it behaves.
//!
//! # Paying, step by step
//!
//! Everything that a payer does is HTTP, so a test or a demonstration pays as a browser does:
//!
//! 1. `POST /gateway/recvMerchantInfoAction.htm` (or `/mobilegateway/...`) with the signed form. The answer is a page, always HTTP 200: with
//!    `id="error" data-code="20001"` in it the order is refused; else it is the cashier, whose form posts to `/gateway/cashier/TICKET`. An
//!    order that a bank is still at work on goes straight to the third step, by a 303.
//! 2. `POST /gateway/cashier/TICKET` with `choice=pay`, `choice=fail` or `choice=abandon`, and `bank=CMB` where a bank is to be chosen. The
//!    answer to the first two is a 303 to `/gateway/cashier/TICKET/result`.
//! 3. `GET` that, again and again: 200 while the bank or the merchant's server has not answered (the page reloads itself), then a 303 to the
//!    merchant's page with the signed parameters, or a last page (`id="result" data-result="paid"`, `failed` or `open`) where there is none.
//!
//! The notice leaves as soon as there is a result. The browser waits 5 seconds for the answer to it and then goes to `pageUrl`.
//!
//! # Where the specification leaves something open
//!
//! - Two values under one name, or a form that is too large: 10045. So are a wrong `payerIdType`, `remitType`, `submitType` or
//!   `orderTimeOut`, and a missing `payerId` or `remitType`: they have no code of their own.
//! - A bank that is not in section 10.2, or not with that `payType`: 20004. A card number without an issuer: 10044.
//! - Fields of later editions (section 2.3) are not known: who signs one gets 20001.
//! - The same number with another amount or time is refused with 10037. A repeated submission keeps its ticket.
//! - The amount decides when "pay" is pressed; 97 and 98 cut that answer. Declined is 20010, the button "fail" 50009. While 99bill itself
//!   does not know (71) the order query answers 31003. Without a bank in the choice it is the first of the list.
//! - An offline order of the back end is paid after [`Timing::settle_after`](crate::Timing::settle_after), whatever the amount, unless it
//!   stays open (69); 51 is refused with 20010. 97 and 98 cut the answer to the submission.
//! - A payment after `orderTimeOut` is told as paid, and given back under the number `AUTO` and its deal number.
//! - Order query: a signature that is missing is 11003, one that is wrong 20002. A list without deals is 31001, one with failed deals alone
//!   31002.
//! - Refunds: `CODE` is one of the simulator's own words: `MERCHANT`, `MAC`, `VERSION`, `COMMAND`, `AMOUNT`, `POSTDATE`, `TXORDER`,
//!   `REPEATED`, `ORDERID` (no such order), `UNPAID`, `TOO_MUCH`, `DECLINED` (51). What is taken is refunded after `settle_after`, but
//!   never with 69; with 71 the refund query does not find it before. 97 and 98 cut the answer.
//! - Refund query: `status` is 0 until it is 1; at most 30 days; the query key signs; items are signed in the order of their printing.

mod account;
mod bank;
mod cashier;
mod code;
mod fields;
mod notice;
mod order;
mod page;
mod pay;
mod payment;
mod query;
mod refund;
mod refund_query;
mod refunded;
mod remit;
mod service;
mod signature;
mod state;
mod submission;
mod timestamp;

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Request;
use kq_form::Signing;
use paysign::RsaSigner;

pub use account::Account;

use self::{service::Transport, signature::Seal, state::State, submission::Cashier};
use crate::service::{Handled, Moment};

/// The gateway.
pub(crate) struct Gateway {
    accounts: Vec<Account>,
    signer: RsaSigner,
    state: Mutex<State>,
}

impl Gateway {
    pub(crate) fn new(accounts: Vec<Account>, signer: RsaSigner, seed: u64) -> Self {
        Self { accounts, signer, state: Mutex::new(State::new(seed)) }
    }

    /// `None` when the path is none of the gateway's.
    pub(crate) fn handle(&self, request: &Request<Bytes>, moment: &Moment) -> Option<Handled> {
        Some(match request.uri().path() {
            "/gateway/recvMerchantInfoAction.htm" => self.pay(request, Cashier::Pc, moment),
            "/mobilegateway/recvMerchantInfoAction.htm" => self.pay(request, Cashier::Mobile, moment),
            "/gateway/getOrderTimestamp.htm" => timestamp::answer(request, moment),
            "/apipay/services/gatewayOrderQuery" | "/gatewayapi/services/gatewayOrderQuery" => self.query(request, Transport::Soap, moment),
            "/gatewayapi/gatewayOrderQuery.do" => self.query(request, Transport::Json, moment),
            "/webapp/receiveDrawbackAction.do" | "/gatewayapi/receiveDrawbackAction.do" => self.refund_by_get(request, moment),
            "/gatewayapi/recievedrawbackPKI.do" => self.refund_by_json(request, moment),
            "/gatewayapi/services/gatewayRefundQuery" => self.refund_query(request, Transport::Soap, moment),
            "/gatewayapi/gatewayRefundQuery.do" => self.refund_query(request, Transport::Json, moment),
            path => self.cashier(request, path.strip_prefix(cashier::PATH)?, moment),
        })
    }

    fn account(&self, number: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.account == number)
    }

    /// What 99bill signs payments of that merchant with.
    fn seal(&self, account: &Account, signing: Signing) -> Seal {
        match signing {
            Signing::Md5 => Seal::Md5(account.key.clone()),
            Signing::Rsa => Seal::Rsa { signer: self.signer.clone(), hash: account.notice_hash, query_key: account.query_key.clone() },
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
