//! The MMSP open platform, as it behaves: quick pay 快捷支付, scan 扫码支付, gateway 网关支付, payout 代付.
//!
//! # Addresses
//!
//! All on the web listener:
//!
//! | address | what it takes |
//! |---|---|
//! | `POST /mmsp/open` | envelopes of quick pay and scan |
//! | `POST /mmsp/gateway` | the gateway's form (field `web_api`), and the envelopes of its queries |
//! | `POST /mmsp/payout` | encrypted payouts, payout queries, balance queries |
//! | `/mmsp/cashier/TICKET` | the page on which a payer pays an order |
//! | `GET /mmsp/openid?merurl=..&merno=..&tradetype=1` | 303 to the return page with `token_id` |
//! | `GET /payopenplath5/wxh5pay?merno=..&termno=..&merurl=BASE64` | 303 to the return page |
//!
//! # Paying, step by step
//!
//! Everything that a payer does is HTTP, so a test or a demonstration pays as a browser does:
//!
//! 1. Open the page: `URL` of a scan order, `PAY_URL` of a UnionPay order (or `HTML`, which is the page), the answer to the gateway's form.
//!    Where a wallet is handed `PAY_INFO` in place of `URL`, the ticket is what stands in it behind `prepay_id=`. A form that is refused is
//!    answered with a page, HTTP 200, with `id="error" data-code="0"` in it.
//! 2. `POST /mmsp/cashier/TICKET` with `choice=pay`, `choice=fail` or `choice=abandon`. The answer to the first two is a 303 to
//!    `/mmsp/cashier/TICKET/result`; abandoning changes nothing.
//! 3. `GET` that, again and again: 200 while it is not decided (the page reloads itself), then a 303 to `JUMP_URL`, of the gateway with its
//!    unsigned parameters, or a last page (`id="result" data-result="paid"`, `failed` or `open`) where there is none.
//!
//! Quick pay has no page: its code is always [`SMS_CODE`](crate::SMS_CODE). A reverse scan takes any digits for the payer's code.
//!
//! # The amount
//!
//! In fen, modulo 100:
//!
//! - 51: placing is answered STATUS 2 (quick pay: `D4` 要素不匹配; else `S1`), and so are bound pay, reverse scan and refund. In the gateway
//!   the payment is declined when "pay" is pressed. A payout has failed.
//! - 68: once the payer has paid, or the code is handed in, it is pending for `settle_after`, then paid; a payout likewise. A reverse scan
//!   answers 3 `AA`.
//! - 69: the same, for ever.
//! - 71: confirm, reverse scan and refund are refused with 39999, bound pay answers 0, a payout 0001. A query finds no such order (-2002,
//!   1028) until it is paid.
//! - 97: the connection is cut and nothing has happened: of every call that places, charges, refunds or pays out, and of "pay" in the
//!   gateway.
//! - 98: the same calls and confirm are cut, and have worked. A scan or UnionPay order is paid at once, as if the payer had been quicker
//!   than the reply; a quick pay order waits for its code, and its `LIST_ID` is found by query.
//!
//! A payout of another amount is decided by the payee's account number: with `0003` at its end it is paying, then failed; with `0004` paying,
//! then returned by the bank; with `0005` it waits for review, is paying, then paid. Any other is paid at once.
//!
//! # Where the specification leaves something open
//!
//! - A call is checked in the order of section 2.4: structure and command, merchant, signature, fields in the order of their table, then the
//!   order itself. A field that is empty counts as absent; one that no table lists is ignored.
//! - Order numbers are unique in each product of a merchant. The gateway's form may be posted again: it shows its order.
//! - Codes that the list does not have begin with `S`: `S1` declined, `S2` wrong SMS code, `S3` code expired, `S4` SMS too soon, `S5` the
//!   order is not in that state, `S6` no such binding, `S7` cancelled within 15 seconds, `S8` refund declined.
//! - An amount that is not the order's (bound pay), or a refund of more than is left: -3005. A refund of an unpaid order: STATUS 2.
//! - A cancel undoes paid and unpaid orders; a partly refunded one stays. A close takes orders that nobody has begun to pay. Both leave
//!   STATUS 2, `D4` 订单已关闭. An order that ran out of time is the same.
//! - `TIME_END` in the past is 参数错误. JD answers `TRADETYPE` 4 in queries, UnionPay 5.
//! - Whatever is not paid in the reply itself is pushed, H5 too. Pushes say RetCode 0, scan's `AMT` is a bare number.
//! - A binding that came with a payment is valid once that is paid. Asked for it sooner, the platform says that nothing is bound.
//! - Payouts: decryption, merchant, signature, version and command come first (1005, 1002, 1004, 1006, 1007, 1001), then the fields, in the
//!   order of their codes as far as they have one, else 1001; then 1023, 1008, the money (1030, 1031) and the channel (1032, 1036 for
//!   `PAYTYPE` 2, 1048 for 3). `ACCTYPE` 1 without `CVV2` is 1019. Replies are encrypted and signed, refusals bare.
//! - What comes in is pending settlement until 16:00 of the next day (D1), then available. A payout under way is frozen.

