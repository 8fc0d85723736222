//! A shop of a few lines, from which a person can walk a checkout by hand.
//!
//! The rules of the trade are all here: the order is stored before the page goes out; whatever comes back is believed only when its
//! signature verifies and it speaks of a stored order; a page says what the stored order says.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use cnpay::{
    Error, Fen, FieldError,
    kq_form::Pay,
    kuaiqian::gateway::{Cashier, Gateway, notice},
};
use http::{
    HeaderMap, Method, Request, Response, StatusCode,
    header::{ACCEPT_LANGUAGE, USER_AGENT},
};
use paywire::{Limits, form::Pairs};

use super::{
    book::{Book, Messenger},
    pages,
};
use crate::{command::merchant::RETURN, language::Language};

/// What somebody orders fits well within.
const LIMITS: Limits = Limits { bytes: 16 << 10, depth: 1, children: 8 };

/// The shop. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Shop {
    gateway: Arc<OnceLock<Gateway>>,
    book: Arc<Mutex<Book>>,
}

impl Shop {
    /// The client that signs and verifies; set once, when the shop's address is known.
    pub(super) fn opens(&self, gateway: Gateway) {
        let _ = self.gateway.set(gateway);
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers payers, and 99bill.
    pub(super) async fn answer(self, request: Request<Bytes>) -> Response<Bytes> {
        let Some(gateway) = self.gateway.get() else { return pages::missing(StatusCode::SERVICE_UNAVAILABLE) };
        let (language, path) = (language(request.headers()), request.uri().path());
        let query = request.uri().query().unwrap_or_default().as_bytes();
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        match (request.method(), &steps[..]) {
            (&Method::GET, [""]) => pages::front(language, &self.book(), None),
            (&Method::POST, ["orders"]) => self.sells(gateway, &request, language),
            (&Method::POST, ["orders", number, "pay"]) => self.sells_again(gateway, number),
            (&Method::GET, ["orders", number]) => pages::order(language, self.book().get(number)),
            (&Method::GET, ["notices", notice::ID]) => self.is_told(gateway, query),
            (&Method::GET, _) if path == RETURN => self.welcomes(gateway, query, language),
            _ => pages::missing(StatusCode::NOT_FOUND),
        }
    }

    /// Takes an order: stored first, then the payer goes to the cashier.
    fn sells(&self, gateway: &Gateway, request: &Request<Bytes>, language: Language) -> Response<Bytes> {
        let mut book = self.book();
        let built = order(gateway, request, language, book.len() + 1).and_then(|pay| Ok((gateway.checkout(&pay)?, pay)));
        match built {
            Ok((checkout, pay)) => {
                book.store(pay);
                pages::checkout(&checkout, &gateway.account().base_url)
            }
            Err(error) => pages::front(language, &book, Some(&error.to_string())),
        }
    }

    /// The payer tries again: the same order, as it was stored.
    fn sells_again(&self, gateway: &Gateway, number: &str) -> Response<Bytes> {
        let pay = self.book().get(number).map(|order| order.pay.clone());
        match pay.and_then(|pay| gateway.checkout(&pay).ok()) {
            Some(checkout) => pages::checkout(&checkout, &gateway.account().base_url),
            None => pages::missing(StatusCode::NOT_FOUND),
        }
    }

    /// 99bill's server tells of an order. What verifies is stored and answered with "received", whatever it says.
    fn is_told(&self, gateway: &Gateway, query: &[u8]) -> Response<Bytes> {
        let answer = match gateway.notice(query) {
            Ok(told) => {
                self.book().hear(told, Messenger::Server);
                notice::answer(gateway.ack())
            }
            Err(_) => notice::refusal(),
        };
        answer.map(Bytes::from)
    }

    /// The payer comes back. The parameters are the notice's, and may be the only ones that ever arrive.
    fn welcomes(&self, gateway: &Gateway, query: &[u8], language: Language) -> Response<Bytes> {
        let mut book = self.book();
        match gateway.notice(query) {
            Ok(told) => pages::result(language, book.hear(told, Messenger::Browser)),
            Err(_) => pages::result(language, None),
        }
    }
}

/// What somebody has filled in, as an order.
fn order(gateway: &Gateway, request: &Request<Bytes>, language: Language, serial: usize) -> Result<Pay, Error> {
    let form = Pairs::parse(request.body(), LIMITS).unwrap_or_default();
    let text = |name: &str| String::from_utf8_lossy(form.get(name).unwrap_or_default()).trim().to_owned();
    let amount = Fen::parse_yuan(&text("yuan")).map_err(|error| FieldError::new("orderAmount", error.to_string()))?;
    let number = format!("SHOP-{}-{serial}", gateway.now().compact());
    let goods = Some(text("goods")).filter(|goods| !goods.is_empty());
    let pay = gateway.pay().order_id(number).order_amount(amount).maybe_product_name(goods);
    let mut pay = pay.language(language.pick("1", "2")).build();
    if is_phone(request.headers()) {
        pay.version = Cashier::Mobile.version().into();
    }
    Ok(pay)
}

/// The browser's language.
fn language(headers: &HeaderMap) -> Language {
    if header(headers, ACCEPT_LANGUAGE).starts_with("zh") { Language::Zh } else { Language::En }
}

/// As browsers of phones say it.
fn is_phone(headers: &HeaderMap) -> bool {
    header(headers, USER_AGENT).contains("Mobi")
}

fn header(headers: &HeaderMap, name: http::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
