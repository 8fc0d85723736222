//! The two links that a payer's browser opens: one wakes WeChat, the other fetches the payer's id. Section 4.5.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use paywire::{
    Limits,
    form::{self, Pairs},
};

use super::Platform;
use crate::{
    address,
    page::{see_other, with_query},
    service::Handled,
};

/// A return address and a few numbers.
const LIMITS: Limits = Limits { bytes: 4096, depth: 1, children: 16 };

/// Who pays, whoever it is: an openid of WeChat, a user id of Alipay.
const OPENID: &str = "oSIMULATEDopenid000000000001";
const USER_ID: &str = "2088000000000001";

impl Platform {
    /// WeChat is awake at once: the browser goes on to the merchant's page.
    pub(super) fn wake(&self, request: &Request<Bytes>) -> Handled {
        self.send_on(request, |pairs| {
            let page = BASE64_STANDARD.decode(pairs.get("merurl")?).ok()?;
            // The documentation's own name of it is most likely a misprint (decision D101).
            let merchant = pairs.get("merno").or(pairs.get("memo"))?;
            let account = self.accounts.iter().find(|account| account.merchant.as_bytes() == merchant)?;
            let terminal = pairs.get("termno")?;
            let known = account.terminals.iter().any(|known| known.as_bytes() == terminal);
            String::from_utf8(page).ok().filter(|_| known && pairs.get("tradetype").is_none_or(|kind| kind == b"1"))
        })
    }

    /// The browser goes back with the payer's id.
    pub(super) fn openid(&self, request: &Request<Bytes>) -> Handled {
        self.send_on(request, |pairs| {
            let page = std::str::from_utf8(pairs.get("merurl")?).ok()?;
            let token = match pairs.get("tradetype")? {
                b"1" => OPENID,
                b"2" => USER_ID,
                _ => return None,
            };
            self.accounts.iter().find(|account| Some(account.merchant.as_bytes()) == pairs.get("merno"))?;
            Some(with_query(page, &form::encode([(&b"token_id"[..], token.as_bytes())])))
        })
    }

    fn send_on(&self, request: &Request<Bytes>, page: impl FnOnce(&Pairs<'_>) -> Option<String>) -> Handled {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Handled::status(StatusCode::METHOD_NOT_ALLOWED);
        }
        let pairs = Pairs::parse(request.uri().query().unwrap_or_default().as_bytes(), LIMITS);
        let page = pairs.ok().and_then(|pairs| page(&pairs)).filter(|page| address::is_absolute(page));
        match page.and_then(|page| see_other(&page)) {
            Some(redirect) => Handled::page(redirect),
            None => Handled::status(StatusCode::BAD_REQUEST),
        }
    }
}