mod account;
mod batch;
mod call;
mod cashier;
mod desk;
mod gateway;
mod links;
mod notice;
mod order;
mod page;
mod payment;
mod payout;
mod problem;
mod quickpay;
mod refusal;
mod rules;
mod scan;
mod sms;
mod state;

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use mmsp_json::{Envelope, FORM_FIELD, Head, LIMITS, Signed, op, parse};
use paywire::form::Pairs;

pub use account::{Account, Agent};

pub(crate) use self::payout::Keys;
use self::{call::Call, desk::Desk, refusal::Refusal, state::State};
use crate::{
    answer::json,
    page::origin,
    service::{Handled, Moment},
};

/// The one bank that issues cards here.
const BANK: &str = "工商银行";

/// The platform.
pub(crate) struct Platform {
    accounts: Vec<Account>,
    keys: Keys,
    state: Mutex<State>,
}

/// What serves a command.
type Service = fn(&mut Desk<'_>) -> Handled;

impl Platform {
    pub(crate) fn new(accounts: Vec<Account>, keys: Keys, seed: u64) -> Self {
        Self { accounts, keys, state: Mutex::new(State::new(seed)) }
    }

    /// `None` when the path is none of the platform's.
    pub(crate) fn handle(&self, request: &Request<Bytes>, moment: &Moment) -> Option<Handled> {
        let is_post = request.method() == Method::POST;
        Some(match request.uri().path() {
            "/mmsp/open" | "/mmsp/gateway" | "/mmsp/payout" if !is_post => Handled::status(StatusCode::METHOD_NOT_ALLOWED),
            "/mmsp/open" => {
                self.answer(request, moment, |command, node_id| scan::service(command, node_id).or_else(|| quickpay::service(command)))
            }
            "/mmsp/gateway" => match of_form(request.body()) {
                Some(envelope) => self.gateway_form(&envelope, request, moment),
                None => self.answer(request, moment, |command, _| gateway::service(command)),
            },
            "/mmsp/payout" => self.payout(request.body(), moment),
            "/mmsp/openid" => self.openid(request),
            "/payopenplath5/wxh5pay" => self.wake(request),
            path => self.cashier(request, path.strip_prefix(cashier::PATH)?, moment),
        })
    }

    /// An envelope that comes as JSON.
    fn answer(&self, request: &Request<Bytes>, moment: &Moment, service: fn(u32, &str) -> Option<Service>) -> Handled {
        self.receive(request.body(), request, moment, service, |head, refusal| json(refusal.envelope(head)))
    }

    /// An envelope that the payer's browser brings: whatever is answered is a page.
    fn gateway_form(&self, envelope: &[u8], request: &Request<Bytes>, moment: &Moment) -> Handled {
        let service = |command: u32, _: &str| {
            let serve: Service = |desk| {
                let page = gateway::pay(desk).unwrap_or_else(page::refusal);
                desk.leave(page)
            };
            (command == op::gateway::Pay::COMMAND).then_some(serve)
        };
        self.receive(envelope, request, moment, service, |_, refusal| page::refusal(refusal))
    }

    fn receive(
        &self,
        envelope: &[u8],
        request: &Request<Bytes>,
        moment: &Moment,
        service: fn(u32, &str) -> Option<Service>,
        refuse: fn(&Head<'_>, Refusal) -> Response<Bytes>,
    ) -> Handled {
        let Ok(document) = parse(envelope) else { return Handled::page(refuse(&Head::default(), Refusal::Malformed)) };
        let Ok(envelope) = Envelope::read(&document) else { return Handled::page(refuse(&Head::default(), Refusal::Malformed)) };
        let node_id = envelope.head.node_id().unwrap_or_default();
        let entered = call::command(&envelope)
            .and_then(|command| Ok((command, service(command, &node_id).ok_or(Refusal::Malformed)?)))
            .and_then(|(command, serve)| Ok((Call::check(&envelope, command, &self.accounts)?, serve)));
        match entered {
            Ok((call, serve)) => serve(&mut Desk::new(&self.accounts, call, &mut self.state(), moment, origin(request))),
            Err(refusal) => {
                tracing::info!(refusal = %refusal.message(), "turned away");
                Handled::page(refuse(&envelope.head, refusal))
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The envelope in a form.
fn of_form(body: &[u8]) -> Option<Vec<u8>> {
    Pairs::parse(body, LIMITS).ok()?.get(FORM_FIELD).map(<[u8]>::to_vec)
}
